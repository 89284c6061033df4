package io.rondo.core.wait;

/** What a participant waits for. */
@FunctionalInterface
public interface Condition {
    /** Longest sleep where nothing says otherwise: a waker that died before its wake is found at the next look. */
    long MAX_SLEEP_NANOS = 1_000_000_000L;

    /**
     * Looks once.
     *
     * @return whether there is something to do
     */
    boolean holds();

    /**
     * Called before the sleeper announces itself, after which it looks once more: from then on whatever makes this hold must wake it.
     */
    default void beforeSleep() {}

    /**
     * How long to sleep at most before the next look.
     *
     * @return nanoseconds, from 1
     */
    default long maxSleepNanos() {
        return MAX_SLEEP_NANOS;
    }
}
