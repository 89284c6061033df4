package io.rondo.cli.service;

import io.rondo.cli.runtime.ShellCommand;
import io.rondo.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One run of the command of {@code serve}: the request is its standard input, its standard output the response. Both outputs go
 * to files, not to pipes: a process that the command leaves in the background may keep a pipe open, so its end may never come.
 */
final class RequestProcess implements AutoCloseable {
    private static final long CHECK_MILLIS = 20;
    /** More than any response queue takes. */
    private static final int MAX_OUTPUT = 256 << 20;
    private static final int MAX_ERROR = 64 << 10;
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    /** Writable where the root file system is not. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path output;
    private final Path error;
    private Process process;

    private RequestProcess(Path output, Path error) {
        this.output = output;
        this.error = error;
    }

    /**
     * Starts a command by the shell.
     *
     * @return the run, to be closed
     * @throws IOException if the shell cannot be started
     */
    static RequestProcess start(String command, byte[] input) throws IOException {
        RequestProcess run = new RequestProcess(file(), file());
        try {
            run.process = ShellCommand.start(command, input, Redirect.to(run.output.toFile()),
                    Redirect.to(run.error.toFile()));
            return run;
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private static Path file() throws IOException {
        return Files.createTempFile(Files.isWritable(TEMPORARY) ? TEMPORARY : MEMORY, "rondo-serve-", null);
    }

    /**
     * Waits for the command. Ends it when no response is wanted any more.
     *
     * @return the exit code; -1 if no response is wanted
     * @throws InterruptedException if the thread is interrupted; the command is ended
     */
    int await(Request request) throws InterruptedException {
        while (!process.waitFor(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (request.isExpired() || request.isCancelled()) {
                return -1;
            }
        }
        return process.exitValue();
    }

    /** Returns what the command has written, without a final newline; once it has ended. */
    byte[] output() throws IOException {
        byte[] bytes = read(output, MAX_OUTPUT);
        boolean newline = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        return newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** Returns the error text of the command, once it has ended. */
    String error() throws IOException {
        return new String(read(error, MAX_ERROR), StandardCharsets.UTF_8).strip();
    }

    private static byte[] read(Path file, int most) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(most);
        }
    }

    /** Ends the command, as far as it runs, and removes the files. */
    @Override
    public void close() {
        if (process != null) {
            ShellCommand.end(process);
        }
        try {
            Files.deleteIfExists(output);
            Files.deleteIfExists(error);
        } catch (IOException e) {
            // The response does not depend on it.
        }
    }
}
