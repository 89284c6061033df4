package io.rondo.perf.worker;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Compares long messages in place with the expected bytes, several words at a time: a copy or a call per message would
 * cost more.
 */
final class Blocks {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /**
     * Mask of addresses: it proves to the compiler that they are within {@link #MEMORY}, which removes checks that
     * prevent vectorisation.
     */
    private static final long MASK = Long.MAX_VALUE >>> 1;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] expected;

    /** Compares with ranges of this array. */
    Blocks(byte[] expected) {
        this.expected = expected;
    }

    /**
     * Whether the bytes in {@code buffer} are the expected ones.
     *
     * @param from index of the first expected byte
     * @throws IndexOutOfBoundsException if the buffer does not hold the range
     */
    boolean match(DirectBuffer buffer, int index, int from, int length) {
        buffer.boundsCheck(index, length);
        byte[] array = buffer.byteArray();
        if (array != null) {
            int begin = buffer.wrapAdjustment() + index;
            return Arrays.equals(array, begin, begin + length, expected, from, from + length);
        }
        long address = (buffer.addressOffset() + index) & MASK;
        int words = length & -Long.BYTES;
        boolean matches = (difference(address, expected, from, words)
                | tailDifference(address + words, expected, from + words, length - words)) == 0;
        Reference.reachabilityFence(buffer);
        return matches;
    }

    /** Zero if all words are equal. There is no early exit, so that the compiler vectorises the loop. */
    private static long difference(long address, byte[] expected, int from, int length) {
        long difference = 0;
        for (int i = 0; i < length; i += Long.BYTES) {
            difference |= MEMORY.get(JAVA_LONG_UNALIGNED, address + i) ^ (long) WORD.get(expected, from + i);
        }
        return difference;
    }

    /** The difference of the bytes behind the last whole word. */
    private static long tailDifference(long address, byte[] expected, int from, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= MEMORY.get(JAVA_BYTE, address + i) ^ expected[from + i];
        }
        return difference;
    }
}
