package io.rondo.core.ring;

/**
 * A producer's side of a ring: claim, write, then commit or abort, one claim at a time. Confined to one thread. The caller
 * checks lengths and that claims do not overlap.
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
