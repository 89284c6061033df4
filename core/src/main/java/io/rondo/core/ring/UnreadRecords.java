package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;

/**
 * A queue's committed records that its consumer has not confirmed, as seen by the process of the consumer. Thread-safe,
 * but {@link #withdraw} may only be called while no consumer reads.
 */
public final class UnreadRecords {
    private final long data;
    private final long mask;
    private final long readAddress;

    /**
     * Creates the view.
     *
     * @param ring a queue's ring, writable
     */
    public UnreadRecords(Ring ring) {
        data = ring.data().address();
        mask = ring.capacity() - RecordLayout.ALIGNMENT;
        readAddress = ring.headerAddress(SegmentLayout.READ);
    }

    /**
     * Returns up to where the consumer has confirmed.
     *
     * @return a position, from 0
     */
    public long start() {
        // [read]
        return RawWords.getLongAcquire(readAddress);
    }

    /**
     * Replaces an unread message by padding, which the next consumer skips. A process that dies here leaves either.
     *
     * @param start position of its record, at or behind {@link #start()}
     * @param end position behind its record
     */
    public void withdraw(long start, long end) {
        // [commit] the padding's length is the record's, so what follows is found as before.
        RawWords.setLongRelease(data + (start & mask), RecordLayout.padding((int) (end - start)));
    }
}
