package io.rondo.perf.worker;

import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/**
 * Compares messages where they lie: one pass over the transport's memory, as a consumer that copies the message out would make.
 */
final class Blocks {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Blocks() {}

    /**
     * Whether the bytes in {@code buffer} are the expected ones. The transport vouches for the range.
     *
     * @param expected on the heap
     * @param from index of the first expected byte
     */
    static boolean match(DirectBuffer buffer, int index, MemorySegment expected, long from, int length) {
        byte[] array = buffer.byteArray();
        long difference;
        if (array == null) {
            long address = buffer.addressOffset() + index;
            difference = MemorySegment.mismatch(MEMORY, address, address + length, expected, from, from + length);
        } else {
            long start = (long) buffer.wrapAdjustment() + index;
            difference = MemorySegment.mismatch(MemorySegment.ofArray(array), start, start + length, expected, from,
                    from + length);
        }
        return difference < 0;
    }
}
