package io.rondo.perf.worker;

import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of numbered messages of one length: the number in the first 64-bit word, followed by bytes that depend on
 * it, so that stale, torn or swapped bytes are detected. Short messages are written and read word by word, as a codec
 * does; long ones as blocks, because word by word the worker would be slower than the transports. The work of the
 * worker hides differences between the transports, so it is as small as reading every byte allows.
 *
 * <pre>
 *   63   62 .. 56    55 .. 0
 *  [end][producer ][sequence  ]    the number
 * </pre>
 *
 * <p>A producer's slice ends with a message that has the end bit. Confined to one thread.
 */
public final class Payload {
    /** Set in the number of the message that ends a producer's slice. */
    public static final long END = Long.MIN_VALUE;

    private static final int PRODUCER_SHIFT = 56;
    private static final int PRODUCER_MASK = 0x7F;

    /** Length in bytes from which blocks cost less than words, for every buffer. */
    private static final int BLOCK = 80;
    /** Two words at a time, because the loop itself is most of the cost. */
    private static final int PAIR = 2 * Long.BYTES;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    /** A prime, so that a record of an earlier lap of a ring (a power of two) has a different window. */
    private static final int WINDOWS = 61;

    private final int length;
    private final byte[] image;
    private final Blocks blocks;

    /**
     * Prepares messages of one length.
     *
     * @throws IllegalArgumentException if the length is not a positive multiple of 8
     */
    public Payload(int length) {
        if (length < Long.BYTES || length % Long.BYTES != 0) {
            throw new IllegalArgumentException("message size " + length + ": use a multiple of 8");
        }
        this.length = length;
        this.image = new byte[length + WINDOWS * Long.BYTES];
        new Random(STEP).nextBytes(image);
        this.blocks = new Blocks(image);
    }

    /** Length of each message in bytes. */
    public int length() {
        return length;
    }

    /** The number of a producer's first message. */
    public static long first(int producer) {
        return (long) producer << PRODUCER_SHIFT;
    }

    /** The number in a message, which may be wrong. */
    public static long number(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset);
    }

    /** Whether a number ends its producer's slice. */
    public static boolean isEnd(long number) {
        return number < 0;
    }

    /** The producer of the message with this number. */
    public static int producer(long number) {
        return (int) (number >>> PRODUCER_SHIFT) & PRODUCER_MASK;
    }

    /** Writes every byte of message {@code n}. */
    public void write(MutableDirectBuffer buffer, int offset, long n) {
        if (length < BLOCK) {
            writeWords(buffer, offset, n);
        } else {
            buffer.putLong(offset, n);
            buffer.putBytes(offset + Long.BYTES, image, window(n), length - Long.BYTES);
        }
    }

    /**
     * Reads every byte and checks that this is message {@code n}, whole.
     *
     * @throws IllegalStateException if it is not
     */
    public void verify(DirectBuffer buffer, int offset, int size, long n) {
        if (size != length || number(buffer, offset) != n
                || !(length < BLOCK ? wordsMatch(buffer, offset, n) : blockMatches(buffer, offset, n))) {
            throw new IllegalStateException(
                    "message " + n + " of " + length + " bytes expected, found a message of " + size
                            + " bytes numbered " + number(buffer, offset) + " or with wrong bytes");
        }
    }

    private void writeWords(MutableDirectBuffer buffer, int offset, long n) {
        long word = n;
        int i = offset;
        int pairs = offset + (length & -PAIR);
        // Not "<": the compiler would split a counted loop in three, which costs more than these few words.
        for (; i != pairs; i += PAIR) {
            buffer.putLong(i, word);
            buffer.putLong(i + Long.BYTES, word + STEP);
            word += 2 * STEP;
        }
        if (hasOddWord()) {
            buffer.putLong(i, word);
        }
    }

    /** Compares the words behind the number. */
    private boolean wordsMatch(DirectBuffer buffer, int offset, long n) {
        long word = n;
        long difference = 0;
        int i = offset + Long.BYTES;
        if (!hasOddWord()) {
            word += STEP;
            difference = buffer.getLong(i) ^ word;
            i += Long.BYTES;
        }
        // Not "<": as in writeWords.
        for (int end = offset + length; i != end; i += PAIR) {
            difference |= buffer.getLong(i) ^ (word + STEP) | buffer.getLong(i + Long.BYTES) ^ (word + 2 * STEP);
            word += 2 * STEP;
        }
        return difference == 0;
    }

    private boolean hasOddWord() {
        return (length & Long.BYTES) != 0;
    }

    private boolean blockMatches(DirectBuffer buffer, int offset, long n) {
        return blocks.match(buffer, offset + Long.BYTES, window(n), length - Long.BYTES);
    }

    private static int window(long n) {
        return Math.floorMod(n, WINDOWS) * Long.BYTES;
    }
}
