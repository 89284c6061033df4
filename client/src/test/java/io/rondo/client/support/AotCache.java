package io.rondo.client.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * An AOT cache: the classes that a training run loads, parsed and linked. A JVM with the same class path starts from it.
 * A JVM that cannot use the cache starts without it, and prints nothing about that.
 */
public final class AotCache {
    private static final String FILE = "cache.aot";
    private static final int LIMIT_MINUTES = 3;
    /** Warnings of the JVM go to stderr; a missing or refused cache is not one. */
    private static final List<String> LOGGING = List.of("-Xlog:disable", "-Xlog:all=warning,cds*=off,aot*=off:stderr");

    /**
     * Less work at the start of a JVM that ends soon. A method is compiled after four times the usual number of calls, and
     * not at the start because the training run compiled it. The cache is mapped at the address for which it was made:
     * elsewhere the JVM adjusts, and so copies, each page with pointers.
     */
    public static final List<String> LIGHT_START = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining",
            "-XX:CompileThresholdScaling=4", "-XX:ArchiveRelocationMode=0");

    private final Path file;
    private final List<String> flags;
    private final String classPath;

    private AotCache(Path file, List<String> flags, String classPath) {
        this.file = file;
        this.flags = flags;
        this.classPath = classPath;
    }

    /**
     * Trains a cache.
     *
     * @param directory of the cache; what it holds is deleted
     * @param flags of the JVM
     * @param classPath jars, because a cache accepts no directories of classes
     * @param training the main class of the training run, whose {@code RONDO_DIR} is a directory of its own
     * @param arguments for it
     * @throws IllegalStateException if the training run fails, or does not end in time
     */
    public static AotCache train(Path directory, List<String> flags, String classPath, Class<?> training,
            String... arguments) throws IOException, InterruptedException {
        delete(directory);
        Path channels = Files.createDirectories(directory.resolve("channels"));
        Path log = directory.resolve("log");
        AotCache cache = new AotCache(directory.resolve(FILE), flags, classPath);
        List<String> command = cache.command("-XX:AOTCacheOutput=");
        command.add(training.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.contains("JAVA"));
        builder.environment().put("RONDO_DIR", channels.toString());
        builder.environment().put("RONDO_TRANSPORT", "shm");
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + Files.readString(log));
        }
        return cache;
    }

    /** The command that starts a JVM from the cache, without main class. */
    public List<String> command() {
        return command("-XX:AOTCache=");
    }

    private List<String> command(String option) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:-UsePerfData");
        command.addAll(options(option));
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    private List<String> options(String option) {
        List<String> options = new ArrayList<>(flags);
        options.addAll(LOGGING);
        options.addAll(LIGHT_START);
        options.add(option + file);
        return options;
    }

    /** The class path of this JVM, its directories packed into jars. */
    public static String jars(Path directory) throws IOException {
        delete(directory);
        Files.createDirectories(directory);
        List<String> jars = new ArrayList<>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(element);
            if (Files.isDirectory(path)) {
                jars.add(pack(path, directory.resolve(jars.size() + ".jar")).toString());
            } else if (Files.exists(path)) {
                jars.add(element);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path pack(Path directory, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(directory)) {
            // The training and a few classes outside the cache read the jar: compression costs more than it saves.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
