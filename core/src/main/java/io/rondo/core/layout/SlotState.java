package io.rondo.core.layout;

/** The state word of a slot: a state, and an incarnation that is incremented on each attachment to prevent ABA. */
public final class SlotState {
    /** The slot is free. */
    public static final int FREE = 0;
    /** A participant is attached; its kernel lock determines whether it is alive. */
    public static final int ATTACHED = 1;
    /**
     * A participant holds the slot, and is not counted: it joins and looks for its position, or is about to leave. A
     * topic's consumer gates the producer meanwhile.
     */
    public static final int UNCOUNTED = 2;
    /**
     * A topic's producer no longer waits for this consumer, and may overwrite what it reads. Stored by the producer.
     */
    public static final int EVICTED = 3;

    private static final int STATE_BITS = 8;
    private static final long STATE_MASK = (1L << STATE_BITS) - 1;

    private SlotState() {}

    /** Returns the state in a word. */
    public static int state(long word) {
        return (int) (word & STATE_MASK);
    }

    /** Returns the incarnation in a word. */
    public static long incarnation(long word) {
        return word >>> STATE_BITS;
    }

    /** Returns the word of the slot's next participant: a state with the next incarnation. */
    public static long next(long word, int state) {
        return incarnation(word) + 1 << STATE_BITS | state;
    }

    /** Returns the word of the same participant in another state: the same incarnation. */
    public static long with(long word, int state) {
        return word & ~STATE_MASK | state;
    }
}
