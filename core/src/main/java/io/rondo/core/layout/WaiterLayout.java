package io.rondo.core.layout;

/**
 * A waiter word: a count of completed wakes and a state.
 *
 * <pre>
 *   31                                                           2 1   0
 *  +--------------------------------------------------------------+-----+
 *  |  count                                                       |state|
 *  +--------------------------------------------------------------+-----+
 * </pre>
 *
 * The word only counts up: idle to armed, armed to owed, owed to idle with the next count. So no value comes again
 * until the count has wrapped.
 */
public final class WaiterLayout {
    /** No sleeper is announced. */
    public static final int IDLE = 0;
    /** At least one sleeper is announced: it sleeps on the word with this state. */
    public static final int ARMED = 1;
    /** A waker owes the sleepers a wake: the word has changed, the system call has not returned yet. */
    public static final int OWED = 2;

    /** A value that no word has. */
    public static final int NEVER = 3;

    private static final int STATE_MASK = 3;

    private WaiterLayout() {}

    /**
     * Returns the state in a word: {@link #IDLE}, {@link #ARMED}, {@link #OWED}, or 3, which only an overwritten word
     * has.
     */
    public static int state(int word) {
        return word & STATE_MASK;
    }

    /** Returns the armed word that follows an idle one, with the same count. */
    public static int armed(int word) {
        return word + ARMED;
    }

    /** Returns the owed word that follows an armed one, with the same count. */
    public static int owed(int word) {
        return word + (OWED - ARMED);
    }

    /** Returns the idle word that follows any other, with the next count. */
    public static int nextIdle(int word) {
        return (word | STATE_MASK) + 1;
    }
}
