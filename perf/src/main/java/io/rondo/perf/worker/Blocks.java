package io.rondo.perf.worker;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Compares long messages with what they should be, in whichever way costs least, so that the consumer does not take much longer than
 * one that merely copies them out: the longest where they lie; others copied out in pieces, which are compared while they are in the
 * nearest cache. Confined to one thread.
 */
final class Blocks {
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final int PIECE = 8 * 1024;
    /** From this length in bytes on. */
    private static final int IN_PLACE = 16 * 1024;

    private final byte[] expected;
    private final MemorySegment segment;
    private final byte[] read = new byte[PIECE];

    /** Compares with ranges of this array. */
    Blocks(byte[] expected) {
        this.expected = expected;
        this.segment = MemorySegment.ofArray(expected);
    }

    /**
     * Whether the bytes in {@code buffer} are the expected ones. The transport vouches for the range.
     *
     * @param from index of the first expected byte
     */
    boolean match(DirectBuffer buffer, int index, int from, int length) {
        return length < IN_PLACE || buffer.byteArray() != null
                ? matchPieces(buffer, index, from, length)
                : matchInPlace(buffer.addressOffset() + index, from, length);
    }

    private boolean matchInPlace(long address, long from, long length) {
        return MemorySegment.mismatch(MEMORY, address, address + length, segment, from, from + length) < 0;
    }

    private boolean matchPieces(DirectBuffer buffer, int index, int from, int length) {
        int piece;
        for (int done = 0; done < length; done += piece) {
            piece = Math.min(PIECE, length - done);
            buffer.getBytes(index + done, read, 0, piece);
            if (!Arrays.equals(read, 0, piece, expected, from + done, from + done + piece)) {
                return false;
            }
        }
        return true;
    }
}
