package io.rondo.core.wait;

/** One participant's waiting. Confined to the participant's thread. */
public interface Waiter {
    /**
     * Waits until the condition holds or the deadline passes.
     *
     * @param condition what to wait for; looked at at least once
     * @param parking how to sleep until the other side wakes this one
     * @param deadline {@link System#nanoTime()} when to give up; compared by difference
     * @return whether the condition held at the last look
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted
     * @throws io.rondo.core.ClosedException if the participant is closed
     */
    boolean await(Condition condition, Parking parking, long deadline);
}
