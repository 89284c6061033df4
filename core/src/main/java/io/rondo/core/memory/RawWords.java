package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Unchecked access to aligned words of a mapping, for hot paths: the counterpart of {@link Words}. Addresses must lie in a
 * mapping made by {@link io.rondo.core.mapping.Mapping#mapPermanently}, which stays accessible while its segment is
 * reachable, also after it is retired.
 *
 * <p>Two access layers exist because one costs too much. With {@link Words} on the hot paths, a message of 32 bytes that one
 * thread publishes and polls took 39.0 instead of 29.6 ns in a single-producer queue, 46.0 instead of 30.1 ns in a
 * many-producer queue, and 27.7 instead of 22.5 ns in a topic (processor time, medians of 8 interleaved forks on a loaded
 * machine, JDK 25). The difference is the check of bounds and alignment and the load of the segment's fields on each access.
 * Code that is off the hot paths, or that accesses memory which may be unmapped, uses {@link Words}.
 */
public final class RawWords {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    /** Source of zeroes, small compared to the first-level cache. Copying from it takes half the time of filling. */
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new long[512]);
    /** Longest range in bytes that stores clear faster than the copying code. */
    private static final int MAX_LOOP_LENGTH = 256;
    private static final int LINE = 64;

    private RawWords() {}

    /**
     * Acquire load.
     *
     * @param address multiple of 8
     * @return the word
     */
    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(GlobalSegment.SEGMENT, address & GlobalSegment.WORD_MASK);
    }

    /**
     * Plain store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLong(long address, long value) {
        LONG.set(GlobalSegment.SEGMENT, address & GlobalSegment.WORD_MASK, value);
    }

    /**
     * Opaque store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLongOpaque(long address, long value) {
        LONG.setOpaque(GlobalSegment.SEGMENT, address & GlobalSegment.WORD_MASK, value);
    }

    /**
     * Release store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLongRelease(long address, long value) {
        LONG.setRelease(GlobalSegment.SEGMENT, address & GlobalSegment.WORD_MASK, value);
    }

    /**
     * Volatile compare and set.
     *
     * @param address multiple of 8
     * @param expected what must be there
     * @param value what to store
     * @return whether it was stored
     */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        return LONG.compareAndSet(GlobalSegment.SEGMENT, address & GlobalSegment.WORD_MASK, expected, value);
    }

    /**
     * Opaque load.
     *
     * @param address multiple of 4
     * @return the word
     */
    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(GlobalSegment.SEGMENT, address & GlobalSegment.HALF_WORD_MASK);
    }

    /**
     * Opaque store.
     *
     * @param address multiple of 4
     * @param value the word
     */
    public static void setIntOpaque(long address, int value) {
        INT.setOpaque(GlobalSegment.SEGMENT, address & GlobalSegment.HALF_WORD_MASK, value);
    }

    /**
     * Volatile compare and set.
     *
     * @param address multiple of 4
     * @param expected what must be there
     * @param value what to store
     * @return whether it was stored
     */
    public static boolean compareAndSetInt(long address, int expected, int value) {
        return INT.compareAndSet(GlobalSegment.SEGMENT, address & GlobalSegment.HALF_WORD_MASK, expected, value);
    }

    /**
     * Sets words to zero with plain stores. Without a slice to fill, which is an object until the last compiler removes
     * it.
     *
     * @param address of the first byte, multiple of 8
     * @param length in bytes, from 0, multiple of 8
     */
    public static void zero(long address, long length) {
        long end = address + length;
        if (length <= MAX_LOOP_LENGTH && (length & LINE - 1) == 0) {
            for (long line = address; line != end; line += LINE) {
                zeroLine(line);
            }
        } else {
            for (long next = address; next < end; next += ZEROES.byteSize()) {
                MemorySegment.copy(ZEROES, 0, GlobalSegment.SEGMENT, GlobalSegment.atWord(next),
                        Math.min(ZEROES.byteSize(), end - next));
            }
        }
    }

    private static void zeroLine(long line) {
        long masked = GlobalSegment.at(line);
        zeroWord(masked);
        zeroWord(masked + Long.BYTES);
        zeroWord(masked + 2 * Long.BYTES);
        zeroWord(masked + 3 * Long.BYTES);
        zeroWord(masked + 4 * Long.BYTES);
        zeroWord(masked + 5 * Long.BYTES);
        zeroWord(masked + 6 * Long.BYTES);
        zeroWord(masked + 7 * Long.BYTES);
    }

    /**
     * Without the check of the alignment, which would cost two instructions per word. The address is a multiple of 8, so
     * the store is whole nevertheless.
     */
    private static void zeroWord(long address) {
        GlobalSegment.SEGMENT.set(ValueLayout.JAVA_LONG_UNALIGNED, address, 0L);
    }
}
