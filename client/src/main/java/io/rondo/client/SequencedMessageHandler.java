package io.rondo.client;

import org.agrona.DirectBuffer;

/** Receives messages of a sequenced topic in place. */
@FunctionalInterface
public interface SequencedMessageHandler {
    /**
     * Called once per message, on the thread that polls. The view is read-only, reused, and valid until this method
     * returns. Bytes before {@code offset} do not belong to the message.
     *
     * <p>If it throws, the messages before this one are confirmed, this one is delivered again by the next poll, and the
     * exception reaches the caller of {@code poll}.
     *
     * @param sequence of the message in the topic: each message has the sequence of the one before plus 1
     * @param timestamp time at which the broker sequenced the message, in nanoseconds since the epoch; never less than
     * that of the message before
     * @param buffer view of the message
     * @param offset index of the first byte in {@code buffer}
     * @param length length of the message in bytes, from 0
     */
    void onMessage(long sequence, long timestamp, DirectBuffer buffer, int offset, int length);
}
