package io.rondo.core.ring.reader;

import io.rondo.core.wait.Condition;

/** Recovers space that a dead producer claimed and did not commit. */
public interface AbandonedClaimRecovery {
    /** For single-producer rings: consumers never see a claim before its commit. */
    AbandonedClaimRecovery NONE = position -> 0;

    /** No poll needs to look for claims. */
    int MANY_LOOKS = 1 << 30;

    /**
     * Checks a position that holds no committed record.
     *
     * @param position the consumer's position
     * @return length of the space to skip if a dead producer claimed it; 0 if it is unclaimed, claimed by a live
     * producer, or not decided yet
     */
    int abandonedLengthAt(long position);

    /**
     * Returns how many further looks at a position without a claim may be made without a call of {@link
     * #abandonedLengthAt}. {@link #looked} counts them.
     *
     * @return a number, from 0
     */
    default int spareLooks() {
        return MANY_LOOKS;
    }

    /** Counts looks that took the place of calls of {@link #abandonedLengthAt}. */
    default void looked(int count) {}

    /** Called when the consumer has skipped such space and confirmed it. */
    default void skipped() {}

    /**
     * Returns the longest sleep while no committed record is at a position.
     *
     * @param position the consumer's position
     * @return nanoseconds
     */
    default long maxSleepNanos(long position) {
        return Condition.MAX_SLEEP_NANOS;
    }
}
