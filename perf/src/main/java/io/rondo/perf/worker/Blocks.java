package io.rondo.perf.worker;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Compares long messages with what they should be, a piece at a time, so that what was copied out is compared while it is in the
 * nearest cache: one pass over the transport's memory and one over the expected bytes. Confined to one thread.
 */
final class Blocks {
    private static final int PIECE = 8 * 1024;

    private final byte[] read = new byte[PIECE];

    /**
     * Whether the bytes in {@code buffer} are the expected ones.
     *
     * @param from index of the first expected byte
     */
    boolean match(DirectBuffer buffer, int index, byte[] expected, int from, int length) {
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
