package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** The consumer of a queue with many producers: zeroes what it read before producers may reuse it. */
public final class ZeroingCursor implements Cursor {
    private final Ring ring;
    private final MemorySegment header;

    /**
     * Creates the cursor, and finishes the zeroing a dead predecessor left.
     *
     * @param ring the ring, writable
     */
    public ZeroingCursor(Ring ring) {
        this.ring = ring;
        header = ring.header();
        free(Words.getLongAcquire(header, SegmentLayout.HEAD), confirmed());
    }

    /**
     * Where a new consumer begins.
     *
     * @return what its predecessor confirmed
     */
    public long confirmed() {
        return Words.getLongAcquire(header, SegmentLayout.READ);
    }

    @Override
    public void confirm(long from, long to) {
        // [read] confirmed before it is zeroed: a successor starts here, and zeroes what lies between head and this.
        Words.setLongRelease(header, SegmentLayout.READ, to);
        // Orders the confirmation before the zeroing.
        Words.storeStoreFence();
        free(from, to);
    }

    private void free(long from, long to) {
        Words.zero(ring.data(), ring.offset(from), to - from);
        // [head] all before it is zero.
        Words.setLongRelease(header, SegmentLayout.HEAD, to);
    }
}
