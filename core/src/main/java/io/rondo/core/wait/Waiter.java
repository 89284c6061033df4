package io.rondo.core.wait;

/** The waiting of one participant. Confined to the participant's thread. */
public interface Waiter {
    /**
     * Waits until the condition holds or the deadline passes.
     *
     * @param condition the condition, checked at least once
     * @param parking lets the thread sleep until the other side wakes it
     * @param deadline value of {@link System#nanoTime()} at which to give up; compared by difference
     * @return whether the condition held at the last check
     * @throws io.rondo.core.SegmentException {@code INTERRUPTED} if the thread is interrupted, {@code CLOSED} if the
     * participant is closed
     */
    boolean await(Condition condition, Parking parking, long deadline);
}
