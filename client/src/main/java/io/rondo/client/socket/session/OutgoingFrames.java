package io.rondo.client.socket.session;

/**
 * The Data frames that a connection's writer sends: those in a ring, and behind them the range of a file. For the holder of
 * the connection's write token, except where stated.
 */
public interface OutgoingFrames {
    /** Holds encoded frames. */
    ByteRing ring();

    /**
     * Returns the start of the bytes to send.
     *
     * @param appended the end of the ring; the same for {@link #sendEnd}
     */
    long sendStart(long appended);

    /**
     * Returns the end of the contiguous whole frames that may be sent.
     *
     * @param appended the same end as for {@link #sendStart}, because a later one may lie behind padding
     */
    long sendEnd(long appended);

    /** Any thread: whether there are frames that may be sent. */
    boolean hasPending();

    /** The bytes up to a position are about to be written to the socket. */
    void onSending(long position);

    /** The socket accepted the bytes up to a position. */
    void onSent(long position);

    /** Returns the range of a file to send when the ring is empty; null for none. */
    default FileRange range() {
        return null;
    }

    /** The socket accepted the range. */
    default void onRangeSent() {
        throw new IllegalStateException("there is no range");
    }
}
