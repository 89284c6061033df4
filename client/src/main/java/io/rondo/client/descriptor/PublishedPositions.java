package io.rondo.client.descriptor;

/** Where a publisher's latest messages end in the ring. Confined to the publisher's thread. */
final class PublishedPositions {
    private static final int MAX_MESSAGES = 1 << 14;
    private static final int SHORTEST_RECORD = 64;

    private final int mostInRing;
    private final long[] ends;
    private long published;

    /**
     * Creates the record of a ring without messages of this publisher.
     *
     * @param capacity of the ring in bytes, a power of two
     */
    PublishedPositions(int capacity) {
        mostInRing = capacity / SHORTEST_RECORD;
        ends = new long[Math.min(mostInRing, MAX_MESSAGES)];
    }

    /** Adds a message that ends at a position. */
    void add(long end) {
        ends[(int) published & ends.length - 1] = end;
        published++;
    }

    /**
     * Counts the messages that are not before a position.
     *
     * @param read the position
     * @return their number; where more messages were published than are recorded here, the most that the ring can hold
     */
    long after(long read) {
        long count = 0;
        long recorded = Math.min(published, ends.length);
        while (count < recorded && ends[(int) (published - 1 - count) & ends.length - 1] > read) {
            count++;
        }
        return count < ends.length ? count : Math.min(published, mostInRing);
    }
}
