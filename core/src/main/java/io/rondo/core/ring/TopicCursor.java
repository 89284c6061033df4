package io.rondo.core.ring;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;

/** A consumer of a topic that the producer waits for. */
public final class TopicCursor implements Cursor {
    private final long position;

    /**
     * Creates the cursor of a consumer that has joined.
     *
     * @param ring the ring
     * @param slot its slot
     */
    public TopicCursor(Ring ring, int slot) {
        position = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.POSITION);
    }

    @Override
    public void confirm(long from, long to) {
        // [position] all was read before.
        RawWords.setLongRelease(position, to);
    }
}
