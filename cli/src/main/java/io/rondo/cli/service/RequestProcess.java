package io.rondo.cli.service;

import io.rondo.cli.runtime.ShellCommand;
import io.rondo.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of the command of {@code serve}: the request is its standard input, its standard output the response. */
final class RequestProcess {
    private static final long CHECK_MILLIS = 20;
    /** More than any response queue takes. */
    private static final int MAX_OUTPUT = 256 << 20;
    private static final int MAX_ERROR = 64 << 10;

    private final Process process;
    private final CompletableFuture<byte[]> output;
    private final CompletableFuture<byte[]> error;

    private RequestProcess(Process process) {
        this.process = process;
        // A command may write to both, so each has a thread.
        output = read(process.getInputStream(), MAX_OUTPUT);
        error = read(process.getErrorStream(), MAX_ERROR);
    }

    /**
     * Starts a command by the shell.
     *
     * @throws IOException if the shell cannot be started
     */
    static RequestProcess start(String command, byte[] input) throws IOException {
        return new RequestProcess(ShellCommand.start(command, input, Redirect.PIPE));
    }

    private static CompletableFuture<byte[]> read(InputStream from, int most) {
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (from) {
                byte[] read = from.readNBytes(most);
                from.transferTo(OutputStream.nullOutputStream());
                bytes.complete(read);
            } catch (IOException e) {
                bytes.completeExceptionally(e);
            }
        });
        return bytes;
    }

    /**
     * Waits for the command. Ends it when no response is wanted any more.
     *
     * @return the exit code; -1 if no response is wanted
     * @throws InterruptedException if the thread is interrupted; the command is ended
     */
    int await(Request request) throws InterruptedException {
        try {
            while (!process.waitFor(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (request.isExpired() || request.isCancelled()) {
                    return -1;
                }
            }
            return process.exitValue();
        } finally {
            ShellCommand.end(process);
        }
    }

    /** Returns what the command has written, without a final newline; once it has ended. */
    byte[] output() {
        byte[] bytes = output.join();
        boolean newline = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        return newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** Returns the error text of the command, once it has ended. */
    String error() {
        return new String(error.join(), StandardCharsets.UTF_8).strip();
    }
}
