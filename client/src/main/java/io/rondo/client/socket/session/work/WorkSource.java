package io.rondo.client.socket.session.work;

import io.rondo.client.socket.session.ParticipantCounts;

/** Connects the subscriber of a work queue with its owners, one after the other. Any thread, except where stated. */
public interface WorkSource {
    /** The present connection, or the last one; null before the first owner has accepted this subscriber. */
    WorkLink link();

    /** Subscriber's thread: receives in place of the event loop, if possible. Returns whether bytes arrived. */
    boolean receiveInline();

    /** Subscriber's thread: it is about to sleep. */
    void beforeSleep();

    /** Why no more messages will arrive; null while messages may arrive. */
    RuntimeException failure();

    /** The channel's participant counts. */
    ParticipantCounts participantCounts();

    /** Leaves the channel, when the owner has answered what was settled, or does not answer. Called once. */
    void leave();
}
