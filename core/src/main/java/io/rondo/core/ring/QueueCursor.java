package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** The consumer of a single-producer queue. */
public final class QueueCursor implements Cursor {
    private final MemorySegment header;

    /**
     * Creates the cursor.
     *
     * @param ring the ring
     */
    public QueueCursor(Ring ring) {
        header = ring.header();
    }

    /**
     * Where a new consumer begins.
     *
     * @return what its predecessor confirmed
     */
    public long confirmed() {
        return Words.getLongAcquire(header, SegmentLayout.HEAD);
    }

    @Override
    public void confirm(long from, long to) {
        // [head] all was read before.
        Words.setLongRelease(header, SegmentLayout.HEAD, to);
    }
}
