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
     * Waits for a short time for what cannot wake a parked thread. Called before {@link #beforeSleep}. For waits that are
     * so short that parking would take longer.
     *
     * @param maxNanos longest wait in nanoseconds, from 1
     * @return true if the condition is to be checked again; false if the thread is to be parked
     */
    default boolean waitBriefly(long maxNanos) {
        return false;
    }

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
