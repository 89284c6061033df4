package io.rondo.client.support;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Contents that tell a message from every other, and show a byte out of place. */
public final class Payload {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Payload() {}

    /** Writes the content number {@code seed} of this length. */
    public static void fill(MutableDirectBuffer buffer, int offset, int length, long seed) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            buffer.putLong(offset + i, word(seed, i));
        }
        for (; i < length; i++) {
            buffer.putByte(offset + i, (byte) word(seed, i));
        }
    }

    /** Checks every byte. */
    public static void verify(DirectBuffer buffer, int offset, int length, long seed) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            require(buffer.getLong(offset + i) == word(seed, i), i, length, seed);
        }
        for (; i < length; i++) {
            require(buffer.getByte(offset + i) == (byte) word(seed, i), i, length, seed);
        }
    }

    private static void require(boolean equal, int index, int length, long seed) {
        if (!equal) {
            throw new AssertionError("byte " + index + " of " + length + " is not that of content " + seed);
        }
    }

    /** A length from 0 to {@code most}, the same for the same number. */
    public static int length(long seed, int most) {
        return (int) Long.remainderUnsigned(word(seed, -1), most + 1L);
    }

    /** SplitMix64. */
    private static long word(long seed, int index) {
        long z = (seed * 31 + index) * GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
