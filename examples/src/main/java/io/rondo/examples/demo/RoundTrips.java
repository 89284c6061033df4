package io.rondo.examples.demo;

import java.util.Arrays;
import org.agrona.collections.LongArrayList;

/** Times one request after the other from its sending to its answer. Confined to one thread. */
final class RoundTrips {
    private static final long NONE = -1;

    private final LongArrayList nanos = new LongArrayList();
    private long pending = NONE;
    private long sentAt;

    /** Called for each request that was sent. */
    void sent(long id) {
        if (pending == NONE) {
            pending = id;
            sentAt = System.nanoTime();
        }
    }

    /** Called for each answer that came. */
    void answered(long id) {
        if (id == pending) {
            nanos.addLong(System.nanoTime() - sentAt);
            pending = NONE;
        }
    }

    int count() {
        return nanos.size();
    }

    /** The median of those from a number on, in nanoseconds; 0 if there are none. */
    long median(int from) {
        if (from >= nanos.size()) {
            return 0;
        }
        long[] sorted = Arrays.copyOfRange(nanos.toLongArray(), from, nanos.size());
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
