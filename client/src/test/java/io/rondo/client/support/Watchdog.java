package io.rondo.client.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Ends a test that would hang. No test depends on how long something takes. */
public final class Watchdog {
    /** Longer than any awaited event takes on a loaded machine. */
    public static final long SECONDS = 120;

    private static final long YIELDING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** In a virtual machine each wake-up by a timer takes about 60 us of CPU time: many short pauses keep a core busy. */
    private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A look of up to 10 ms, such as a question to a broker, uses a third of a core at most. */
    private static final long PAUSE_FACTOR = 2;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Watchdog() {}

    /**
     * Evaluates the condition until it holds. Pauses in between, so that other threads and processes get the cores; the longer,
     * the more time the condition takes.
     */
    public static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        long begun = start;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            long waited = now - start;
            if (waited > TimeUnit.SECONDS.toNanos(SECONDS)) {
                throw new AssertionError("did not happen: " + what);
            }
            if (waited < YIELDING_NANOS) {
                Thread.yield();
            } else {
                long pause = Math.max(Math.min(waited / 8, LONG_PAUSE_NANOS), PAUSE_FACTOR * (now - begun));
                LockSupport.parkNanos(Math.min(pause, LONGEST_PAUSE_NANOS));
            }
            begun = System.nanoTime();
        }
    }
}
