package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;

/** The consumer of a single-producer queue. */
public final class QueueCursor implements Cursor {
    private final Ring ring;
    private final long head;

    /**
     * Creates the cursor.
     *
     * @param ring the ring
     */
    public QueueCursor(Ring ring) {
        this.ring = ring;
        head = ring.headerAddress(SegmentLayout.HEAD);
    }

    /**
     * Where a new consumer begins.
     *
     * @return what its predecessor confirmed
     * @throws io.rondo.core.CorruptSegmentException if something stands there that no consumer writes
     */
    public long confirmed() {
        return ring.requirePosition(RawWords.getLongAcquire(head));
    }

    @Override
    public void confirm(long from, long to) {
        // [head] all was read before.
        RawWords.setLongRelease(head, to);
    }
}
