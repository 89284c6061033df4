package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;

/**
 * All addresses as one segment. The compiler knows a constant's bounds and lifetime, so access through it costs no check; whoever
 * uses it derives its addresses from a mapping that is never unmapped ({@link Mapping#retire}), and checks its own bounds.
 */
final class AllMemory {
    static final MemorySegment SEGMENT = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    static final MemorySegment READ_ONLY = SEGMENT.asReadOnly();

    /** No platform has longer addresses. */
    private static final long MASK = Long.MAX_VALUE >>> 1;

    private AllMemory() {}

    /** The same address, known to the compiler to be a multiple of 8, too: it drops the check of the alignment. */
    static long atWord(long address) {
        return address & (MASK - 7);
    }

    /** As {@link #atWord}, for multiples of 4. */
    static long atHalfWord(long address) {
        return address & (MASK - 3);
    }

    /**
     * The same address, known to the compiler to be within the segment: it then drops the check of the bounds, and does not split
     * loops over it. Short loops over a message take a third less time.
     */
    static long at(long address) {
        return address & MASK;
    }
}
