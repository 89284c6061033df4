package io.rondo.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Agrona's buffer over a window of a {@link MemorySegment}, with the results of {@code UnsafeBuffer} and none of its risks.
 *
 * <ul>
 * <li>Every access is checked against the window, whatever {@code agrona.disable.bounds.checks} says: outside it an
 * {@link IndexOutOfBoundsException}, after the arena is closed an {@link IllegalStateException}, from a thread the arena
 * does not allow a {@link WrongThreadException}, a write to a read-only segment an {@link IllegalArgumentException} or
 * {@link UnsupportedOperationException}, in every case with nothing touched.</li>
 * <li>No JVM flag is needed. The exception is {@link #addressOffset()} of a {@code byte[]}, which only users of
 * {@code UnsafeBuffer} need and they have the flags.</li>
 * <li>Access needs no alignment. Without a {@link ByteOrder} it is in native order.</li>
 * <li>Nothing is allocated, except by strings, by {@link #setMemory}, by direct or read-only {@link ByteBuffer}s and by
 * wrapping anything else than a {@link MemorySegment} or a {@link SegmentBuffer}.</li>
 * </ul>
 *
 * A buffer that {@link #ofMapping} made moves over a mapping that is never unmapped, and is checked against its window alone.
 *
 * <p>Two differences remain: natural numbers are refused when negative ({@link IllegalArgumentException}), and a read-only
 * {@link ByteBuffer} is never written to. Once wrapped, it may be used by as many threads as the segment allows; wrapping
 * is for one thread.
 */
public final class SegmentBuffer implements Numbers, AsciiNumbers, Strings {
    private static final MemorySegment EMPTY = MemorySegment.ofArray(new byte[0]);

    private MemorySegment segment = EMPTY;
    private long base;
    private int capacity;
    /** What {@link #segment} was made from, or null. */
    private ByteBuffer byteBuffer;
    /** Whether the segment is {@link AllMemory}, which the compiler knows as a constant; and whether it is writable. */
    private final boolean raw;
    private final boolean rawWritable;

    /** A buffer of capacity 0, to be wrapped around something. */
    public SegmentBuffer() {
        raw = false;
        rawWritable = false;
    }

    private SegmentBuffer(long base, boolean writable) {
        this.base = base;
        segment = writable ? AllMemory.SEGMENT : AllMemory.READ_ONLY;
        raw = true;
        rawWritable = writable;
    }

    /**
     * A buffer of capacity 0, to be moved over one mapping with {@link #window}. It cannot be wrapped around anything else.
     *
     * @param mapping native memory that is never unmapped ({@link Mapping#mapForGood}), twice as long as its windows can be; the
     * buffer is read-only if it is
     * @return the buffer
     */
    public static SegmentBuffer ofMapping(MemorySegment mapping) {
        return new SegmentBuffer(mapping.address(), !mapping.isReadOnly());
    }

    /**
     * A buffer over a whole segment.
     *
     * @param segment heap or native memory, at most {@link Integer#MAX_VALUE} bytes
     * @throws IllegalArgumentException if the segment is longer
     */
    public SegmentBuffer(MemorySegment segment) {
        long size = segment.byteSize();
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "segment of " + size + " bytes is more than " + Integer.MAX_VALUE + ": wrap a part of it");
        }
        this.segment = segment;
        capacity = (int) size;
        raw = false;
        rawWritable = false;
    }

    /**
     * Moves the window of a buffer made by {@link #ofMapping}, at the price of two stores. A thread that uses the buffer although
     * it may not could see one of them without the other: so any begin with any length must lie in the mapping.
     *
     * @param address of the first byte, in the first half of the mapping
     * @param length in bytes, at most half the mapping's half
     */
    public void window(long address, int length) {
        base = address;
        capacity = length;
    }

    /** Empties the window of a buffer made by {@link #ofMapping}, and leaves it where it is. */
    public void shut() {
        capacity = 0;
    }

    /**
     * Moves the window. Allocates nothing and costs a few stores, so one buffer can visit record after record.
     *
     * @param segment heap or native memory
     * @param offset of the window in the segment, in bytes
     * @param length of the window in bytes
     * @throws IndexOutOfBoundsException if the window is not within the segment; the buffer is as before
     */
    public void wrap(MemorySegment segment, long offset, int length) {
        if (raw) {
            throw new UnsupportedOperationException(
                    "the buffer of a message cannot be wrapped around something else: make one of your own");
        }
        Objects.checkFromIndexSize(offset, length, segment.byteSize());
        // An unchanged reference is not stored again, which spares the collector's barrier.
        if (segment != this.segment) {
            this.segment = segment;
            byteBuffer = null;
        }
        base = offset;
        capacity = length;
    }

    @Override
    public void wrap(byte[] buffer) {
        wrap(buffer, 0, buffer.length);
    }

    @Override
    public void wrap(byte[] buffer, int offset, int length) {
        wrap(MemorySegment.ofArray(buffer), offset, length);
    }

    @Override
    public void wrap(ByteBuffer buffer) {
        wrap(buffer, 0, buffer.capacity());
    }

    @Override
    public void wrap(ByteBuffer buffer, int offset, int length) {
        wrap(Copies.segmentOf(buffer), offset, length);
        byteBuffer = buffer;
    }

    @Override
    public void wrap(DirectBuffer buffer) {
        wrap(buffer, 0, buffer.capacity());
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if the other buffer is no {@link SegmentBuffer} and has neither array nor
     * {@link ByteBuffer}: a bare address has no bounds and no lifetime
     */
    @Override
    public void wrap(DirectBuffer buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.capacity());
        if (buffer instanceof SegmentBuffer that) {
            ByteBuffer origin = that.byteBuffer;
            wrap(that.segment, that.base + offset, length);
            byteBuffer = origin;
            return;
        }
        ByteBuffer origin = buffer.byteBuffer();
        byte[] array = buffer.byteArray();
        if (array == null && origin == null) {
            throw new UnsupportedOperationException("cannot wrap " + buffer
                    + ": it is a bare address, without bounds or lifetime; wrap its MemorySegment or ByteBuffer");
        }
        MemorySegment source = array != null ? MemorySegment.ofArray(array) : Copies.segmentOf(origin);
        wrap(source, (long) buffer.wrapAdjustment() + offset, length);
        byteBuffer = origin;
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always: an address has no bounds and no lifetime to check
     */
    @Override
    public void wrap(long address, int length) {
        throw new UnsupportedOperationException("cannot wrap the address 0x" + Long.toHexString(address)
                + ": it has no bounds or lifetime to check; wrap a MemorySegment");
    }

    /**
     * {@inheritDoc}
     *
     * <p>For code that uses {@code Unsafe} on it, which nothing checks: the segment must stay open meanwhile, and must not
     * be written to if it is read-only.
     *
     * @throws IllegalStateException if the arena is closed
     * @throws UnsupportedOperationException for heap memory other than a writable {@code byte[]}, or of a {@code byte[]}
     * when the JVM lacks Agrona's flags
     */
    @Override
    public long addressOffset() {
        if (isNative()) {
            if (!segment.scope().isAlive()) {
                throw new IllegalStateException("Already closed");
            }
            return segment.address() + base;
        }
        if (byteArray() == null) {
            throw new UnsupportedOperationException(
                    "no address in " + segment + ": only native memory and writable byte[] have one");
        }
        try {
            return BufferUtil.ARRAY_BASE_OFFSET + segment.address() + base;
        } catch (LinkageError e) {
            throw new UnsupportedOperationException("the address of a byte[] needs the JVM flag "
                    + "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED: set it, or use byteArray()", e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @return the array, or null for native memory, other arrays and read-only memory
     */
    @Override
    public byte[] byteArray() {
        return segment.heapBase().orElse(null) instanceof byte[] array ? array : null;
    }

    @Override
    public ByteBuffer byteBuffer() {
        return byteBuffer;
    }

    @Override
    public int wrapAdjustment() {
        if (byteArray() != null) {
            return (int) (segment.address() + base);
        }
        return byteBuffer != null ? (int) base : 0;
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
        return raw ? AllMemory.SEGMENT.get(JAVA_BYTE, AllMemory.at(offset)) : segment.get(JAVA_BYTE, offset);
    }

    @Override
    public void putByte(int index, byte value) {
        long offset = at(index, Byte.BYTES);
        if (rawWritable) {
            AllMemory.SEGMENT.set(JAVA_BYTE, AllMemory.at(offset), value);
        } else {
            segment.set(JAVA_BYTE, offset, value);
        }
    }

    @Override
    public short getShort(int index) {
        long offset = at(index, Short.BYTES);
        return raw
                ? AllMemory.SEGMENT.get(JAVA_SHORT_UNALIGNED, AllMemory.at(offset))
                : segment.get(JAVA_SHORT_UNALIGNED, offset);
    }

    @Override
    public void putShort(int index, short value) {
        long offset = at(index, Short.BYTES);
        if (rawWritable) {
            AllMemory.SEGMENT.set(JAVA_SHORT_UNALIGNED, AllMemory.at(offset), value);
        } else {
            segment.set(JAVA_SHORT_UNALIGNED, offset, value);
        }
    }

    @Override
    public int getInt(int index) {
        long offset = at(index, Integer.BYTES);
        return raw
                ? AllMemory.SEGMENT.get(JAVA_INT_UNALIGNED, AllMemory.at(offset))
                : segment.get(JAVA_INT_UNALIGNED, offset);
    }

    @Override
    public void putInt(int index, int value) {
        long offset = at(index, Integer.BYTES);
        if (rawWritable) {
            AllMemory.SEGMENT.set(JAVA_INT_UNALIGNED, AllMemory.at(offset), value);
        } else {
            segment.set(JAVA_INT_UNALIGNED, offset, value);
        }
    }

    @Override
    public long getLong(int index) {
        long offset = at(index, Long.BYTES);
        return raw
                ? AllMemory.SEGMENT.get(JAVA_LONG_UNALIGNED, AllMemory.at(offset))
                : segment.get(JAVA_LONG_UNALIGNED, offset);
    }

    @Override
    public void putLong(int index, long value) {
        long offset = at(index, Long.BYTES);
        if (rawWritable) {
            AllMemory.SEGMENT.set(JAVA_LONG_UNALIGNED, AllMemory.at(offset), value);
        } else {
            segment.set(JAVA_LONG_UNALIGNED, offset, value);
        }
    }

    @Override
    public void setMemory(int index, int length, byte value) {
        segment.asSlice(range(index, length), length).fill(value);
    }

    @Override
    public void getBytes(int index, byte[] dst) {
        getBytes(index, dst, 0, dst.length);
    }

    @Override
    public void getBytes(int index, byte[] dst, int offset, int length) {
        long from = range(index, length);
        if (raw) {
            MemorySegment.copy(AllMemory.SEGMENT, JAVA_BYTE, AllMemory.at(from), dst, offset, length);
        } else {
            MemorySegment.copy(segment, JAVA_BYTE, from, dst, offset, length);
        }
    }

    @Override
    public void getBytes(int index, MutableDirectBuffer dstBuffer, int dstIndex, int length) {
        if (dstBuffer instanceof SegmentBuffer that) {
            that.putBytes(dstIndex, this, index, length);
        } else {
            boundsCheck(index, length);
            Copies.toForeign(this, index, dstBuffer, dstIndex, length);
        }
    }

    @Override
    public void getBytes(int index, ByteBuffer dstBuffer, int length) {
        int position = dstBuffer.position();
        getBytes(index, dstBuffer, position, length);
        dstBuffer.position(position + length);
    }

    @Override
    public void getBytes(int index, ByteBuffer dstBuffer, int dstOffset, int length) {
        Copies.toByteBuffer(segment, range(index, length), dstBuffer, dstOffset, length);
    }

    @Override
    public void putBytes(int index, byte[] src) {
        putBytes(index, src, 0, src.length);
    }

    @Override
    public void putBytes(int index, byte[] src, int offset, int length) {
        long to = range(index, length);
        if (rawWritable) {
            MemorySegment.copy(src, offset, AllMemory.SEGMENT, JAVA_BYTE, AllMemory.at(to), length);
        } else {
            MemorySegment.copy(src, offset, segment, JAVA_BYTE, to, length);
        }
    }

    @Override
    public void putBytes(int index, ByteBuffer srcBuffer, int length) {
        int position = srcBuffer.position();
        putBytes(index, srcBuffer, position, length);
        srcBuffer.position(position + length);
    }

    @Override
    public void putBytes(int index, ByteBuffer srcBuffer, int srcIndex, int length) {
        Copies.fromByteBuffer(srcBuffer, srcIndex, segment, range(index, length), length);
    }

    @Override
    public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
        if (srcBuffer instanceof SegmentBuffer that) {
            MemorySegment.copy(that.segment, that.range(srcIndex, length), segment, range(index, length), length);
        } else {
            boundsCheck(index, length);
            Copies.fromForeign(srcBuffer, srcIndex, this, index, length);
        }
    }

    @Override
    public int compareTo(DirectBuffer that) {
        return Copies.compare(this, that);
    }

    @Override
    public boolean equals(Object obj) {
        return obj instanceof SegmentBuffer that && capacity == that.capacity && MemorySegment.mismatch(segment, base,
                base + capacity, that.segment, that.base, that.base + that.capacity) < 0;
    }

    @Override
    public int hashCode() {
        int hash = 19;
        int i = 0;
        for (; i <= capacity - Long.BYTES; i += Long.BYTES) {
            hash = 31 * hash + Long.hashCode(getLong(i));
        }
        for (; i < capacity; i++) {
            hash = 31 * hash + getByte(i);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "SegmentBuffer{base=" + base + ", capacity=" + capacity + ", segment=" + segment + '}';
    }

    /** As {@link #getBytes}, to an address that the caller vouches for. Ranges may overlap. */
    void getMemory(int index, long address, int length) {
        long from = range(index, length);
        if (raw) {
            MemorySegment.copy(AllMemory.SEGMENT, AllMemory.at(from), AllMemory.SEGMENT, address, length);
        } else {
            MemorySegment.copy(segment, from, AllMemory.SEGMENT, address, length);
        }
    }

    /** As {@link #putBytes}, from an address that the caller vouches for. Ranges may overlap. */
    void putMemory(int index, long address, int length) {
        long to = range(index, length);
        if (rawWritable) {
            MemorySegment.copy(AllMemory.SEGMENT, address, AllMemory.SEGMENT, AllMemory.at(to), length);
        } else {
            MemorySegment.copy(AllMemory.SEGMENT, address, segment, to, length);
        }
    }

    /** Whether {@link #addressOffset()} is an address. */
    boolean isNative() {
        return segment.isNative();
    }

    /**
     * Where a word of 1 to 8 bytes is in the segment. Not {@link Objects#checkIndex}: the compiler would split the loops around
     * it, which costs more than the check in loops as short as messages.
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

    /** Where a range of any length is in the segment. */
    private long range(int index, int length) {
        return base + Objects.checkFromIndexSize(index, length, capacity);
    }
}
