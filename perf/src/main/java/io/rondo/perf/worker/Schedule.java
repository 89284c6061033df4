package io.rondo.perf.worker;

import java.util.concurrent.TimeUnit;

/** When messages are meant to be sent. */
@FunctionalInterface
interface Schedule {
    /** How often a burst comes. */
    long BURST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Messages of a burst, all due at once. */
    int BURST_MESSAGES = 500;

    /**
     * When a message is due. Times do not decrease.
     *
     * @param first number of the slice's first message, which is due at about 0
     * @param n number of the message
     * @return nanoseconds since the slice began
     */
    long due(long first, long n);

    /** Evenly, so many per second. */
    static Schedule steady(long rate) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return (first, n) -> {
            long count = n - first;
            return count / rate * second + count % rate * second / rate;
        };
    }

    /** Evenly, and every {@link #BURST_PERIOD_NANOS} another {@link #BURST_MESSAGES} at once. */
    static Schedule bursts(long rate) {
        Schedule steady = steady(rate);
        long perPeriod = rate * BURST_PERIOD_NANOS / TimeUnit.SECONDS.toNanos(1);
        return (first, n) -> {
            long period = (n - first) / (BURST_MESSAGES + perPeriod);
            long within = (n - first) % (BURST_MESSAGES + perPeriod);
            return period * BURST_PERIOD_NANOS
                    + (within < BURST_MESSAGES ? 0 : steady.due(0, within - BURST_MESSAGES));
        };
    }
}
