package io.rondo.core.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that answers line by line; killed when the test ends. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a main class of the test's class path.
     *
     * @param main has a {@code main} method
     * @param arguments for it
     * @return the running process
     */
    public static ChildJvm start(Class<?> main, Object... arguments) {
        return startWith(List.of(), main, arguments);
    }

    /**
     * Starts a main class of the test's class path.
     *
     * @param flags for the JVM, besides the usual ones
     * @param main has a {@code main} method
     * @param arguments for it
     * @return the running process
     */
    public static ChildJvm startWith(List<String> flags, Class<?> main, Object... arguments) {
        return startUnder(List.of(), flags, main, arguments);
    }

    /**
     * Starts a main class of the test's class path through another command.
     *
     * @param prefix the command and its arguments, which runs what follows them
     * @param flags for the JVM, besides the usual ones
     * @param main has a {@code main} method
     * @param arguments for it
     * @return the running process
     */
    public static ChildJvm startUnder(List<String> prefix, List<String> flags, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
                // Otherwise a JVM that starts at the same time may make this one print a warning to standard output.
                "-XX:-UsePerfData",
                // It ends before code compiled by C2 pays off.
                "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=4",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its process id.
     *
     * @return the pid
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits for the next line it prints.
     *
     * @return the line, or null when it has ended
     */
    public String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it an empty line: go on. */
    public void proceed() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets it come to its end.
     *
     * @return its exit code
     */
    public int join() {
        try {
            process.getOutputStream().close();
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Kills it with SIGKILL and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
