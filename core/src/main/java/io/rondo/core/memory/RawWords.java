package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Unchecked access to aligned words of a mapping, for hot paths: the counterpart of {@link Words}. Addresses must lie in a
 * mapping made by {@link Mapping#mapForGood}, which stays accessible after it is retired.
 */
public final class RawWords {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    /** Small beside the first-level cache: copying from it takes half the time of filling. */
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new long[512]);
    /** Up to so many bytes, storing words one by one takes less time than calling the code that copies. */
    private static final int LOOP_PAYS = 64;

    private RawWords() {}

    /**
     * Acquire load.
     *
     * @param address multiple of 8
     * @return the word
     */
    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(AllMemory.SEGMENT, AllMemory.atWord(address));
    }

    /**
     * Plain store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLong(long address, long value) {
        LONG.set(AllMemory.SEGMENT, AllMemory.atWord(address), value);
    }

    /**
     * Opaque store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLongOpaque(long address, long value) {
        LONG.setOpaque(AllMemory.SEGMENT, AllMemory.atWord(address), value);
    }

    /**
     * Release store.
     *
     * @param address multiple of 8
     * @param value the word
     */
    public static void setLongRelease(long address, long value) {
        LONG.setRelease(AllMemory.SEGMENT, AllMemory.atWord(address), value);
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
        return LONG.compareAndSet(AllMemory.SEGMENT, AllMemory.atWord(address), expected, value);
    }

    /**
     * Opaque load.
     *
     * @param address multiple of 4
     * @return the word
     */
    public static int getIntOpaque(long address) {
        return (int) INT.getOpaque(AllMemory.SEGMENT, AllMemory.atHalfWord(address));
    }

    /**
     * Opaque store.
     *
     * @param address multiple of 4
     * @param value the word
     */
    public static void setIntOpaque(long address, int value) {
        INT.setOpaque(AllMemory.SEGMENT, AllMemory.atHalfWord(address), value);
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
        return INT.compareAndSet(AllMemory.SEGMENT, AllMemory.atHalfWord(address), expected, value);
    }

    /**
     * Sets words to zero with plain stores. Without a slice to fill, which is an object until the last compiler removes it.
     *
     * @param address of the first byte, multiple of 8
     * @param length in bytes, from 0, multiple of 8
     */
    public static void zero(long address, long length) {
        long end = address + length;
        if (length <= LOOP_PAYS) {
            for (long word = address; word != end; word += Long.BYTES) {
                setLong(word, 0);
            }
        } else {
            for (long next = address; next < end; next += ZEROES.byteSize()) {
                MemorySegment.copy(ZEROES, 0, AllMemory.SEGMENT, AllMemory.atWord(next),
                        Math.min(ZEROES.byteSize(), end - next));
            }
        }
    }
}
