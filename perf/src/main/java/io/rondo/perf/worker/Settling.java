package io.rondo.perf.worker;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Waits after a slice until this process uses little CPU. The threads of a slice spin on all cores of a small machine, so the JIT
 * compiler falls behind. Without this wait it would catch up in the slices of other competitors, and the slices of the
 * first counted rounds would run interpreted code.
 */
final class Settling {
    private static final long INTERVAL_NANOS = 2_000_000;
    /** CPU time in an interval below which the process rests. */
    private static final long REST_NANOS = INTERVAL_NANOS / 8;
    /** Intervals at rest that end the wait: the compiler may be between two tasks. */
    private static final int RESTS = 3;
    /** A competitor may have threads that never rest. */
    private static final int MOST_INTERVALS = 500;

    private final LongSupplier processorTime;

    /** Reads the CPU time of the process in nanoseconds from {@code processorTime}. */
    Settling(LongSupplier processorTime) {
        this.processorTime = processorTime;
    }

    /** Waits, for at most about a second. Returns whether the process rests. */
    boolean await() {
        int rests = 0;
        long before = processorTime.getAsLong();
        for (int i = 0; i < MOST_INTERVALS && rests < RESTS; i++) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            long now = processorTime.getAsLong();
            rests = now - before < REST_NANOS ? rests + 1 : 0;
            before = now;
        }
        return rests == RESTS;
    }
}
