package io.rondo.core.segment.lock;

import java.util.concurrent.locks.LockSupport;

/**
 * Paces the attempts of an operation that a lock of another process holds up, and bounds them in time. The first
 * attempts follow each other at once, because such a lock is usually held for microseconds; then the pauses double, so
 * that a lock that is never released does not occupy a processor. The operation takes at most twice as long as the lock
 * was held. Confined to one thread.
 */
public final class BoundedBackoff {
    private static final int YIELDS = 20;
    private static final long FIRST_PAUSE_NANOS = 50_000L;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000L;

    private final long start = System.nanoTime();
    private final long nanos;
    private int yields;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    /**
     * Begins now.
     *
     * @param nanos how long attempts are made
     */
    public BoundedBackoff(long nanos) {
        this.nanos = nanos;
    }

    /** Returns whether no further attempt is to be made. */
    public boolean isOver() {
        return System.nanoTime() - start > nanos;
    }

    /** Pauses before the next attempt. An interrupted thread pauses as well, and keeps its interrupt status. */
    public void pause() {
        if (yields < YIELDS) {
            yields++;
            Thread.yield();
            return;
        }
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(pauseNanos);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
