package io.rondo.client;

import org.agrona.DirectBuffer;

/** Receives messages in place. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Called once per message, on the thread that polls. The view is read-only, bounded to this message, and reused: it
     * is valid until this method returns.
     *
     * <p>If it throws, the messages before this one are confirmed, this one is delivered again by the next poll, and the
     * exception reaches the caller of {@code poll}. {@link Subscriber#controlledPoll} can skip such a message.
     *
     * @param buffer view of the message
     * @param offset index of the first byte in {@code buffer}
     * @param length length of the message in bytes, from 0
     */
    void onMessage(DirectBuffer buffer, int offset, int length);
}
