package io.rondo.cli.support;

import io.rondo.client.support.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lines that a process writes to standard error, while it runs. */
public final class ErrorLines {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    /** Begins to read. */
    public ErrorLines(Process process) {
        this.process = process;
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader input = process.errorReader()) {
            input.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was killed.
        }
    }

    /** Waits for a line with this text. */
    public void await(String text) {
        Watchdog.await(text + " in " + lines, () -> lines.stream().anyMatch(line -> line.contains(text))
                || !reader.isAlive());
        if (lines.stream().noneMatch(line -> line.contains(text))) {
            throw new AssertionError("ended without '" + text + "': " + lines);
        }
    }

    /** Returns the lines until now. */
    public List<String> soFar() {
        return List.copyOf(lines);
    }

    /** Returns all lines of a process that has ended. */
    public List<String> all() throws InterruptedException {
        reader.join();
        return lines;
    }
}
