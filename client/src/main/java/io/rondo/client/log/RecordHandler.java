package io.rondo.client.log;

/** Receives the messages of a log. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Called for each message, in order.
     *
     * @param record the message, valid until this method returns
     */
    void onRecord(LogRecord record);
}
