package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;

/**
 * All addresses as one segment. The compiler knows a constant's bounds and lifetime, so access through it costs no check; whoever
 * uses it derives its addresses from a mapping that is never unmapped ({@link Mapping#retire}), and checks its own bounds.
 */
final class AllMemory {
    static final MemorySegment SEGMENT = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    static final MemorySegment READ_ONLY = SEGMENT.asReadOnly();

    private AllMemory() {}
}
