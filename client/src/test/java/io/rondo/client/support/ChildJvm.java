package io.rondo.client.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM of its own that talks in lines: it prints answers, and reads commands from its standard input, which ends when the
 * parent dies. Every wait has a watchdog; its failure shows the whole output of the process.
 */
public final class ChildJvm implements AutoCloseable {
    /** The flags of a process that ends before code compiled by C2 pays off. */
    public static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=4");

    private static final String END = "(end of output)";

    private final String name;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> transcript = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Thread errorReader;

    private ChildJvm(Path directory, List<String> java, Class<?> main, Object... arguments) throws IOException {
        List<String> words = Stream.of(arguments).map(Object::toString).toList();
        name = main.getSimpleName() + words;
        List<String> command = new ArrayList<>(java);
        command.add(main.getName());
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().put("RONDO_DIR", directory.toString());
        builder.environment().put("RONDO_TRANSPORT", "shm");
        process = builder.start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        read(process.getInputStream(), this::answered);
        errorReader = read(process.getErrorStream(), this::complained);
    }

    /** Starts {@code java -cp <class path of the test> main arguments}, without any flag, and with {@code RONDO_DIR} set, over shared
     * memory. */
    public static ChildJvm start(Path directory, Class<?> main, Object... arguments) throws IOException {
        return startWith(directory, List.of(), main, arguments);
    }

    /** Starts it with JVM flags. */
    public static ChildJvm startWith(Path directory, List<String> flags, Class<?> main, Object... arguments)
            throws IOException {
        return startCommand(directory, java(List.of(), flags, System.getProperty("java.class.path")), main, arguments);
    }

    /** Starts {@code command main arguments}; the command starts a JVM and has its flags and its class path. */
    public static ChildJvm startCommand(Path directory, List<String> command, Class<?> main, Object... arguments)
            throws IOException {
        return new ChildJvm(directory, command, main, arguments);
    }

    /** Starts it by a command, such as that of a namespace, with the flags of a process that ends soon. */
    public static ChildJvm startBy(List<String> prefix, Class<?> main, Object... arguments) throws IOException {
        return startAs(prefix, System.getProperty("java.class.path"), main, arguments);
    }

    /** Starts it as another user, with a copy of the class path that this user can read. */
    static ChildJvm startAs(List<String> prefix, String classPath, Class<?> main, Object... arguments)
            throws IOException {
        return startCommand(Path.of("/"), java(prefix, SHORT_LIVED, classPath), main, arguments);
    }

    private static List<String> java(List<String> prefix, List<String> flags, String classPath) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Otherwise a JVM that starts at the same time may make this one print a warning to standard output.
        command.add("-XX:-UsePerfData");
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    private interface Sink {
        void accept(String line);
    }

    private static Thread read(InputStream stream, Sink sink) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(sink::accept);
            } catch (IOException | UncheckedIOException e) {
                // The process was killed.
            } finally {
                sink.accept(END);
            }
        });
    }

    private void answered(String line) {
        synchronized (transcript) {
            transcript.add(line);
        }
        answers.add(line);
    }

    private void complained(String line) {
        synchronized (transcript) {
            if (!line.equals(END)) {
                transcript.add("stderr: " + line);
                errors.add(line);
            }
        }
    }

    /** Sends a command. */
    public void send(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    /** The next line it prints. */
    public String answer() throws InterruptedException {
        String line = answers.poll(Watchdog.SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError((line == null ? "no answer from " : "no further answer from ") + this);
        }
        return line;
    }

    /** The lines that were not read yet, after its end. */
    public List<String> rest() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String line = answers.take(); !line.equals(END); line = answers.take()) {
            lines.add(line);
        }
        return lines;
    }

    /** Waits for the next line, which must be this one. */
    public void expect(String line) throws InterruptedException {
        String answer = answer();
        if (!answer.equals(line)) {
            throw new AssertionError("expected '" + line + "', but got '" + answer + "' from " + this);
        }
    }

    /** Waits for its end, which must be orderly and leave nothing unread. */
    public void expectEnd() throws InterruptedException {
        expectEnd(0);
    }

    /** Waits for its end. */
    public void expectEnd(int exitCode) throws InterruptedException {
        if (!process.waitFor(Watchdog.SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + this);
        }
        errorReader.join();
        String rest = answers.take();
        if (process.exitValue() != exitCode || !rest.equals(END)) {
            throw new AssertionError("exit code " + process.exitValue() + ": " + this);
        }
    }

    /** What it wrote to stderr; all of it once {@link #expectEnd()} has returned. */
    public List<String> errors() {
        synchronized (transcript) {
            return List.copyOf(errors);
        }
    }

    /** Its pid. */
    public long pid() {
        return process.pid();
    }

    /** SIGKILL: it gets no chance to do anything more; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(Watchdog.SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("cannot be killed: " + this);
        }
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            kill();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        synchronized (transcript) {
            return name + ", pid " + process.pid() + ", which said:\n" + String.join("\n", transcript);
        }
    }
}
