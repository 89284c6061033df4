package io.rondo.core.wait;

import java.time.Duration;

/** Deadlines of waits, as values of {@link System#nanoTime()}; compared by difference. */
public final class Deadline {
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private Deadline() {}

    /** Returns a deadline that is never reached. */
    public static long never() {
        return System.nanoTime() + FOREVER_NANOS;
    }

    /**
     * Returns the deadline of a wait that begins now.
     *
     * @param timeout length of the wait; negative is the same as zero
     * @return the deadline
     */
    public static long after(Duration timeout) {
        return System.nanoTime() + nanos(timeout);
    }

    /**
     * Converts a wait to nanoseconds.
     *
     * @param timeout any duration
     * @return from 0 to about 146 years, which can be added to any value of {@link System#nanoTime()}
     */
    public static long nanos(Duration timeout) {
        try {
            return Math.clamp(timeout.toNanos(), 0, FOREVER_NANOS);
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : FOREVER_NANOS;
        }
    }
}
