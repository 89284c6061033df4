package io.rondo.perf.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connects to something the other side has perhaps not opened yet. */
final class Retry {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Retry() {}

    /** What may fail while the other side is not there. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException;
    }

    /**
     * Tries until it succeeds.
     *
     * @throws UncheckedIOException if it still fails after two minutes
     */
    static <T> T untilThere(String channel, Attempt<T> attempt) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            try {
                return attempt.make();
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw new UncheckedIOException("nobody listens on " + channel, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
