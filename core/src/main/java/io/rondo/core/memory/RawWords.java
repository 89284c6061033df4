package io.rondo.core.memory;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Unchecked access to aligned words of a mapping, for hot paths: the counterpart of {@link Words}. Addresses must lie in a
 * mapping made by {@link Mapping#mapForGood}, which stays accessible after it is retired.
 */
public final class RawWords {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

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
     * Sets bytes to zero with plain stores.
     *
     * @param address of the first byte
     * @param length in bytes
     */
    public static void zero(long address, long length) {
        AllMemory.SEGMENT.asSlice(address, length).fill((byte) 0);
    }
}
