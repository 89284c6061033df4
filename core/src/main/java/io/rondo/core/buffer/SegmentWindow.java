package io.rondo.core.buffer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.rondo.core.memory.GlobalSegment;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;

/**
 * A window of a {@link MemorySegment}: its bounds, and the checked access to bytes and native integers in it. The subclass
 * {@link SegmentBuffer} adds what Agrona's interface builds on top.
 */
public abstract class SegmentWindow implements MutableDirectBuffer {
    private static final MemorySegment EMPTY = MemorySegment.ofArray(new byte[0]);

    /** The memory. {@link GlobalSegment} if {@link #raw}. */
    MemorySegment segment = EMPTY;
    /** Offset of the window in the segment. */
    long base;
    /** Length of the window in bytes. */
    int capacity;
    /**
     * Native memory that stays mapped while this is reachable; each access ends with a reachability fence. Null if
     * {@link #segment} itself has a lifetime.
     */
    MemorySegment mapping;
    /** Whether the segment is {@link GlobalSegment}, a constant for the compiler, so that access checks the window alone. */
    final boolean raw;
    /** Whether the segment is {@link GlobalSegment} and writable. */
    final boolean rawWritable;

    /** Creates an empty window, to be moved to any segment. */
    SegmentWindow() {
        raw = false;
        rawWritable = false;
    }

    /** Creates an empty window of a mapping that stays mapped while it is reachable. */
    SegmentWindow(MemorySegment mapping, boolean writable) {
        this.mapping = mapping;
        base = mapping.address();
        raw = true;
        rawWritable = writable;
        segment = writable ? GlobalSegment.SEGMENT : GlobalSegment.READ_ONLY;
    }

    /**
     * Moves the window of a buffer made by {@link SegmentBuffer#ofMapping}, at the cost of two stores. A thread that
     * uses the buffer without the right to may see one store without the other; therefore every address with every
     * length must lie in the mapping.
     *
     * @param address address of the first byte, in the first half of the mapping
     * @param length length in bytes, at most half the mapping's half
     */
    public void window(long address, int length) {
        base = address;
        capacity = length;
    }

    /** Keeps another mapping instead, over which the window is moved next. */
    public void keepMapped(MemorySegment next) {
        if (mapping != next) {
            mapping = next;
        }
    }

    /** Empties the window of a buffer made by {@link SegmentBuffer#ofMapping}, without moving it. */
    public void shut() {
        capacity = 0;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean isExpandable() {
        return false;
    }

    @Override
    public void checkLimit(int limit) {
        if (limit > capacity) {
            throw new IndexOutOfBoundsException("limit=" + limit + " is beyond capacity=" + capacity);
        }
    }

    @Override
    public void boundsCheck(int index, int length) {
        Objects.checkFromIndexSize(index, length, capacity);
    }

    @Override
    public byte getByte(int index) {
        long offset = at(index, Byte.BYTES);
        byte value = raw
                ? GlobalSegment.SEGMENT.get(JAVA_BYTE, GlobalSegment.at(offset))
                : segment.get(JAVA_BYTE, offset);
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putByte(int index, byte value) {
        long offset = at(index, Byte.BYTES);
        if (rawWritable) {
            GlobalSegment.SEGMENT.set(JAVA_BYTE, GlobalSegment.at(offset), value);
        } else {
            segment.set(JAVA_BYTE, offset, value);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public short getShort(int index) {
        long offset = at(index, Short.BYTES);
        short value = raw
                ? GlobalSegment.SEGMENT.get(JAVA_SHORT_UNALIGNED, GlobalSegment.at(offset))
                : segment.get(JAVA_SHORT_UNALIGNED, offset);
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putShort(int index, short value) {
        long offset = at(index, Short.BYTES);
        if (rawWritable) {
            GlobalSegment.SEGMENT.set(JAVA_SHORT_UNALIGNED, GlobalSegment.at(offset), value);
        } else {
            segment.set(JAVA_SHORT_UNALIGNED, offset, value);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public int getInt(int index) {
        long offset = at(index, Integer.BYTES);
        int value = raw
                ? GlobalSegment.SEGMENT.get(JAVA_INT_UNALIGNED, GlobalSegment.at(offset))
                : segment.get(JAVA_INT_UNALIGNED, offset);
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putInt(int index, int value) {
        long offset = at(index, Integer.BYTES);
        if (rawWritable) {
            GlobalSegment.SEGMENT.set(JAVA_INT_UNALIGNED, GlobalSegment.at(offset), value);
        } else {
            segment.set(JAVA_INT_UNALIGNED, offset, value);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public long getLong(int index) {
        long offset = at(index, Long.BYTES);
        long value = raw
                ? GlobalSegment.SEGMENT.get(JAVA_LONG_UNALIGNED, GlobalSegment.at(offset))
                : segment.get(JAVA_LONG_UNALIGNED, offset);
        Reference.reachabilityFence(this);
        return value;
    }

    @Override
    public void putLong(int index, long value) {
        long offset = at(index, Long.BYTES);
        if (rawWritable) {
            GlobalSegment.SEGMENT.set(JAVA_LONG_UNALIGNED, GlobalSegment.at(offset), value);
        } else {
            segment.set(JAVA_LONG_UNALIGNED, offset, value);
        }
        Reference.reachabilityFence(this);
    }

    /**
     * Returns the offset in the segment of a word of 1 to 8 bytes. Does not use {@link Objects#checkIndex}: the
     * compiler would split the loops around it, which costs more than the check in loops as short as messages.
     */
    private long at(int index, int size) {
        if (index < 0 || index > capacity - size) {
            throw outOfBounds(index, size);
        }
        return base + index;
    }

    private IndexOutOfBoundsException outOfBounds(int index, int size) {
        return new IndexOutOfBoundsException("index=" + index + " length=" + size + " capacity=" + capacity);
    }

    /** Returns the offset in the segment of a range of any length. */
    long range(int index, int length) {
        return base + Objects.checkFromIndexSize(index, length, capacity);
    }
}
