package io.rondo.cli.stream;

import io.rondo.cli.runtime.StopSignal;
import java.util.concurrent.locks.LockSupport;

/** Spreads messages evenly over time. A late sender catches up by at most {@link #BURST_NANOS}. */
final class Pacer {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BURST_NANOS = 10_000_000;

    private final StopSignal stop;
    private final double interval;
    private final long start = System.nanoTime();
    /** When the next message is due, in nanoseconds since the start; fractions add up. */
    private double due;

    Pacer(double perSecond, StopSignal stop) {
        interval = NANOS_PER_SECOND / perSecond;
        this.stop = stop;
    }

    /** Returns when the next message is due, or when the command is to end. */
    void await() {
        double now = System.nanoTime() - start;
        while (now < due && !stop.requested()) {
            LockSupport.parkNanos((long) Math.ceil(due - now));
            now = System.nanoTime() - start;
        }
        due = Math.max(due, now - BURST_NANOS) + interval;
    }
}
