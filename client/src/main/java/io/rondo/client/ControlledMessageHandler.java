package io.rondo.client;

import org.agrona.DirectBuffer;

/** Receives messages in place, and decides after each how the poll goes on. */
@FunctionalInterface
public interface ControlledMessageHandler {
    /**
     * Called once per message, on the thread that polls. The view is read-only, bounded to this message, and reused: it
     * is valid until this method returns.
     *
     * <p>An exception acts as {@link Action#ABORT} and reaches the caller of {@code controlledPoll}.
     *
     * @param buffer view of the message
     * @param offset index of the first byte in {@code buffer}
     * @param length length of the message in bytes, from 0
     * @return how the poll goes on; not null
     */
    Action onMessage(DirectBuffer buffer, int offset, int length);
}
