package io.rondo.core.ring;

import io.rondo.core.wait.Condition;

/**
 * A producer's side of a ring: claim, write, then commit or abort, one claim at a time. Confined to one thread. The
 * caller checks lengths and that claims do not overlap.
 */
public interface RecordWriter {
    /** Returned when there is no room. */
    long FULL = -1;

    /**
     * Reserves space for a message if it is known to be free, without a look at the consumers.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL} when a look is needed
     */
    long claimKnown(int messageLength);

    /**
     * Reserves space for a message.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL}
     */
    long tryClaim(int messageLength);

    /**
     * Reserves space for a message, for a caller that waits until there is some and calls this again and again. A
     * writer of a ring with many producers takes precedence over the others when it has waited for long. The wait ends
     * with {@link #endWait()}.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL}
     */
    default long claimWaiting(int messageLength) {
        return tryClaim(messageLength);
    }

    /**
     * Ends a wait, with or without a claim, and the precedence it may have led to.
     *
     * @return whether this writer had precedence, so that other producers may sleep although there is space
     */
    default boolean endWait() {
        return false;
    }

    /**
     * The longest sleep after a claim that found no room: space that another producer holds back ends without a
     * wake-up.
     *
     * @return nanoseconds, from 1
     */
    default long maxSleepNanos() {
        return Condition.MAX_SLEEP_NANOS;
    }

    /**
     * Publishes the claimed message.
     *
     * @return number of messages this side published, from 1
     */
    long commit();

    /**
     * Returns where the last committed record ends. Valid after {@link #commit()} until the next claim.
     *
     * @return a position, from 0
     */
    long committedEnd();

    /** Gives the claimed space up. */
    void abort();

    /** Makes claims find no room from now on. */
    void close();

    /** Tells readers that scan how far this producer is; called before it waits or leaves. */
    void flush();
}
