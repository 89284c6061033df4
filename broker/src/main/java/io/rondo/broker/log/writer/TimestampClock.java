package io.rondo.broker.log.writer;

import java.util.function.LongSupplier;

/** A clock that never goes back, also across restarts: the timestamps of a log. For one thread at a time. */
public final class TimestampClock {
    private final LongSupplier clock;
    private long last;

    /**
     * Continues after a timestamp.
     *
     * @param clock nanoseconds since the epoch, for example {@code SystemEpochNanoClock}
     * @param last timestamp of the last message of the log
     */
    public TimestampClock(LongSupplier clock, long last) {
        this.clock = clock;
        this.last = last;
    }

    /** Returns the time, or the last timestamp if the clock is behind it. */
    public long next() {
        last = Math.max(last, clock.getAsLong());
        return last;
    }
}
