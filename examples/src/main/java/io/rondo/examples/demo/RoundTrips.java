package io.rondo.examples.demo;

import java.util.Arrays;
import java.util.Locale;
import org.agrona.collections.LongArrayList;

/** Durations of round trips. Confined to one thread. */
final class RoundTrips {
    private static final double NANOS_PER_MICRO = 1e3;

    private final LongArrayList nanos = new LongArrayList();

    void add(long duration) {
        nanos.addLong(duration);
    }

    int count() {
        return nanos.size();
    }

    /** The value that a share of all durations does not exceed, in nanoseconds; 0 if there are none. */
    long percentile(double share) {
        if (nanos.isEmpty()) {
            return 0;
        }
        long[] sorted = nanos.toLongArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %,.1f us, p99 %,.1f us", percentile(0.5) / NANOS_PER_MICRO,
                percentile(0.99) / NANOS_PER_MICRO);
    }
}
