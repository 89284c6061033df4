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
 * What the harness says, line by line. A thread of its own reads it, so that a process whose harness was killed ends whatever it does
 * at that time: waits for another process, or spins for a message.
 */
final class Commands {
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /**
     * Reads on.
     *
     * @param in ends with the harness
     * @param grace how long the process has then to end by itself
     * @param halt ends it
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
            // As good as its end.
        }
    }

    /** Waits for the next one; empty at the end. */
    Optional<String> next() {
        try {
            return lines.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waits for a command", e);
        }
    }
}
