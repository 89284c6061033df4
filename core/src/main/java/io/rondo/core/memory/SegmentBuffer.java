package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;

/** Until the whole view is written. */
public final class SegmentBuffer {
    /**
     * Wraps.
     *
     * @param segment the memory
     */
    public SegmentBuffer(MemorySegment segment) {
        throw new UnsupportedOperationException(segment.toString());
    }
}
