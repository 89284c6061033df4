package io.rondo.core.ring.reader;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;

/** The position of a topic's consumer, in its slot. */
public final class TopicConsumerPosition implements ConsumerPosition {
    private final long position;

    /** Creates the position of the consumer in a slot, which has joined. */
    public TopicConsumerPosition(Ring ring, int slot) {
        position = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.POSITION);
    }

    @Override
    public void confirm(long from, long to) {
        // [position] Everything before it was read.
        RawWords.setLongRelease(position, to);
    }
}
