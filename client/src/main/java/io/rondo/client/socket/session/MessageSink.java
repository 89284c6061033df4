package io.rondo.client.socket.session;

import io.rondo.client.Publisher;
import io.rondo.core.buffer.SegmentBuffer;

/**
 * Accepts the messages of a publisher for sending. For the publisher's thread, one claim at a time, except where
 * stated.
 */
public interface MessageSink {
    /** Result of a successful {@link #tryClaim}. */
    long CLAIMED = 0;

    /**
     * Claims space for a message.
     *
     * @param length in bytes, at most {@link #maxMessageLength()}
     * @return {@link #CLAIMED}, {@link Publisher#BACK_PRESSURED} or {@link Publisher#NOT_CONNECTED}
     * @throws io.rondo.client.RondoException if the session failed, or messages were possibly lost
     */
    long tryClaim(int length);

    /** Wraps a view around the claimed message. */
    void wrapClaim(SegmentBuffer view);

    /** Shortens the claimed message. */
    void shorten(int length);

    /** As {@link io.rondo.client.endpoint.ProducerTransport#isNew}. */
    default boolean isNew(long sequence) {
        throw new IllegalStateException("this publisher numbers its messages itself: leave the sequence out");
    }

    /** As {@link io.rondo.client.endpoint.ProducerTransport#number}. */
    default void number(long sequence) {
        throw new IllegalStateException("this publisher numbers its messages itself: leave the sequence out");
    }

    /** As {@link io.rondo.client.endpoint.ProducerTransport#ignored}. */
    default long ignored() {
        return 0;
    }

    /** Commits the claimed message and returns its sequence. */
    long commit();

    /** Any thread: whether a consumer is connected. */
    default boolean hasConsumer() {
        return true;
    }

    /** As {@link io.rondo.client.endpoint.ProducerTransport#abandonedEnd}, in sequences. */
    default long abandoned() {
        return 0;
    }

    /** As {@link io.rondo.client.endpoint.ProducerTransport#hasCompetingConsumers}. */
    default boolean hasCompetingConsumers() {
        return false;
    }

    /** As {@link io.rondo.client.endpoint.ProducerTransport#isAbandoned}, of a sequence. */
    default boolean isAbandoned(long sequence) {
        return false;
    }

    /** Gives the claim up. A claim without a commit has no effect. */
    default void abort() {}

    /** Any thread: the longest message in bytes. */
    int maxMessageLength();

    /** Any thread: the last confirmed sequence. */
    long confirmed();

    /** Any thread: the channel's participant counts. */
    ParticipantCounts participantCounts();

    /**
     * Any thread, once, while no call of the publisher is in progress: waits until all committed messages are
     * confirmed, and closes.
     *
     * @param lingerNanos the longest wait
     * @throws io.rondo.client.RondoException if messages are not confirmed; the sink is closed nevertheless
     */
    void close(long lingerNanos);
}
