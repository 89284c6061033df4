package io.rondo.core.ring.reader;

/**
 * Limits the rate of a check that repeated looks at a ring would make too often. Reads the clock only once in several
 * looks while they come quickly. Confined to one thread.
 */
public final class LookInterval {
    private final long nanos;
    private final int mostLooks;
    private int looks;
    private int looksPerClock;
    private long last = System.nanoTime();
    private long lastClock = last;

    /**
     * Creates an interval that begins now.
     *
     * @param nanos shortest time between two checks
     * @param mostLooks looks per read of the clock while they come quickly
     */
    public LookInterval(long nanos, int mostLooks) {
        this.nanos = nanos;
        this.mostLooks = mostLooks;
        looksPerClock = mostLooks;
    }

    /** Counts a look, and returns whether the interval is over; then the next one begins. */
    public boolean isOver() {
        return ++looks >= looksPerClock && isOverNow();
    }

    /** Returns how many looks may be made without {@link #isOver()}; {@link #looked} counts them. */
    public int spareLooks() {
        return Math.max(0, looksPerClock - 1 - looks);
    }

    /** Counts looks that were made without {@link #isOver()}. */
    public void looked(int count) {
        looks += count;
    }

    private boolean isOverNow() {
        long now = System.nanoTime();
        boolean often = now - lastClock < looks * (nanos / mostLooks);
        looksPerClock = often ? mostLooks : 1;
        looks = 0;
        lastClock = now;
        if (now - last < nanos) {
            return false;
        }
        last = now;
        return true;
    }
}
