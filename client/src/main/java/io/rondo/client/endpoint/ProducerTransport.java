package io.rondo.client.endpoint;

import io.rondo.client.Publisher;
import io.rondo.core.buffer.SegmentBuffer;

/**
 * A producer's side of a transport: claim, write, then commit or abort, one claim at a time. Called inside a call of
 * the publisher, by one thread at a time, except where stated. The caller checks lengths.
 */
public interface ProducerTransport extends EndpointTransport {
    /**
     * Claims space that is known to be free, without a look at shared state. May run concurrently with
     * {@link #detach()}.
     *
     * @param length of the message in bytes
     * @return the claim, from 0; or {@link Publisher#BACK_PRESSURED} if {@link #tryClaim} must decide
     */
    long tryClaimCached(int length);

    /**
     * Claims space.
     *
     * @param length of the message in bytes
     * @return the claim, from 0; {@link Publisher#BACK_PRESSURED} or {@link Publisher#NOT_CONNECTED}
     */
    long tryClaim(int length);

    /** Begins a wait for space, which {@link #endWait()} ends. */
    void beginWait();

    /**
     * As {@link #tryClaim}, repeated during a wait.
     *
     * @param length of the message in bytes
     * @return as {@link #tryClaim}
     */
    long claimWaiting(int length);

    /** During a wait, after a claim without success: whether the channel has had no live consumer for some time. */
    boolean isWithoutConsumer();

    /** Whether a consumer is there, as far as this can be told without waiting. May ask the kernel. */
    default boolean hasConsumer() {
        return true;
    }

    /** During a wait: called before the thread announces that it sleeps. */
    void beforeSleep();

    /** The longest sleep between two claims during a wait, in nanoseconds. */
    long maxSleepNanos();

    /** Ends a wait, with or without a claim. */
    void endWait();

    /** Creates a view of capacity 0 for {@link #show}. */
    SegmentBuffer newView();

    /**
     * Moves a view over a claimed message.
     *
     * @param view made by {@link #newView()}
     * @param claim returned by the last claim
     * @param length of the message in bytes
     */
    void show(SegmentBuffer view, long claim, int length);

    /**
     * Returns whether no message with this sequence or a later one was published before, and counts the message as
     * ignored otherwise. For transports that let the user choose sequences.
     *
     * @param sequence from 1
     * @throws IllegalStateException if the user may not choose sequences
     * @throws IllegalArgumentException if the sequence is not positive
     */
    default boolean isNew(long sequence) {
        throw new IllegalStateException("this publisher numbers its messages itself: leave the sequence out");
    }

    /** Sets the sequence of the claimed message, for which {@link #isNew} returned true. */
    default void number(long sequence) {
        throw new IllegalStateException("this publisher numbers its messages itself: leave the sequence out");
    }

    /** Returns the number of messages for which {@link #isNew} returned false. For the publisher's thread. */
    default long ignored() {
        return 0;
    }

    /** Publishes the claimed message; returns its sequence. */
    long commit();

    /**
     * Publishes the beginning of the claimed message.
     *
     * @param length in bytes, from 0 to the claimed length
     * @return the message's sequence
     */
    long commit(int length);

    /**
     * Returns a number that identifies the message that was committed last, and grows with each message: for comparison
     * with {@link #abandonedEnd()}, or for {@link #isAbandoned}. 0 on transports that carry no requests.
     */
    default long requestMark() {
        return 0;
    }

    /**
     * On the request queue of a service: returns the end of the last message that will not be answered because its
     * responder took it and ended, or was lost with it. It never decreases. Asks the kernel.
     */
    default long abandonedEnd() {
        return 0;
    }

    /**
     * Returns whether the responders of a service compete for the requests. Then {@link #isAbandoned} tells about each
     * request, and {@link #abandonedEnd()} about none.
     */
    default boolean hasCompetingConsumers() {
        return false;
    }

    /** Begins a round of questions about requests: the kernel is asked again about each responder. */
    default void beginLook() {}

    /**
     * Returns whether a request will not be delivered again and its responder has ended, or it was lost on the way.
     *
     * @param mark {@link #requestMark()} of the request
     */
    default boolean isAbandoned(long mark) {
        return false;
    }

    /** Returns whether a responder has taken the request with a mark, as far as is known. */
    default boolean isTaken(long mark) {
        return false;
    }

    /** Gives the claimed space up. */
    void abort();

    /** The longest message in bytes. Any thread. */
    int maxMessageLength();

    /** The last confirmed sequence. Any thread, also after {@link #detach()}. */
    long confirmed();
}
