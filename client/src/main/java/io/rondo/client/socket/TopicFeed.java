package io.rondo.client.socket;

import org.agrona.DirectBuffer;

/**
 * What one connected subscriber has not confirmed yet. It outlives a lost connection for a moment, so that a subscriber that comes
 * back misses nothing. One thread appends; the rest is confined to the loop.
 */
final class TopicFeed {
    private final SendWindow window;
    private final Outflow source;
    private final WayOut wayOut = new WayOut();
    private Wire wire;
    private boolean closed;
    private volatile String eviction;

    /**
     * Creates the feed of a subscriber.
     *
     * @param source where its messages come from
     * @param length bytes of frames that may be under way
     */
    TopicFeed(Outflow source, int length) {
        this.source = source;
        window = new SendWindow(length);
        window.begin(source.before());
    }

    /** Appender: sends a message; false if the subscriber has not taken enough of those before. */
    boolean offer(long number, DirectBuffer buffer, int offset, int length) {
        if (!window.tryClaim(length)) {
            return false;
        }
        append(number, buffer, offset, length);
        return true;
    }

    /** Appender: the same for a message that may wait in the window for the subscriber's credit. */
    boolean offerAhead(long number, DirectBuffer buffer, int offset, int length) {
        if (!window.tryClaimAhead(length)) {
            return false;
        }
        append(number, buffer, offset, length);
        return true;
    }

    private void append(long number, DirectBuffer buffer, int offset, int length) {
        window.copy(buffer, offset, length);
        window.commit(number);
        wayOut.kick();
    }

    /** Any thread: the subscriber did not keep up, and is told when the loop looks next. */
    void evict(String why) {
        eviction = why;
    }

    String eviction() {
        return eviction;
    }

    SendWindow window() {
        return window;
    }

    Outflow source() {
        return source;
    }

    /** Loop: the connection it goes over, or null. */
    Wire wire() {
        return wire;
    }

    void connect(Wire connection) {
        wire = connection;
        window.rewind();
        wayOut.open(connection.outlet());
    }

    void disconnect() {
        wire = null;
        wayOut.close();
        window.rewind();
    }

    /** Whether the subscriber has all that was published, as far as can be known. */
    boolean isSettled() {
        return closed || wire == null || source.isDrained() && window.isConfirmed();
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
