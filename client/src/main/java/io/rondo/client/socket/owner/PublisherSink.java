package io.rondo.client.socket.owner;

import org.agrona.DirectBuffer;

/**
 * Accepts the messages of one connected publisher. Confined to the event loop, or to the thread that holds its lease.
 */
public interface PublisherSink {
    /** Accepts a message. Returns false if there is no space; the connection is resumed when there may be. */
    boolean offer(DirectBuffer buffer, int offset, int length);

    /** All messages of one read were offered. */
    void onBatchEnd();

    /** The position behind the last accepted message. */
    long offered();

    /** The position up to which messages are confirmed. */
    long confirmed();

    /** The number of this publisher's accepted, unconfirmed messages. Exact, but slower than comparing positions. */
    int unconfirmed();

    /**
     * Withdraws this publisher's unconfirmed messages from the channel. Called when the owner has stopped consuming and
     * is about to report the last confirmed sequence. The publisher sends the withdrawn messages to the next owner.
     */
    void withdraw();

    /** No message will follow. */
    void close();
}
