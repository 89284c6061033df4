package io.rondo.broker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts commands as processes of their own, over channels in one directory. Closing it leaves none running. */
final class RondoProcesses implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize()
            .getParent();

    private final Path directory;
    private final Path channels;
    private final List<Process> started = new ArrayList<>();

    RondoProcesses(Path directory) throws IOException {
        this.directory = directory;
        channels = Files.createTempDirectory(directory, "channels");
    }

    /** Starts a command whose standard output and error are pipes. */
    Process start(String... args) throws IOException {
        return start(null, args);
    }

    /** Starts a command that writes its standard output to a file, unless that is null. */
    Process start(Path output, String... args) throws IOException {
        // A shell starts what runs in its background with SIGINT ignored, and so would be what is started from there.
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + ROOT.resolve("config/jvm.options"), "-XX:+UseSerialGC", "-Xmx128m",
                        "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.startsWith("JAVA"));
        builder.environment().put("RONDO_DIR", channels.toString());
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Runs a command to its end with this input. */
    Process run(String input, String... args) throws IOException, InterruptedException {
        Process process = start(args);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(ISO_8859_1));
        }
        process.waitFor();
        return process;
    }

    static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), ISO_8859_1);
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Sends a signal by its name. */
    static void signal(Process process, String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.destroyForcibly().onExit().join();
        }
    }
}
