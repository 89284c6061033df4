package io.rondo.core.ring.writer;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/** The limit of a queue's producer: one lap beyond the head. */
final class QueueGate implements SpaceGate {
    private final MemorySegment header;
    private final int capacity;

    QueueGate(MemorySegment header, int capacity) {
        this.header = header;
        this.capacity = capacity;
    }

    @Override
    public long limit(long wanted) {
        // [head] The consumer has finished reading everything before it.
        return Words.getLongAcquire(header, SegmentLayout.HEAD) + capacity;
    }
}
