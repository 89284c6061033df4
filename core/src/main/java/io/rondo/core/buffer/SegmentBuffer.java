package io.rondo.core.buffer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.rondo.core.memory.GlobalSegment;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Agrona's buffer over a window of a {@link MemorySegment}. Its results are those of {@code UnsafeBuffer}; it uses no
 * {@code Unsafe}.
 *
 * <ul>
 * <li>Every access is checked against the window, whatever {@code agrona.disable.bounds.checks} says. An access outside
 * it throws {@link IndexOutOfBoundsException}, after the arena is closed {@link IllegalStateException}, from a thread
 * that the arena does not allow {@link WrongThreadException}; a write to a read-only segment throws {@link
 * IllegalArgumentException} or {@link UnsupportedOperationException}. In each case no memory is accessed.</li>
 * <li>It needs no JVM flag, except for {@link #addressOffset()} of a {@code byte[]}, which only users of {@code
 * UnsafeBuffer} need, and they have the flags.</li>
 * <li>Access needs no alignment. Without a {@link ByteOrder} it is in native order.</li>
 * <li>It does not allocate, except for strings, in {@link #setMemory}, for direct or read-only {@link ByteBuffer}s and
 * when it wraps anything but a {@link MemorySegment} or a {@link SegmentBuffer}.</li>
 * </ul>
 *
 * <p>A buffer made by {@link #ofMapping} moves over a mapping that it keeps mapped, and is checked against its window
 * alone.
 *
 * <p>Two differences to {@code UnsafeBuffer} remain: negative natural numbers are refused ({@link
 * IllegalArgumentException}), and a read-only {@link ByteBuffer} is never written to. After it is wrapped, a buffer may
 * be used by as many threads as the segment allows; only one thread may wrap it.
 */
public final class SegmentBuffer extends SegmentWindow implements Numbers, AsciiNumbers, Strings {
    /** The buffer that was wrapped; null if it was none. */
    private ByteBuffer byteBuffer;

    /** Creates a buffer of capacity 0, to be wrapped around memory later. */
    public SegmentBuffer() {
        // The window is empty.
    }

    private SegmentBuffer(MemorySegment mapping, boolean writable) {
        super(mapping, writable);
    }

    /**
     * Creates a buffer of capacity 0, to be moved over one mapping with {@link #window}. It cannot be wrapped around
     * other memory.
     *
     * @param mapping native memory that stays mapped while it is reachable ({@link
     *            io.rondo.core.mapping.Mapping#mapPermanently}), twice as long as its windows can be; a read-only mapping
     *            makes a read-only buffer
     * @return the buffer
     */
    public static SegmentBuffer ofMapping(MemorySegment mapping) {
        return new SegmentBuffer(mapping, !mapping.isReadOnly());
    }

    /**
     * Creates a buffer over a whole segment.
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
    }

    /**
     * Moves the window. Does not allocate, and costs a few stores, so one buffer can be moved from record to record.
     *
     * @param segment heap or native memory
     * @param offset offset of the window in the segment, in bytes
     * @param length length of the window in bytes
     * @throws IndexOutOfBoundsException if the window is not within the segment; the buffer is unchanged
     */
    public void wrap(MemorySegment segment, long offset, int length) {
        if (raw) {
            throw new UnsupportedOperationException(
                    "the buffer of a message cannot be wrapped around something else: make one of your own");
        }
        Objects.checkFromIndexSize(offset, length, segment.byteSize());
        // An unchanged reference is not stored again, which avoids the collector's write barrier.
        if (segment != this.segment) {
            this.segment = segment;
            byteBuffer = null;
            mapping = null;
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
            mapping = that.mapping;
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
     * <p>For code that accesses the address with {@code Unsafe}, which checks nothing: the segment must stay open and this
     * buffer reachable meanwhile, and a read-only segment must not be written to.
     *
     * @throws IllegalStateException if the arena is closed
     * @throws UnsupportedOperationException for heap memory other than a writable {@code byte[]}, or for a {@code
     * byte[]} if the JVM lacks Agrona's flags
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
    public void setMemory(int index, int length, byte value) {
        segment.asSlice(range(index, length), length).fill(value);
        Reference.reachabilityFence(this);
    }

    @Override
    public void getBytes(int index, byte[] dst) {
        getBytes(index, dst, 0, dst.length);
    }

    @Override
    public void getBytes(int index, byte[] dst, int offset, int length) {
        long from = range(index, length);
        if (raw) {
            MemorySegment.copy(GlobalSegment.SEGMENT, JAVA_BYTE, GlobalSegment.at(from), dst, offset, length);
        } else {
            MemorySegment.copy(segment, JAVA_BYTE, from, dst, offset, length);
        }
        Reference.reachabilityFence(this);
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
        Reference.reachabilityFence(this);
    }

    @Override
    public void putBytes(int index, byte[] src) {
        putBytes(index, src, 0, src.length);
    }

    @Override
    public void putBytes(int index, byte[] src, int offset, int length) {
        long to = range(index, length);
        if (rawWritable) {
            MemorySegment.copy(src, offset, GlobalSegment.SEGMENT, JAVA_BYTE, GlobalSegment.at(to), length);
        } else {
            MemorySegment.copy(src, offset, segment, JAVA_BYTE, to, length);
        }
        Reference.reachabilityFence(this);
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
        Reference.reachabilityFence(this);
    }

    @Override
    public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
        if (srcBuffer instanceof SegmentBuffer that) {
            MemorySegment.copy(that.segment, that.range(srcIndex, length), segment, range(index, length), length);
            Reference.reachabilityFence(that);
        } else {
            boundsCheck(index, length);
            Copies.fromForeign(srcBuffer, srcIndex, this, index, length);
        }
        Reference.reachabilityFence(this);
    }

    @Override
    public int compareTo(DirectBuffer that) {
        return Copies.compare(this, that);
    }

    @Override
    public boolean equals(Object obj) {
        boolean equal = obj instanceof SegmentBuffer that && capacity == that.capacity
                && MemorySegment.mismatch(segment,
                        base, base + capacity, that.segment, that.base, that.base + that.capacity) < 0;
        Reference.reachabilityFence(this);
        Reference.reachabilityFence(obj);
        return equal;
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

    /** As {@link #getBytes}, to an address that the caller has checked. Ranges may overlap. */
    void getMemory(int index, long address, int length) {
        long from = range(index, length);
        if (raw) {
            MemorySegment.copy(GlobalSegment.SEGMENT, GlobalSegment.at(from), GlobalSegment.SEGMENT, address, length);
        } else {
            MemorySegment.copy(segment, from, GlobalSegment.SEGMENT, address, length);
        }
        Reference.reachabilityFence(this);
    }

    /** As {@link #putBytes}, from an address that the caller has checked. Ranges may overlap. */
    void putMemory(int index, long address, int length) {
        long to = range(index, length);
        if (rawWritable) {
            MemorySegment.copy(GlobalSegment.SEGMENT, address, GlobalSegment.SEGMENT, GlobalSegment.at(to), length);
        } else {
            MemorySegment.copy(GlobalSegment.SEGMENT, address, segment, to, length);
        }
        Reference.reachabilityFence(this);
    }

    /** Returns whether {@link #addressOffset()} is a native address. */
    boolean isNative() {
        return segment.isNative();
    }
}
