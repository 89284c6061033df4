package io.rondo.core.ring.reader;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;

/**
 * Withdraws committed messages of a queue that its consumer has not confirmed. Runs in the consumer's process.
 * Thread-safe, but {@link #withdraw} may only be called while no consumer reads.
 */
public final class UnreadMessageWithdrawal {
    private final long data;
    private final long mask;
    private final long readAddress;

    /** Creates the view of a queue's ring, which is writable. */
    public UnreadMessageWithdrawal(Ring ring) {
        data = ring.data().address();
        mask = ring.capacity() - RecordLayout.ALIGNMENT;
        readAddress = ring.headerAddress(SegmentLayout.READ);
    }

    /** Returns the position that the consumer has confirmed. */
    public long start() {
        // [read]
        return RawWords.getLongAcquire(readAddress);
    }

    /**
     * Replaces an unread message by padding, which the next consumer skips. The store is atomic, so a crash leaves the
     * message or the padding.
     *
     * @param start position of its record, at or behind {@link #start()}
     * @param end position behind its record
     */
    public void withdraw(long start, long end) {
        // [commit] The padding has the length of the record, so the next record is found as before.
        RawWords.setLongRelease(data + (start & mask), RecordLayout.padding((int) (end - start)));
    }
}
