package io.rondo.cli.support;

import io.rondo.cli.Main;
import io.rondo.cli.Training;
import io.rondo.client.support.AotCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * The command line as an installation has it: jars and a class cache, with which a JVM starts faster. Made on first use
 * and shared by all tests, which do not change it. A second cache has the classes of commands that start rarely and are left
 * out of the first one, because most tests of processes start them.
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
    /** The commands of the installation's cache, unless they use a socket or a broker. */
    private static final Set<String> FREQUENT = Set.of("pub", "sub", "ls", "stat", "tail");
    private static final Set<String> OF_SOCKETS_AND_BROKERS = Set.of("auto", "socket", "sequenced");
    /** With the machine busy, a training takes 20 seconds. */
    private static final int LONGEST_TRAINING_SECONDS = 180;
    private static final String FREQUENT_CACHE = "frequent";
    private static final String SUFFIX = ".aot";
    private static boolean filled;
    private static List<String> frequent;
    private static List<String> servers;

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
        if (frequent == null) {
            library();
            frequent = train(FREQUENT_CACHE, Training.class);
        }
        return frequent;
    }

    /** The cache of frequent commands, which the launcher makes too. */
    public static synchronized Path cache() throws IOException, InterruptedException {
        command();
        return HOME.resolve(FREQUENT_CACHE + SUFFIX);
    }

    /** The command that starts the command line with these arguments from a cache with their classes, without its arguments. */
    static synchronized List<String> command(List<String> arguments) throws IOException, InterruptedException {
        if (!arguments.isEmpty() && FREQUENT.contains(arguments.getFirst())
                && Collections.disjoint(arguments, OF_SOCKETS_AND_BROKERS)) {
            return command();
        }
        if (servers == null) {
            library();
            servers = train("servers", ServerTraining.class);
        }
        return servers;
    }

    /** The command that starts another main class of the library, such as a media driver, from the cache of the brokers. */
    public static List<String> commandOf(String main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(List.of("broker")));
        command.removeLast();
        command.addAll(options);
        command.add(main);
        return command;
    }

    /** During the test phase nothing is packaged yet: directories of the class path become jars. */
    private static void fill() throws IOException {
        deleteOld();
        Files.createDirectories(LIBRARY);
        int index = 0;
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(element);
            String name = name(path);
            Path jar = LIBRARY.resolve(index++ + ".jar");
            if (name.equals("classes")) {
                pack(path, jar, file -> true);
            } else if (name.equals("test-classes")) {
                pack(path, jar, file -> name(file).startsWith(ServerTraining.class.getSimpleName()));
            } else if (RUNTIME_JARS.matcher(name).matches()) {
                Files.copy(path, jar);
            }
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
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

    private static void pack(Path directory, Path jar, Predicate<Path> packed) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(directory)) {
            // The training and a few classes outside the cache read the jar: compression costs more than it saves.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.filter(Files::isRegularFile).filter(packed).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    /** Keeps the classes of commands in a cache, as the launcher does. */
    private static List<String> train(String name, Class<?> training) throws IOException, InterruptedException {
        Path cache = HOME.resolve(name + SUFFIX);
        Path channels = Files.createDirectories(HOME.resolve(name));
        Path log = channels.resolve("log");
        List<String> command = new ArrayList<>(java("-XX:AOTCacheOutput=" + cache, training.getName()));
        command.add(channels.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet()
                .removeIf(variable -> variable.startsWith("RONDO") || variable.startsWith("JAVA"));
        builder.environment().put("RONDO_DIR", channels.toString());
        builder.environment().put("RONDO_LOG_DIR", channels.resolve("logs").toString());
        builder.environment().put("RONDO_HTTP_ENABLED", "no");
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LONGEST_TRAINING_SECONDS, TimeUnit.SECONDS);
        int code = ended ? process.exitValue() : process.destroyForcibly().waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command)
                    + (ended ? " ended with " + code : " did not end") + ": " + Files.readString(log));
        }
        return java("-XX:AOTCache=" + cache, Main.class.getName());
    }

    private static List<String> java(String cacheOption, String main) throws IOException {
        String classPath;
        try (Stream<Path> jars = Files.list(LIBRARY)) {
            classPath = jars.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + ROOT.resolve("config/jvm.options"), "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:disable", "-Xlog:all=warning,cds*=off,aot*=off:stderr"));
        command.addAll(AotCache.LIGHT_START);
        command.addAll(List.of(cacheOption, "-cp", classPath, main));
        return command;
    }
}
