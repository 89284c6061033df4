package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;

/**
 * All addresses as one segment. The compiler knows the bounds and the lifetime of a constant, so access through it
 * costs no check. Users derive their addresses from a mapping that they keep reachable ({@link
 * io.rondo.core.mapping.Mapping#mapPermanently}), and check their own bounds.
 */
public final class GlobalSegment {
    public static final MemorySegment SEGMENT = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    public static final MemorySegment READ_ONLY = SEGMENT.asReadOnly();

    /** No platform has longer addresses. */
    private static final long MASK = Long.MAX_VALUE >>> 1;
    /** For hot paths that are too deep for the compiler to inline {@link #atWord}. */
    static final long WORD_MASK = MASK - 7;
    static final long HALF_WORD_MASK = MASK - 3;

    private GlobalSegment() {}

    /**
     * Returns the same address, masked so that the compiler knows it to be a multiple of 8 and omits the alignment
     * check.
     */
    public static long atWord(long address) {
        return address & WORD_MASK;
    }

    /** As {@link #atWord}, for multiples of 4. */
    public static long atHalfWord(long address) {
        return address & HALF_WORD_MASK;
    }

    /**
     * Returns the same address, masked so that the compiler knows it to be within the segment: it then omits the bounds
     * check, and does not split loops over it. Short loops over a message take a third less time.
     */
    public static long at(long address) {
        return address & MASK;
    }
}
