package io.rondo.core.buffer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Copies between a {@link SegmentBuffer} and memory of other kinds, without {@code Unsafe}. The caller has checked the
 * range of the segment's side. Ranges may overlap.
 */
final class Copies {
    /** The class is loaded and never initialised, because its initialisation needs JVM flags. */
    private static final Class<?> UNSAFE_BUFFER = unsafeBuffer();

    private Copies() {}

    private static Class<?> unsafeBuffer() {
        try {
            return Class.forName("org.agrona.concurrent.UnsafeBuffer", false, DirectBuffer.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Returns all of a byte buffer, from 0 to its capacity, independent of its position and limit. */
    static MemorySegment segmentOf(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear());
    }

    static void toByteBuffer(MemorySegment src, long offset, ByteBuffer dst, int dstOffset, int length) {
        Objects.checkFromIndexSize(dstOffset, length, dst.capacity());
        if (dst.hasArray()) {
            MemorySegment.copy(src, JAVA_BYTE, offset, dst.array(), dst.arrayOffset() + dstOffset, length);
        } else {
            MemorySegment.copy(src, offset, segmentOf(dst), dstOffset, length);
        }
    }

    static void fromByteBuffer(ByteBuffer src, int srcOffset, MemorySegment dst, long offset, int length) {
        Objects.checkFromIndexSize(srcOffset, length, src.capacity());
        if (src.hasArray()) {
            MemorySegment.copy(src.array(), src.arrayOffset() + srcOffset, dst, JAVA_BYTE, offset, length);
        } else {
            MemorySegment.copy(segmentOf(src), srcOffset, dst, offset, length);
        }
    }

    /**
     * Copies to a buffer of another class. Never calls {@code dst.putBytes(this)}, which may call back or use {@code
     * Unsafe} on a closed segment.
     */
    static void toForeign(SegmentBuffer src, int srcIndex, MutableDirectBuffer dst, int dstIndex, int length) {
        if (dst.isExpandable()) {
            dst.checkLimit(dstIndex + length);
        }
        dst.boundsCheck(dstIndex, length);
        byte[] array = dst.byteArray();
        if (array != null) {
            src.getBytes(srcIndex, array, dst.wrapAdjustment() + dstIndex, length);
        } else if (isBareMemory(dst)) {
            src.getMemory(srcIndex, dst.addressOffset() + dstIndex, length);
            Reference.reachabilityFence(dst);
        } else {
            copy(src, srcIndex, dst, dstIndex, length);
        }
    }

    /**
     * Copies from a buffer of another class. Never calls {@code src.getBytes(this)}, which in Agrona only calls back.
     */
    static void fromForeign(DirectBuffer src, int srcIndex, SegmentBuffer dst, int dstIndex, int length) {
        src.boundsCheck(srcIndex, length);
        byte[] array = src.byteArray();
        if (array != null) {
            dst.putBytes(dstIndex, array, src.wrapAdjustment() + srcIndex, length);
        } else if (isBareMemory(src)) {
            dst.putMemory(dstIndex, src.addressOffset() + srcIndex, length);
            Reference.reachabilityFence(src);
        } else {
            copy(src, srcIndex, dst, dstIndex, length);
        }
    }

    /**
     * Returns whether a buffer without array accesses memory at {@code addressOffset() + index} and nowhere else: then
     * a copy from there is as safe as the buffer's own access. Buffers of other classes, subclasses included, may
     * return any address.
     */
    private static boolean isBareMemory(DirectBuffer buffer) {
        return buffer.getClass() == UNSAFE_BUFFER;
    }

    /** Copies word by word, in the direction in which no word is overwritten before it was read. */
    private static void copy(DirectBuffer src, int srcIndex, MutableDirectBuffer dst, int dstIndex, int length) {
        int i;
        if (isBehind(src, srcIndex, dst, dstIndex)) {
            for (i = length; i >= Long.BYTES;) {
                i -= Long.BYTES;
                dst.putLong(dstIndex + i, src.getLong(srcIndex + i));
            }
            while (i > 0) {
                i--;
                dst.putByte(dstIndex + i, src.getByte(srcIndex + i));
            }
        } else {
            for (i = 0; i <= length - Long.BYTES; i += Long.BYTES) {
                dst.putLong(dstIndex + i, src.getLong(srcIndex + i));
            }
            for (; i < length; i++) {
                dst.putByte(dstIndex + i, src.getByte(srcIndex + i));
            }
        }
    }

    /**
     * Returns whether native memory of the source begins before the destination's, and so may overlap its beginning.
     */
    private static boolean isBehind(DirectBuffer src, int srcIndex, DirectBuffer dst, int dstIndex) {
        return hasAddress(src) && hasAddress(dst)
                && src.addressOffset() + srcIndex < dst.addressOffset() + dstIndex;
    }

    private static boolean hasAddress(DirectBuffer buffer) {
        return buffer instanceof SegmentBuffer that ? that.isNative() : buffer.byteArray() == null;
    }

    /** Compares in Agrona's order: native words as signed numbers, then the remaining bytes, then the lengths. */
    static int compare(DirectBuffer one, DirectBuffer other) {
        int length = Math.min(one.capacity(), other.capacity());
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            int result = Long.compare(one.getLong(i), other.getLong(i));
            if (result != 0) {
                return result;
            }
        }
        for (; i < length; i++) {
            int result = Byte.compare(one.getByte(i), other.getByte(i));
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(one.capacity(), other.capacity());
    }
}
