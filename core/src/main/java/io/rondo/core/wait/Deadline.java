package io.rondo.core.wait;

import java.time.Duration;

/** Moments of {@link System#nanoTime()} until which a call waits; to be compared by difference. */
public final class Deadline {
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private Deadline() {}

    /**
     * A moment that does not come.
     *
     * @return the deadline
     */
    public static long never() {
        return System.nanoTime() + FOREVER_NANOS;
    }

    /**
     * The moment after a wait.
     *
     * @param timeout how long to wait; not at all if it is negative
     * @return the deadline
     */
    public static long after(Duration timeout) {
        return System.nanoTime() + nanos(timeout);
    }

    /**
     * A wait in nanoseconds.
     *
     * @param timeout any duration
     * @return from 0 to what is as good as for ever, and can be added to any moment
     */
    public static long nanos(Duration timeout) {
        try {
            return Math.clamp(timeout.toNanos(), 0, FOREVER_NANOS);
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : FOREVER_NANOS;
        }
    }
}
