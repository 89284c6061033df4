package io.rondo.core.layout;

/** The state word of a slot: a state, and an incarnation that each attachment raises so that a CAS meets who it meant. */
public final class SlotState {
    /** Nobody is here. */
    public static final int FREE = 0;
    /** Somebody is attached, and lives if the kernel says so. */
    public static final int ATTACHED = 1;
    /** A topic's consumer looks for its place: it gates the producer, and does not count yet. */
    public static final int JOINING = 2;
    /** A topic's producer no longer waits for this consumer, which may overwrite what it reads. Set by the producer. */
    public static final int EVICTED = 3;

    private static final int STATE_BITS = 8;
    private static final long STATE_MASK = (1L << STATE_BITS) - 1;

    private SlotState() {}

    /**
     * The state in a word.
     *
     * @param word the state word
     * @return the state
     */
    public static int state(long word) {
        return (int) (word & STATE_MASK);
    }

    /**
     * The incarnation in a word.
     *
     * @param word the state word
     * @return the incarnation
     */
    public static long incarnation(long word) {
        return word >>> STATE_BITS;
    }

    /**
     * The word of the next participant in this slot.
     *
     * @param word the state word so far
     * @param state the state it begins with
     * @return that state, with the next incarnation
     */
    public static long next(long word, int state) {
        return incarnation(word) + 1 << STATE_BITS | state;
    }

    /**
     * The word of the same participant in another state.
     *
     * @param word the state word so far
     * @param state the state
     * @return that state, with the same incarnation
     */
    public static long with(long word, int state) {
        return word & ~STATE_MASK | state;
    }
}
