package io.rondo.client.service;

/**
 * The clock of polls that find nothing. While they follow each other closely, only some of them look at the clock, because that
 * takes longer than the poll.
 */
final class IdleClock {
    /** Polls per look. Few, so that the clock is late for a short time only when polls suddenly become rare. */
    private static final int STRIDE = 8;
    private static final long CLOSE_NANOS = 20_000L;

    private long last = System.nanoTime();
    private int skips;

    /** Whether the present poll looks at the clock. */
    boolean isDue() {
        skips--;
        return skips < 0;
    }

    /** Looks at the clock; returns {@link System#nanoTime()}. */
    long now() {
        long now = System.nanoTime();
        skips = now - last < CLOSE_NANOS ? STRIDE - 1 : 0;
        last = now;
        return now;
    }
}
