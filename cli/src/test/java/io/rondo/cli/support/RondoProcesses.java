package io.rondo.cli.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rondo.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts commands as processes of their own, over channels in one directory. Closing it leaves none running. */
public final class RondoProcesses implements AutoCloseable {
    private static final List<String> WITHOUT_NATIVE_ACCESS = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--illegal-native-access=deny",
            "-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider", "-Dslf4j.internal.verbosity=ERROR",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName());

    private final Path directory;
    private final Path channels;
    private final List<Process> started = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private boolean withoutNativeAccess;
    private List<String> prefix = List.of();
    private String terminal;

    public RondoProcesses(Path directory) throws IOException {
        this.directory = directory;
        channels = Files.createTempDirectory(directory, "channels");
        environment.put("RONDO_DIR", channels.toString());
        environment.put("RONDO_LOG_DIR", channels.resolve("logs").toString());
        // Brokers of other tests have the port.
        environment.put("RONDO_HTTP_ENABLED", "no");
    }

    /** Where channels live. */
    public Path channels() {
        return channels;
    }

    /** Processes started from now on have this setting. */
    public RondoProcesses with(String variable, Path value) {
        environment.put(variable, value.toString());
        return this;
    }

    /** Processes started from now on may make no native calls. */
    public RondoProcesses withoutNativeAccess() {
        withoutNativeAccess = true;
        return this;
    }

    /** Processes started from now on have mounts of their own, which this script makes, whose {@code $0} is {@link #channels}. */
    public RondoProcesses withMounts(String script) {
        prefix = List.of("unshare", "--mount", "/bin/sh", "-c", script + " && exec \"$@\"", channels.toString());
        return this;
    }

    /** Processes started from now on are started by this command. */
    public RondoProcesses withPrefix(List<String> command) {
        prefix = command;
        return this;
    }

    /** Processes started from now on have no mounts of their own. */
    public RondoProcesses withoutMounts() {
        prefix = List.of();
        return this;
    }

    /** Processes started from now on have a terminal of their own, prepared by this shell code. */
    public RondoProcesses onTerminal(String preparation) {
        terminal = preparation;
        return this;
    }

    /** Processes started from now on have no terminal. */
    public RondoProcesses withoutTerminal() {
        terminal = null;
        return this;
    }

    private static List<String> commandLine(List<String> arguments) throws IOException {
        try {
            return Installation.command(arguments);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the class cache was made", e);
        }
    }

    private static String quote(List<String> command) {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** Starts a command whose standard output and error are pipes. */
    public Process start(String... args) throws IOException {
        return start(null, args);
    }

    /** Starts a command that writes its standard output to a file, unless that is null. */
    public Process start(Path output, String... args) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        // A shell ignores SIGINT in its background processes, nohup ignores SIGHUP, and their children inherit that.
        command.addAll(List.of("env", "--default-signal=INT,HUP"));
        command.addAll(withoutNativeAccess ? WITHOUT_NATIVE_ACCESS : commandLine(List.of(args)));
        command.addAll(List.of(args));
        if (terminal != null) {
            command = List.of("script", "-qec", terminal + "exec " + quote(command), "/dev/null");
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO") || name.startsWith("JAVA"));
        builder.environment().putAll(environment);
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Runs a command to its end with this input. */
    public Process run(String input, String... args) throws IOException, InterruptedException {
        Process process = start(args);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(ISO_8859_1));
        }
        process.waitFor();
        return process;
    }

    public static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), ISO_8859_1);
    }

    public static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Sends a signal by its name. After STOP, returns when every thread of the process is stopped. */
    public static void signal(Process process, String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + code);
        }
        while (name.equals("STOP") && process.isAlive() && !isStopped(process)) {
            Thread.onSpinWait();
        }
    }

    /** On a loaded machine threads of the process go on for a while after the system call that stops it. */
    private static boolean isStopped(Process process) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            // A thread has ended meanwhile.
            return false;
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.destroyForcibly().onExit().join();
        }
    }
}
