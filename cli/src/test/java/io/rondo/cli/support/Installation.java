package io.rondo.cli.support;

import io.rondo.cli.Main;
import io.rondo.cli.Training;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line as an installation has it: jars and a class cache, with which a JVM starts faster. Made on first use
 * and shared by all tests, which do not change it.
 */
public final class Installation {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize()
            .getParent();
    private static final Path HOME = ROOT.resolve("cli/target/test-installation");
    private static final Path LIBRARY = HOME.resolve("lib");
    private static final Pattern RUNTIME_JARS = Pattern
            .compile(
                    "(rondo|agrona|aeron|gson|config|netty|chronicle|posix|jnr|jna|jffi|asm|slf4j|jul-|logback|micrometer"
                            + "|prometheus).*\\.jar");
    private static boolean filled;
    private static List<String> command;

    private Installation() {}

    /** The directory of the jars. */
    public static synchronized Path library() throws IOException {
        if (!filled) {
            fill();
            filled = true;
        }
        return LIBRARY;
    }

    /** The command that starts the command line, without its arguments. */
    public static synchronized List<String> command() throws IOException, InterruptedException {
        if (command == null) {
            command = train();
        }
        return command;
    }

    /** During the test phase nothing is packaged yet: directories of the class path become jars. */
    private static void fill() throws IOException {
        deleteOld();
        Files.createDirectories(LIBRARY);
        int index = 0;
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(element);
            String name = path.getFileName().toString();
            Path jar = LIBRARY.resolve(index++ + ".jar");
            if (name.equals("classes")) {
                pack(path, jar);
            } else if (RUNTIME_JARS.matcher(name).matches()) {
                Files.copy(path, jar);
            }
        }
    }

    private static void deleteOld() throws IOException {
        if (!Files.exists(HOME)) {
            return;
        }
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void pack(Path directory, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    /** Keeps the classes of commands in the cache, as the launcher does. */
    private static List<String> train() throws IOException, InterruptedException {
        library();
        Path cache = HOME.resolve("rondo.aot");
        Path channels = Files.createDirectory(HOME.resolve("channels"));
        Path log = channels.resolve("log");
        List<String> training = java("-XX:AOTCacheOutput=" + cache, Training.class.getName());
        ProcessBuilder builder = new ProcessBuilder(training).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.startsWith("JAVA"));
        builder.environment().put("RONDO_DIR", channels.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(
                    String.join(" ", training) + " ended with " + code + ": " + Files.readString(log));
        }
        return java("-XX:AOTCache=" + cache, Main.class.getName());
    }

    private static List<String> java(String cacheOption, String main) throws IOException {
        String classPath;
        try (Stream<Path> jars = Files.list(LIBRARY)) {
            classPath = jars.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ROOT.resolve("config/jvm.options"), "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable", "-Xlog:all=warning,cds*=off,aot*=off:stderr", cacheOption, "-cp", classPath, main);
    }
}
