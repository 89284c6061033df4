package io.rondo.client.socket.session;

/**
 * Acknowledgements that are due when a position is consumed. Beyond a fixed number, the latest entries are merged,
 * which only delays the acknowledgement. Confined to the event loop.
 */
public final class PendingAcks {
    private static final int COUNT = 256;

    private final long[] positions = new long[COUNT];
    private final long[] sequences = new long[COUNT];
    private final long[] bytes = new long[COUNT];
    private int first;
    private int size;
    private long confirmedSequence;
    private long confirmedBytes;

    /**
     * Creates an empty list.
     *
     * @param sequence the last confirmed sequence
     * @param unconsumedBytes unconsumed bytes of Data frames of earlier connections; the confirmed bytes are negative
     *     until they are consumed
     */
    public PendingAcks(long sequence, long unconsumedBytes) {
        confirmedSequence = sequence;
        confirmedBytes = -unconsumedBytes;
    }

    /** Adds an entry: consuming the position confirms a sequence and the bytes received until now. */
    public void add(long position, long sequence, long totalBytes) {
        if (size < COUNT) {
            size++;
        }
        int last = (first + size - 1) % COUNT;
        positions[last] = position;
        sequences[last] = sequence;
        bytes[last] = totalBytes;
    }

    /** Removes the entries up to a consumed position. Returns whether there were any. */
    public boolean consumed(long position) {
        boolean advanced = false;
        while (size > 0 && positions[first] <= position) {
            confirmedSequence = sequences[first];
            confirmedBytes = bytes[first];
            first = (first + 1) % COUNT;
            size--;
            advanced = true;
        }
        return advanced;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long confirmedSequence() {
        return confirmedSequence;
    }

    public long confirmedBytes() {
        return confirmedBytes;
    }
}
