package io.rondo.client.log;

import io.rondo.core.ring.Action;

/** Receives the messages of a log. */
@FunctionalInterface
public interface LogRecordHandler {
    /**
     * Called for each message, in order.
     *
     * @param record the message, valid until this method returns
     * @return what the reader does next, not null; {@link Action#COMMIT} is {@link Action#CONTINUE}
     */
    Action onRecord(LogRecord record);
}
