package io.rondo.client.sequenced;

import io.rondo.client.StartPosition;
import io.rondo.core.ring.Action;
import org.agrona.DirectBuffer;

/**
 * The messages of a sequenced topic that its egress does not hold any more. Confined to the subscriber's thread, except
 * {@link #close()}, which
 * is called when no call is in progress.
 */
public interface History extends AutoCloseable {
    /** Receives messages in place. */
    @FunctionalInterface
    interface Handler {
        /**
         * Called once per message.
         *
         * @param sequence of the message
         * @param timestamp nanoseconds since the epoch
         * @param buffer view of the message, valid until this method returns
         * @param offset index of the first byte
         * @param length in bytes
         * @return what the reader does next, not null
         */
        Action onMessage(long sequence, long timestamp, DirectBuffer buffer, int offset, int length);
    }

    /**
     * Finds where a subscriber begins.
     *
     * @param position {@link StartPosition.Latest} is behind the messages that were sequenced so far
     * @return sequence of its first message, from 1
     * @throws io.rondo.client.SequenceUnavailableException if the position names a sequence that was removed
     */
    long firstSequence(StartPosition position);

    /**
     * Delivers messages in the order of their sequences. Messages that the history lacks are skipped and counted in {@link
     * #lost()}.
     *
     * @param first sequence of the first message
     * @param last sequence of the last message to deliver; it was published
     * @param limit the most messages, from 1
     * @param handler called for each message; one for which it returns {@link Action#ABORT} or throws is not counted
     * @return the number delivered
     * @throws io.rondo.client.SequenceUnavailableException if the next message was removed; the next call goes on with the
     * oldest one that is kept, and {@link #lost()} counts those in between
     */
    int read(long first, long last, int limit, Handler handler);

    /** Returns the sequence with which the next {@link #read} goes on, at least that of the message after the last one. */
    long next();

    /** Returns the number of messages that were skipped because the history lacks them. Any thread. */
    long lost();

    @Override
    void close();
}
