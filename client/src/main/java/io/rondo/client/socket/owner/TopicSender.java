package io.rondo.client.socket.owner;

import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.WriterReference;
import io.rondo.client.socket.session.SendWindow;
import org.agrona.DirectBuffer;

/**
 * Sends messages to one connected subscriber and keeps the unconfirmed ones. Survives a lost connection for the grace
 * period, so that a reconnecting subscriber misses nothing. One thread appends; all else is confined to the event loop.
 */
final class TopicSender {
    private final SendWindow window;
    private final SubscriberSource source;
    private final WriterReference currentWriter = new WriterReference();
    private Connection connection;
    private boolean closed;
    private volatile String eviction;

    /**
     * Creates the sender of a subscriber.
     *
     * @param source supplies the messages
     * @param length of the window in bytes of Data frames
     */
    TopicSender(SubscriberSource source, int length) {
        this.source = source;
        window = new SendWindow(length);
        window.startAfter(source.messagesBefore());
    }

    /** Appender: sends a message; false without credit or space. */
    boolean offer(long number, DirectBuffer buffer, int offset, int length) {
        if (!window.tryClaim(length)) {
            return false;
        }
        append(number, buffer, offset, length);
        return true;
    }

    /** Appender: appends a message that may wait in the window for credit; false without space. */
    boolean offerBeyondCredit(long number, DirectBuffer buffer, int offset, int length) {
        if (!window.tryClaimBeyondCredit(length)) {
            return false;
        }
        append(number, buffer, offset, length);
        return true;
    }

    private void append(long number, DirectBuffer buffer, int offset, int length) {
        window.copy(buffer, offset, length);
        window.commit(number);
        currentWriter.flush();
    }

    /** Any thread: the subscriber did not keep up. The event loop reports the eviction. */
    void evict(String why) {
        eviction = why;
    }

    String eviction() {
        return eviction;
    }

    SendWindow window() {
        return window;
    }

    SubscriberSource source() {
        return source;
    }

    /** Loop: the current connection, or null. */
    Connection connection() {
        return connection;
    }

    void connect(Connection opened) {
        connection = opened;
        window.rewind();
        currentWriter.open(opened.writer());
    }

    void disconnect() {
        connection = null;
        currentWriter.close();
        window.rewind();
    }

    /** Whether the subscriber has confirmed all published messages, or has no connection. */
    boolean isDrained() {
        return closed || connection == null || source.isDrained() && window.isConfirmed();
    }

    void close() {
        if (!closed) {
            closed = true;
            source.close();
        }
    }

    boolean isClosed() {
        return closed;
    }
}
