package io.rondo.core.ring;

import io.rondo.core.wait.Condition;

/** What becomes of space that was claimed by a producer which then died. */
public interface DeadClaims {
    /** For rings whose producers' claims nobody sees. */
    DeadClaims NONE = position -> 0;

    /**
     * Looks at a position where no committed record is.
     *
     * @param position the consumer's position
     * @return bytes to skip, if a dead producer claimed them; 0 if there is nothing, a live claim, or not yet an answer
     */
    int deadLengthAt(long position);

    /** Called when the consumer has skipped such space and given it back. */
    default void skipped() {}

    /**
     * How long to sleep at most while no committed record is at a position.
     *
     * @param position the consumer's position
     * @return nanoseconds
     */
    default long maxSleepNanos(long position) {
        return Condition.MAX_SLEEP_NANOS;
    }
}
