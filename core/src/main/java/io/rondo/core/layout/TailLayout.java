package io.rondo.core.layout;

/**
 * The tail word of a ring with many producers: the position where producers write next, and the producer that has
 * reserved the space from there on.
 *
 * <pre>
 *   63         62                                     11 10           0
 *  +----------+-----------------------------------------+--------------+
 *  | 0        |  position, a multiple of 64                            |
 *  +----------+-----------------------------------------+--------------+
 *  | 1        |  the low 58 bits of the position / 64    |  slot        |
 *  +----------+-----------------------------------------+--------------+
 * </pre>
 *
 * <p>Without a reservation the word is the position. One CAS reserves the space and names the producer. As an unsigned
 * number a reserved word is greater than every position.
 *
 * <p>A reserved word has room for 52 bits of the position, which is a multiple of 64: it holds the position modulo
 * 2^58. The other bits are those of a nearby position, such as the head, which is at most a capacity away. So
 * reservations do not limit positions.
 */
public final class TailLayout {
    private static final long RESERVED = Long.MIN_VALUE;
    private static final long SLOT_MASK = Integer.highestOneBit(SlotLayout.MAX_SLOTS - 1) * 2 - 1;
    /** Moves the zero bits of an aligned position, six of them, to as many as a slot needs. */
    private static final int SHIFT = Long.bitCount(SLOT_MASK) - Integer.numberOfTrailingZeros(RecordLayout.ALIGNMENT);

    private TailLayout() {}

    /**
     * Returns the word of a reserved tail.
     *
     * @param position of the tail
     * @param slot of the producer, from 0 to {@link SlotLayout#MAX_SLOTS} - 1
     * @return the word
     */
    public static long reserved(long position, int slot) {
        return RESERVED | position << SHIFT | slot;
    }

    /** Returns whether a tail word is reserved. */
    public static boolean isReserved(long word) {
        return word < 0;
    }

    /**
     * Returns the producer that has reserved the space.
     *
     * @param word a reserved tail word
     * @return its slot, from 0 to {@link SlotLayout#MAX_SLOTS} - 1
     */
    public static int slot(long word) {
        return (int) (word & SLOT_MASK);
    }

    /**
     * Returns the position in a tail word.
     *
     * @param word the tail word, reserved or not
     * @param near a multiple of 64, less than 2^57 bytes from the position
     * @return the position
     */
    public static long position(long word, long near) {
        if (!isReserved(word)) {
            return word;
        }
        long distance = ((word & ~SLOT_MASK) >>> SHIFT) - near;
        // Bit 63 and the bits that the shift dropped do not count: the distance is what remains, with its sign.
        return near + (distance << SHIFT + 1 >> SHIFT + 1);
    }
}
