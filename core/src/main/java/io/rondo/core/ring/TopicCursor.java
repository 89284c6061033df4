package io.rondo.core.ring;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** A consumer of a topic that the producer waits for. */
public final class TopicCursor implements Cursor {
    private final MemorySegment header;
    private final long position;

    /**
     * Creates the cursor of a consumer that has joined.
     *
     * @param ring the ring
     * @param slot its slot
     */
    public TopicCursor(Ring ring, int slot) {
        header = ring.header();
        position = SlotLayout.offset(slot) + SlotLayout.POSITION;
    }

    @Override
    public void confirm(long from, long to) {
        // [position] all was read before.
        Words.setLongRelease(header, position, to);
    }
}
