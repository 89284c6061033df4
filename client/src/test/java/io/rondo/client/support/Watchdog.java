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
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Watchdog() {}

    /** Evaluates the condition until it holds. Pauses in between, so that other threads and processes get the cores. */
    public static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long waited = System.nanoTime() - start;
            if (waited > TimeUnit.SECONDS.toNanos(SECONDS)) {
                throw new AssertionError("did not happen: " + what);
            }
            if (waited < YIELDING_NANOS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(Math.min(waited / 8, LONGEST_PAUSE_NANOS));
            }
        }
    }
}
