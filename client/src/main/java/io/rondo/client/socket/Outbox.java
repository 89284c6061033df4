package io.rondo.client.socket;

import io.rondo.client.Publisher;
import io.rondo.core.memory.SegmentBuffer;

/** Where a publisher's messages go. Used by the publisher's thread, one claim at a time, except where it says otherwise. */
interface Outbox {
    /** Returned by {@link #tryClaim} when there is a place. */
    long CLAIMED = 0;

    /**
     * Claims a place for a message.
     *
     * @param length in bytes, at most {@link #maxMessageLength()}
     * @return {@link #CLAIMED}, {@link Publisher#BACK_PRESSURED} or {@link Publisher#NOT_CONNECTED}
     * @throws io.rondo.core.RondoException what the publisher must be told
     */
    long tryClaim(int length);

    /** Moves a view over what was claimed. */
    void moveTo(SegmentBuffer view);

    /** Sends what was claimed, and returns its sequence. */
    long commit();

    /** Any thread: the longest message. */
    int maxMessageLength();

    /** Any thread: the last sequence that is confirmed. */
    long confirmed();

    /** Any thread: who takes part. */
    Census census();

    /**
     * Any thread, once, while the publisher's thread is in no call: waits until what was committed is confirmed, and closes.
     *
     * @param lingerNanos the longest wait
     * @throws io.rondo.core.RondoException if messages are not confirmed; it is closed nevertheless
     */
    void close(long lingerNanos);
}
