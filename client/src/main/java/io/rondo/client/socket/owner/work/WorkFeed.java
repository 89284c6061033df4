package io.rondo.client.socket.owner.work;

import io.rondo.client.RondoException;
import io.rondo.client.socket.session.work.FrameQueue;
import io.rondo.codecs.control.Outcome;
import io.rondo.core.ring.reader.RecordHandler;

/** Supplies the messages of one connected subscriber of a work queue. Called by the event loop, which must not wait. */
public interface WorkFeed {
    /** The frames with the messages. */
    FrameQueue frames();

    /**
     * Starts to append messages within the credit, from any thread.
     *
     * @param flush sends what was appended; any thread
     * @param onEnded called by the event loop when the feed has ended by itself
     */
    void start(Runnable flush, Runnable onEnded);

    /** The subscriber takes so many messages in all; at least as many as before. */
    void credit(long limit);

    /** The messages that were appended, at least; the subscriber may have received fewer. */
    long sent();

    /** The socket may have accepted frames, so that there is space for others. */
    void onSpace();

    /**
     * Ends a lease.
     *
     * @return false if another consumer has taken the message over
     * @throws IllegalStateException if the subscriber does not hold such a message
     * @throws io.rondo.client.RondoException if the feed has ended
     */
    boolean settle(long lease, Outcome outcome, long delayNanos);

    /**
     * Shows the messages behind those that the subscriber holds, each once, whichever consumer takes them.
     *
     * @throws io.rondo.client.RondoException if the feed has ended
     */
    void lookAhead(RecordHandler handler);

    /** Why the feed has ended by itself, or that the segment was removed, also after {@link #close}; otherwise null. */
    RondoException failure();

    /** Ends the feed, and returns the messages that the subscriber holds. Idempotent. */
    void close();

    /** Ends the feed of a subscriber that is gone: other consumers take over what it holds. Without effect after {@link #close}. */
    void abandon();
}
