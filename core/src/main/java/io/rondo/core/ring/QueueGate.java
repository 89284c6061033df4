package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** A queue's producer may write one lap ahead of the head. */
final class QueueGate implements SpaceGate {
    private final MemorySegment header;
    private final int capacity;

    QueueGate(MemorySegment header, int capacity) {
        this.header = header;
        this.capacity = capacity;
    }

    @Override
    public long limit(long wanted) {
        // [head] what the consumer read there, it read before.
        return Words.getLongAcquire(header, SegmentLayout.HEAD) + capacity;
    }
}
