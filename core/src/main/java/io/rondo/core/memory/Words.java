package io.rondo.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Checked access to aligned words of a segment. The memory order is in the method name (plain, opaque, acquire,
 * release; compareAndSet is volatile) as in {@link VarHandle}. Every access checks the bounds, and throws {@link
 * IllegalStateException} after the segment is closed.
 */
public final class Words {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private Words() {}

    /**
     * Plain load.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @return the word
     */
    public static long getLong(MemorySegment segment, long offset) {
        return (long) LONG.get(segment, offset);
    }

    /**
     * Opaque load.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @return the word
     */
    public static long getLongOpaque(MemorySegment segment, long offset) {
        return (long) LONG.getOpaque(segment, offset);
    }

    /**
     * Acquire load.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @return the word
     */
    public static long getLongAcquire(MemorySegment segment, long offset) {
        return (long) LONG.getAcquire(segment, offset);
    }

    /**
     * Plain store.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @param value the word
     */
    public static void setLong(MemorySegment segment, long offset, long value) {
        LONG.set(segment, offset, value);
    }

    /**
     * Opaque store.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @param value the word
     */
    public static void setLongOpaque(MemorySegment segment, long offset, long value) {
        LONG.setOpaque(segment, offset, value);
    }

    /**
     * Release store.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @param value the word
     */
    public static void setLongRelease(MemorySegment segment, long offset, long value) {
        LONG.setRelease(segment, offset, value);
    }

    /**
     * Volatile compare and set.
     *
     * @param segment the memory
     * @param offset multiple of 8
     * @param expected what must be there
     * @param value what to store
     * @return whether it was stored
     */
    public static boolean compareAndSetLong(MemorySegment segment, long offset, long expected, long value) {
        return LONG.compareAndSet(segment, offset, expected, value);
    }

    /**
     * Plain load.
     *
     * @param segment the memory
     * @param offset multiple of 4
     * @return the word
     */
    public static int getInt(MemorySegment segment, long offset) {
        return (int) INT.get(segment, offset);
    }

    /**
     * Opaque load.
     *
     * @param segment the memory
     * @param offset multiple of 4
     * @return the word
     */
    public static int getIntOpaque(MemorySegment segment, long offset) {
        return (int) INT.getOpaque(segment, offset);
    }

    /**
     * Plain store.
     *
     * @param segment the memory
     * @param offset multiple of 4
     * @param value the word
     */
    public static void setInt(MemorySegment segment, long offset, int value) {
        INT.set(segment, offset, value);
    }

    /**
     * Opaque store.
     *
     * @param segment the memory
     * @param offset multiple of 4
     * @param value the word
     */
    public static void setIntOpaque(MemorySegment segment, long offset, int value) {
        INT.setOpaque(segment, offset, value);
    }

    /**
     * Sets bytes to zero with plain stores.
     *
     * @param segment the memory
     * @param offset of the first byte
     * @param length in bytes
     */
    public static void zero(MemorySegment segment, long offset, long length) {
        segment.asSlice(offset, length).fill((byte) 0);
    }

    /** Orders all loads and stores before it with all after it. */
    public static void fullFence() {
        VarHandle.fullFence();
    }

    /** Orders stores before it with stores after it. */
    public static void storeStoreFence() {
        VarHandle.storeStoreFence();
    }

    /** Orders loads before it with loads after it. */
    public static void loadLoadFence() {
        VarHandle.loadLoadFence();
    }
}
