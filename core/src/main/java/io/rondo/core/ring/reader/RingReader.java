package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.ring.Action;
import io.rondo.core.wait.Condition;
import org.agrona.DirectBuffer;

/**
 * A consumer's side of a ring; as a {@link Condition}, it holds when there is something to read. Confined to one thread
 * except where a method says otherwise.
 */
public interface RingReader extends Condition {
    /** Receives records in place; the poll goes on after each. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Called once per record.
         *
         * @param buffer read-only view, bounded to this record's message and valid until this method returns
         * @param offset index of the first byte
         * @param length in bytes, from 0
         */
        void onMessage(DirectBuffer buffer, int offset, int length);
    }

    /**
     * Delivers the messages that are there. What the handler has seen is confirmed at the end of the poll, or earlier
     * if it returns {@link Action#COMMIT}, except a message for which it returns {@link Action#ABORT} or throws. What
     * was confirmed stays confirmed if the handler throws later.
     *
     * @param handler called for each message; decides whether the poll goes on
     * @param limit the most messages, from 1
     * @return the number of messages delivered, without an aborted one
     * @throws SegmentException {@code CORRUPT} if the ring holds a header that no producer writes
     */
    int poll(RecordHandler handler, int limit);

    /**
     * Delivers the messages that are there to a visitor that always goes on. Allocates; not for hot paths.
     *
     * @param visitor called for each message; if it throws, its own message is not confirmed
     * @param limit the most messages, from 1
     * @return the number of messages delivered
     * @throws SegmentException {@code CORRUPT} if the ring holds a header that no producer writes
     */
    default int forEach(Visitor visitor, int limit) {
        return poll((buffer, offset, length) -> {
            visitor.onMessage(buffer, offset, length);
            return Action.CONTINUE;
        }, limit);
    }

    /**
     * Looks whether nothing is there, by one load: neither a message nor an unfinished claim.
     *
     * @return false if there is something, or this reader cannot tell by one load
     */
    default boolean isEmpty() {
        return false;
    }

    /**
     * As {@link #isEmpty()}, instead of a {@link #poll} that would deliver nothing. Returns false from time to time although
     * nothing is there, because a poll also looks for the claims of dead producers, and pauses after a burst.
     *
     * @return whether a poll can be left out
     */
    default boolean isQuiet() {
        return false;
    }

    /**
     * Returns the number of messages delivered and confirmed so far, also by a poll whose handler threw at a later
     * message.
     *
     * @return the number since this reader was created
     */
    long delivered();

    /**
     * Ends the poll in progress when its handler returns, whose result counts as in any poll. Called by the handler; a
     * call by another thread may take effect only with a later message.
     */
    void stop();

    /**
     * Returns the number of messages that were overwritten before this reader could read them. Callable from any
     * thread.
     *
     * @return the number since the consumer attached
     */
    long lost();
}
