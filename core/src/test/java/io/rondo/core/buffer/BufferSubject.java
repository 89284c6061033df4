package io.rondo.core.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A buffer under test.
 *
 * @param buffer the buffer
 * @param memory what it is a window of, guard bytes on both sides included
 * @param origin what its address should be, or 0
 * @param fresh makes an unwrapped buffer of its class
 * @param others makes buffers of several kinds, with 64 zero bytes each, to copy from and to
 */
record BufferSubject(MutableDirectBuffer buffer, MemorySegment memory, long origin, Supplier<MutableDirectBuffer> fresh,
        IntFunction<MutableDirectBuffer> others) {
    /** Odd, so that no access is aligned. */
    static final int GUARD = 37;
    static final int CAPACITY = 203;

    MutableDirectBuffer wrap(DirectBuffer other) {
        MutableDirectBuffer buffer = fresh.get();
        buffer.wrap(other);
        return buffer;
    }

    MutableDirectBuffer other(BufferDraw draw) {
        MutableDirectBuffer other = others.apply(draw.random.nextInt(Integer.MAX_VALUE));
        other.putBytes(0, draw.bytes());
        return other;
    }

    byte[] content() {
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }
}
