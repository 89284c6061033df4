package io.rondo.client.endpoint;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import org.agrona.DirectBuffer;

/** As {@link PlainHandler}, for controlled polls. */
final class ControlledHandler implements RecordHandler {
    private ControlledMessageHandler handler;

    ControlledHandler to(ControlledMessageHandler its) {
        handler = its;
        return this;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        return switch (handler.onMessage(buffer, offset, length)) {
            case CONTINUE -> Action.CONTINUE;
            case COMMIT -> Action.COMMIT;
            case BREAK -> Action.BREAK;
            case ABORT -> Action.ABORT;
        };
    }
}
