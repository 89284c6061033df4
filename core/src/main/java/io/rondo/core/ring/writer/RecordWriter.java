package io.rondo.core.ring.writer;

import io.rondo.core.wait.Condition;

/**
 * The producer's side of a ring: claim, write, then commit or abort, one claim at a time. Confined to one thread. The
 * caller checks the lengths of claims, and that a claim is open when it commits or aborts.
 */
public interface RecordWriter {
    /** The result of a claim that does not fit into the free space. */
    long FULL = -1;

    /**
     * Claims space for a message if the space is known to be free. Does not read the consumers' positions.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL} if the consumers' positions must be read first
     */
    long tryClaimCached(int messageLength);

    /**
     * Claims space for a message.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL}
     */
    long tryClaim(int messageLength);

    /**
     * Claims space for a message, for a caller that repeats the call until there is space. On a ring with many
     * producers, a writer that has waited for long takes precedence over other producers. {@link #endWait()} ends the
     * wait.
     *
     * @param messageLength payload bytes, from 0 to the channel's longest message
     * @return address of the payload, or {@link #FULL}
     */
    default long claimWaiting(int messageLength) {
        return tryClaim(messageLength);
    }

    /**
     * Ends a wait, with or without a claim, and the precedence of this writer.
     *
     * @return whether this writer had precedence: other producers may then be asleep although there is space
     */
    default boolean endWait() {
        return false;
    }

    /**
     * Returns the longest sleep after a claim that found no space. It is short while another producer has precedence,
     * because the end of a precedence may come without a wake-up.
     *
     * @return nanoseconds, from 1
     */
    default long maxSleepNanos() {
        return Condition.MAX_SLEEP_NANOS;
    }

    /**
     * Publishes the claimed message.
     *
     * @return number of messages that this writer has published, from 1
     */
    long commit();

    /**
     * Publishes the first bytes of the claim as the message and gives the rest of the claim up. A single producer can
     * claim the rest again at once. On a ring with many producers the rest becomes padding, which is free after the
     * consumer has passed it.
     *
     * @param messageLength payload bytes, from 0 to the length of the claim
     * @return number of messages that this writer has published, from 1
     * @throws IllegalArgumentException if the length is out of range; the claim stays open
     */
    long commit(int messageLength);

    /**
     * Returns the end of the last committed record, without the padding behind it. Valid after a commit until the next
     * claim.
     *
     * @return a position, from 0
     */
    long committedEnd();

    /**
     * Returns where the last committed record begins. Valid as {@link #committedEnd()}.
     *
     * @return a position, from 0
     */
    long committedStart();

    /** Gives up the claimed space. */
    void abort();

    /** Makes all later {@link #tryClaimCached} find no space; a later {@link #tryClaim} looks again. */
    void close();

    /**
     * Publishes the position of this producer for readers that scan the ring. Called before a wait and before the end.
     */
    void flush();

    /**
     * Checks the length of a commit.
     *
     * @param messageLength payload bytes of the message
     * @param claimedLength payload bytes of the claim
     * @throws IllegalArgumentException if the message is longer than the claim, or its length is negative
     */
    static void requireCommittable(int messageLength, int claimedLength) {
        if (messageLength < 0 || messageLength > claimedLength) {
            throw new IllegalArgumentException("commit length " + messageLength + " is not from 0 to " + claimedLength
                    + ", the length of the claim: commit at most what was claimed");
        }
    }
}
