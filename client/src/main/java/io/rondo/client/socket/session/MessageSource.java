package io.rondo.client.socket.session;

import io.rondo.core.wait.Condition;

/** Supplies a subscriber's messages. Any thread, except where stated. */
public interface MessageSource {
    /** Received and unconsumed messages; null before the first owner has named its longest message. */
    ReceiveBuffer receiveBuffer();

    /** Subscriber's thread: receives in place of the event loop, if possible. Returns whether messages arrived. */
    boolean receiveInline();

    /** Subscriber's thread: as {@link Condition#waitBriefly}, for messages to {@link #receiveInline}. */
    boolean waitBriefly(Condition arrival, long maxNanos);

    /** Subscriber's thread: it is about to sleep. */
    void beforeSleep();

    /** Subscriber's thread: it has consumed messages. */
    void consumed();

    /**
     * Why no more messages will arrive.
     *
     * @return the exception to throw once the buffer is empty; null while messages may arrive
     */
    RuntimeException failure();

    /** Messages that were lost before the subscriber could consume them. */
    long lost();

    /** The channel's participant counts. */
    ParticipantCounts participantCounts();

    /** Leaves the channel. Called once. */
    void close();
}
