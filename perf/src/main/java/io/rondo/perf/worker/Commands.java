package io.rondo.perf.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The commands of the harness, line by line. A separate thread reads them, so that the process ends when the harness was
 * killed, even while it waits for another process or spins for a message.
 */
final class Commands {
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /**
     * Starts the reading thread.
     *
     * @param in ends when the harness ends
     * @param grace time for the process to end by itself after that
     * @param halt ends the process
     */
    Commands(InputStream in, Duration grace, Runnable halt) {
        Thread.ofPlatform().name("commands").daemon().start(() -> {
            read(in);
            lines.add(Optional.empty());
            long end = System.nanoTime() + grace.toNanos();
            for (long left = grace.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            halt.run();
        });
    }

    private void read(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            reader.lines().map(Optional::of).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // Treated as the end of the input.
        }
    }

    /** Waits for the next command; empty at the end. */
    Optional<String> next() {
        try {
            return lines.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waits for a command", e);
        }
    }
}
