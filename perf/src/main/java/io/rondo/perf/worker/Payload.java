package io.rondo.perf.worker;

import java.util.Arrays;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of numbered messages of one length: the number in the first 64-bit word, and behind it bytes that follow from it, so
 * that stale, torn or swapped bytes are found. Short messages are written and read word by word, as a codec does; long ones by
 * block copies, because word by word the worker would be slower than the transports.
 *
 * <p>A slice ends with the message numbered {@link #END}. Confined to one thread.
 */
final class Payload {
    /** The number of the message that ends a slice. */
    static final long END = Long.MIN_VALUE;

    /** Length in bytes from which blocks are copied. */
    private static final int BLOCK = 64;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    /** A prime, so that a record of an earlier lap of a ring (a power of two) has another window. */
    private static final int WINDOWS = 61;

    private final int length;
    private final byte[] image;
    private final byte[] read;

    /**
     * Prepares messages of one length.
     *
     * @throws IllegalArgumentException if the length is not a positive multiple of 8
     */
    Payload(int length) {
        if (length < Long.BYTES || length % Long.BYTES != 0) {
            throw new IllegalArgumentException("message size " + length + ": use a multiple of 8");
        }
        this.length = length;
        this.image = new byte[length + WINDOWS * Long.BYTES];
        this.read = new byte[length];
        new Random(STEP).nextBytes(image);
    }

    int length() {
        return length;
    }

    /** Writes every byte of message {@code n}. */
    void write(MutableDirectBuffer buffer, int offset, long n) {
        buffer.putLong(offset, n);
        if (length < BLOCK) {
            long word = n;
            for (int i = Long.BYTES; i < length; i += Long.BYTES) {
                word += STEP;
                buffer.putLong(offset + i, word);
            }
        } else {
            buffer.putBytes(offset + Long.BYTES, image, window(n), length - Long.BYTES);
        }
    }

    /** The number that a message claims to have. */
    static long number(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset);
    }

    /**
     * Reads every byte and checks that this is message {@code n}, whole.
     *
     * @throws IllegalStateException if it is not
     */
    void verify(DirectBuffer buffer, int offset, int size, long n) {
        if (size != length || number(buffer, offset) != n
                || !(length < BLOCK ? wordsMatch(buffer, offset, n) : blockMatches(buffer, offset, n))) {
            throw new IllegalStateException(
                    "message " + n + " of " + length + " bytes expected, but found one of " + size
                            + " bytes numbered " + number(buffer, offset) + ", or its bytes are not its own");
        }
    }

    private boolean wordsMatch(DirectBuffer buffer, int offset, long n) {
        long words = length / Long.BYTES;
        long sum = 0;
        for (int i = 0; i < length; i += Long.BYTES) {
            sum += buffer.getLong(offset + i);
        }
        return sum == words * n + STEP * (words * (words - 1) / 2);
    }

    private boolean blockMatches(DirectBuffer buffer, int offset, long n) {
        int window = window(n);
        buffer.getBytes(offset, read, 0, length);
        return Arrays.equals(read, Long.BYTES, length, image, window, window + length - Long.BYTES);
    }

    private static int window(long n) {
        return Math.floorMod(n, WINDOWS) * Long.BYTES;
    }
}
