package io.rondo.client.socket.owner;

import java.util.Arrays;

/**
 * Positions of connected publishers' messages in an ephemeral queue's ring that the consumer has not confirmed. Bounded
 * by the ring. Confined to the event loop, except where stated.
 */
final class UnconsumedMessages {
    private static final int INITIAL_COUNT = 256;

    /** Circular arrays. Their lengths are powers of two. */
    private long[] publishers = new long[INITIAL_COUNT];
    private long[] starts = new long[INITIAL_COUNT];
    private long[] ends = new long[INITIAL_COUNT];
    private long added;
    private long removed;
    private volatile long lastEnd;

    /** Receives the position of a message. */
    @FunctionalInterface
    interface Visitor {
        void onMessage(long start, long end);
    }

    /**
     * Adds a message, and removes the consumed ones at the front.
     *
     * @param publisher id of its publisher
     * @param start position of its record
     * @param end position behind its record
     * @param consumed position up to which the consumer has confirmed
     */
    void add(long publisher, long start, long end, long consumed) {
        while (removed < added && ends[index(removed)] <= consumed) {
            removed++;
        }
        if (added - removed == ends.length) {
            grow();
        }
        int index = index(added);
        publishers[index] = publisher;
        starts[index] = start;
        ends[index] = end;
        added++;
        lastEnd = Math.max(lastEnd, end);
    }

    private int index(long number) {
        return (int) number & ends.length - 1;
    }

    private void grow() {
        publishers = twice(publishers);
        starts = twice(starts);
        ends = twice(ends);
        // The arrays were full, so the copy starts with the oldest entry.
        added -= removed;
        removed = 0;
    }

    private long[] twice(long[] full) {
        int first = (int) removed & full.length - 1;
        long[] twice = Arrays.copyOfRange(full, first, first + 2 * full.length);
        System.arraycopy(full, 0, twice, full.length - first, first);
        return twice;
    }

    /** Any thread: the greatest end of a message so far. */
    long lastEnd() {
        return lastEnd;
    }

    /** Visits the messages of a publisher that end behind a position, in order. Returns their number. */
    int forEach(long publisher, long consumed, Visitor visitor) {
        int count = 0;
        for (long number = removed; number < added; number++) {
            int index = index(number);
            if (publishers[index] == publisher && ends[index] > consumed) {
                visitor.onMessage(starts[index], ends[index]);
                count++;
            }
        }
        return count;
    }
}
