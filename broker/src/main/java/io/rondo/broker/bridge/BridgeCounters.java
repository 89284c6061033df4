package io.rondo.broker.bridge;

import java.util.concurrent.atomic.AtomicLongArray;

/** The counters of one bridge. Written by its thread, read by any. */
public final class BridgeCounters {
    private final AtomicLongArray counts = new AtomicLongArray(BridgeCount.values().length);

    /** Adds to a counter. */
    public void add(BridgeCount count, long number) {
        counts.setOpaque(count.ordinal(), counts.getPlain(count.ordinal()) + number);
    }

    /** Adds 1 to a counter. */
    public void increment(BridgeCount count) {
        add(count, 1);
    }

    long get(BridgeCount count) {
        return counts.getOpaque(count.ordinal());
    }
}
