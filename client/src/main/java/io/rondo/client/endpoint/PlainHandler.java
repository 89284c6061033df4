package io.rondo.client.endpoint;

import io.rondo.client.MessageHandler;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import org.agrona.DirectBuffer;

/** Passes records to the user's handler of the current poll. One for a subscriber, so that a poll does not allocate. */
final class PlainHandler implements RecordHandler {
    private MessageHandler handler;

    PlainHandler to(MessageHandler newHandler) {
        // An unchanged reference is not stored again, which spares the collector's barrier.
        if (handler != newHandler) {
            handler = newHandler;
        }
        return this;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        handler.onMessage(buffer, offset, length);
        return Action.CONTINUE;
    }
}
