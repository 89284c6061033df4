package io.rondo.core.segment;

import java.util.concurrent.locks.LockSupport;

/**
 * Paces the attempts of an operation that a lock of another process holds up, and says when to give up. The first
 * attempts follow each other at once, because such a lock is usually held for microseconds; then the pauses double, so
 * that a lock which is never released does not cost a processor. An operation takes at most twice as long as the lock
 * was held. Belongs to one thread.
 */
final class Patience {
    private static final int YIELDS = 20;
    private static final long FIRST_PAUSE_NANOS = 50_000L;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000L;

    private final long start = System.nanoTime();
    private final long nanos;
    private int yields;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    Patience(long nanos) {
        this.nanos = nanos;
    }

    boolean isOver() {
        return System.nanoTime() - start > nanos;
    }

    /** Lets time pass before the next attempt. An interrupted thread pauses as well, and keeps its interrupt status. */
    void pause() {
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
