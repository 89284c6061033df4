package io.rondo.perf.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connects to a channel that the other side may open later. */
public final class Retry {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Retry() {}

    /** An action that fails until the other side is ready. */
    @FunctionalInterface
    public interface Attempt<T> {
        /** Tries once. */
        T make() throws IOException;
    }

    /**
     * Repeats the action until it succeeds.
     *
     * @throws UncheckedIOException if it still fails after two minutes
     */
    public static <T> T untilThere(String channel, Attempt<T> attempt) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            try {
                return attempt.make();
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw new UncheckedIOException("no process listens on " + channel, e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
