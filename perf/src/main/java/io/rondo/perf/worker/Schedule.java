package io.rondo.perf.worker;

import java.util.concurrent.TimeUnit;

/** The intended send times of messages. */
@FunctionalInterface
interface Schedule {
    /** Time between the beginnings of two bursts. */
    long BURST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Messages of a burst, all due at the same time. */
    int BURST_MESSAGES = 500;

    /**
     * The intended send time of a message. Times do not decrease.
     *
     * @param first number of the slice's first message, which is due at about 0
     * @param n number of the message
     * @return nanoseconds since the slice began
     */
    long due(long first, long n);

    /** Evenly distributed messages. */
    static Schedule steady(long rate) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return (first, n) -> {
            long count = n - first;
            return count / rate * second + count % rate * second / rate;
        };
    }

    /** Evenly distributed messages, and every {@link #BURST_PERIOD_NANOS} a burst of {@link #BURST_MESSAGES}. */
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
