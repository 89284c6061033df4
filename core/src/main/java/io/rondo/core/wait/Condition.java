package io.rondo.core.wait;

/** The condition that a participant waits for. */
@FunctionalInterface
public interface Condition {
    /** Default of the longest sleep: bounds the delay after a waker that died before its wake. */
    long MAX_SLEEP_NANOS = 1_000_000_000L;

    /**
     * Checks the condition once.
     *
     * @return whether it holds
     */
    boolean holds();

    /**
     * Called before the sleeper announces itself, after which it checks the condition once more. From this call on,
     * every change that makes the condition hold must wake the sleeper.
     */
    default void beforeSleep() {}

    /**
     * Returns the longest sleep before the next check.
     *
     * @return nanoseconds, from 1
     */
    default long maxSleepNanos() {
        return MAX_SLEEP_NANOS;
    }
}
