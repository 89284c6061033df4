package io.rondo.client;

import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;

/**
 * Message buffers that need no JVM flag (Agrona's {@code UnsafeBuffer} needs {@code --add-opens}). Bounds are checked.
 */
public final class Buffers {
    private Buffers() {}

    /**
     * A new zeroed buffer on the heap.
     *
     * @param capacity in bytes, from 0
     * @return the buffer
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static MutableDirectBuffer allocate(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity " + capacity + " is negative: use 0 or more");
        }
        return wrap(new byte[capacity]);
    }

    /**
     * A buffer over an array.
     *
     * @param bytes the array
     * @return the buffer, sharing the array
     */
    public static MutableDirectBuffer wrap(byte[] bytes) {
        return wrap(MemorySegment.ofArray(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * A buffer over a memory segment of at most 2 GiB - 1.
     *
     * @param segment heap or native memory
     * @return the buffer, sharing the memory; after the segment's arena is closed its use throws
     * {@link IllegalStateException}
     * @throws IllegalArgumentException if the segment is longer
     */
    public static MutableDirectBuffer wrap(MemorySegment segment) {
        return new SegmentBuffer(Objects.requireNonNull(segment, "segment"));
    }

    /** Returns a view of the bytes from position to limit. */
    static MutableDirectBuffer wrap(ByteBuffer message) {
        return wrap(MemorySegment.ofBuffer(Objects.requireNonNull(message, "message")));
    }

    /** Moves the position to the limit if the bytes were sent; returns the result of sending them. */
    static long consumed(ByteBuffer message, long result) {
        consumed(message, result > 0);
        return result;
    }

    static boolean consumed(ByteBuffer message, boolean sent) {
        if (sent) {
            message.position(message.limit());
        }
        return sent;
    }
}
