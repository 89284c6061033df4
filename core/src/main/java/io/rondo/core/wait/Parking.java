package io.rondo.core.wait;

/**
 * Sleeping in the kernel in three steps: {@link #prepare()}, check the condition once more, {@link #sleep(long)}. The
 * two exceptions are {@link io.rondo.core.SegmentException}s in core; other implementations may throw their own.
 */
public interface Parking {
    /**
     * Announces the sleeper. What a waker stored before it missed the announcement is visible to the next check of the
     * condition.
     */
    void prepare();

    /**
     * Sleeps until woken, interrupted or closed; may return at any time.
     *
     * @param maxNanos longest sleep in nanoseconds, from 1
     * @throws io.rondo.core.SegmentException {@code INTERRUPTED} if the thread is interrupted, {@code CLOSED} if the
     * participant is closed
     */
    void sleep(long maxNanos);

    /**
     * Throws if the wait must end; called between checks of the condition while spinning.
     *
     * @throws io.rondo.core.SegmentException {@code INTERRUPTED} if the thread is interrupted, {@code CLOSED} if the
     * participant is closed
     */
    void check();
}
