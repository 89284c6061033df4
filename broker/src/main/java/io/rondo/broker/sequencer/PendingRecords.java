package io.rondo.broker.sequencer;

import io.rondo.core.layout.RecordLayout;

/**
 * The records of an ingress that were read and not freed yet, in their order. A ring
 * with an entry for each record that the ingress can hold, so it is never full. Confined to one thread; does not
 * allocate.
 */
final class PendingRecords {
    private final long[] positions;
    private final long[] timestamps;
    private long added;
    private long removed;

    /** Creates an empty ring for an ingress of a capacity. */
    PendingRecords(int capacity) {
        positions = new long[capacity / RecordLayout.ALIGNMENT];
        timestamps = new long[positions.length];
    }

    void add(long position, long timestamp) {
        int entry = entry(added);
        positions[entry] = position;
        timestamps[entry] = timestamp;
        added++;
    }

    boolean isEmpty() {
        return added == removed;
    }

    /** Returns the position of the oldest record. */
    long position() {
        return positions[entry(removed)];
    }

    /** Returns the timestamp of the oldest record. */
    long timestamp() {
        return timestamps[entry(removed)];
    }

    /** Returns the index of the oldest record: the number of records that were removed. */
    long begin() {
        return removed;
    }

    /** Returns the index of the record that is added next. */
    long end() {
        return added;
    }

    /** Returns the position of the record at an index. */
    long position(long index) {
        return positions[entry(index)];
    }

    /** Removes the oldest record. */
    void remove() {
        removed++;
    }

    private int entry(long index) {
        return (int) index & positions.length - 1;
    }
}
