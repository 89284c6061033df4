package io.rondo.client.socket;

/**
 * What a receiver will say when a position is consumed: up to which sequence, and how many bytes of frames that were. As many marks
 * as have room are kept; beyond that the last ones are merged, which only delays the news. Confined to the loop.
 */
final class AckMarks {
    private static final int COUNT = 256;

    private final long[] positions = new long[COUNT];
    private final long[] sequences = new long[COUNT];
    private final long[] bytes = new long[COUNT];
    private int first;
    private int size;
    private long confirmedSequence;
    private long confirmedBytes;

    /**
     * Creates the marks.
     *
     * @param sequence what was confirmed before
     * @param held bytes of frames of earlier connections that are not consumed: less than nothing is confirmed until they are
     */
    AckMarks(long sequence, long held) {
        confirmedSequence = sequence;
        confirmedBytes = -held;
    }

    /** From when a position is consumed, a sequence is confirmed, and with it so many bytes since the connection began. */
    void add(long position, long sequence, long totalBytes) {
        if (size < COUNT) {
            size++;
        }
        int last = (first + size - 1) % COUNT;
        positions[last] = position;
        sequences[last] = sequence;
        bytes[last] = totalBytes;
    }

    /** Takes in what was consumed; whether that confirms anything. */
    boolean consumed(long position) {
        boolean news = false;
        while (size > 0 && positions[first] <= position) {
            confirmedSequence = sequences[first];
            confirmedBytes = bytes[first];
            first = (first + 1) % COUNT;
            size--;
            news = true;
        }
        return news;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long confirmedSequence() {
        return confirmedSequence;
    }

    long confirmedBytes() {
        return confirmedBytes;
    }
}
