package io.rondo.core.layout;

/**
 * The tail word of a ring with many producers: the position where producers write next, and the producer that has reserved the
 * space from there on.
 *
 * <pre>
 *   63         62                                              6 5            0
 *  +----------+-------------------------------------------------+--------------+
 *  | reserved |  position, a multiple of 64                     |  slot        |
 *  +----------+-------------------------------------------------+--------------+
 * </pre>
 *
 * Without a reservation the word is the position alone. Positions are multiples of {@link RecordLayout#ALIGNMENT}, so a slot fits
 * into the bits below, and one CAS reserves the space and names the producer. As an unsigned number a reserved word is beyond
 * every position.
 */
public final class TailLayout {
    private static final long RESERVED = Long.MIN_VALUE;
    private static final long SLOT_MASK = SlotLayout.PRODUCER_SLOTS - 1;

    private TailLayout() {}

    /**
     * The word of a reserved tail.
     *
     * @param position of the tail
     * @param slot of the producer, from 0 to {@link SlotLayout#PRODUCER_SLOTS} - 1
     * @return the word
     */
    public static long reserved(long position, int slot) {
        return RESERVED | position | slot;
    }

    /**
     * Whether a producer has reserved the space from the tail on.
     *
     * @param word the tail word
     * @return true for a reserved one
     */
    public static boolean isReserved(long word) {
        return word < 0;
    }

    /**
     * The producer that has reserved the space.
     *
     * @param word a reserved tail word
     * @return its slot
     */
    public static int slot(long word) {
        return (int) (word & SLOT_MASK);
    }

    /**
     * The position in a tail word.
     *
     * @param word the tail word, reserved or not
     * @return the position
     */
    public static long position(long word) {
        return isReserved(word) ? word & ~(RESERVED | SLOT_MASK) : word;
    }
}
