package io.rondo.client.endpoint;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import java.util.Objects;
import org.agrona.DirectBuffer;

/** As {@link PlainHandler}, for controlled polls. */
final class ControlledHandler implements RecordHandler {
    private ControlledMessageHandler handler;
    private boolean aborted;

    ControlledHandler to(ControlledMessageHandler its) {
        handler = its;
        aborted = false;
        return this;
    }

    /** Whether the present poll ended with a message that the handler aborted. */
    boolean hasAborted() {
        return aborted;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int length) {
        io.rondo.client.Action action = handler.onMessage(buffer, offset, length);
        return switch (Objects.requireNonNull(action, "the handler returned null: return an Action")) {
            case CONTINUE -> Action.CONTINUE;
            case COMMIT -> Action.COMMIT;
            case BREAK -> Action.BREAK;
            case ABORT -> {
                aborted = true;
                yield Action.ABORT;
            }
        };
    }
}
