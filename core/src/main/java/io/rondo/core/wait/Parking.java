package io.rondo.core.wait;

/** Sleeping in the kernel, in three steps: {@link #prepare()}, look once more, {@link #sleep(long)}. */
public interface Parking {
    /** Announces the sleeper. What a waker published before it missed the announcement is seen by the next look. */
    void prepare();

    /**
     * Sleeps until woken, interrupted or closed; may return at any time.
     *
     * @param maxNanos longest sleep in nanoseconds, from 1
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted
     * @throws io.rondo.core.ClosedException if the participant is closed
     */
    void sleep(long maxNanos);

    /**
     * Called between looks while spinning.
     *
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted
     * @throws io.rondo.core.ClosedException if the participant is closed
     */
    void check();
}
