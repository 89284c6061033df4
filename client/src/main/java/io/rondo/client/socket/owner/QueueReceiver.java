package io.rondo.client.socket.owner;

import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.DataReceiver;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import org.agrona.DirectBuffer;

/**
 * Receives the messages of one connected publisher, each exactly once. Confined to the event loop, or to the thread
 * that holds its lease.
 */
final class QueueReceiver {
    private final PublisherRegistry.Entry publisher;
    private final PublisherSink sink;
    private final DataReceiver receiver;
    private final int maxMessageLength;
    private final int window;
    /** The last sequence received on this connection. */
    private long lastSequence;
    private boolean hasNewData;

    /**
     * Creates the receiver of a connection.
     *
     * @param publisher what the owner remembers of the publisher
     * @param sink accepts its messages
     * @param channel limits of a message and of the window
     */
    QueueReceiver(Connection connection, PublisherRegistry.Entry publisher, PublisherSink sink,
            OwnedChannel.Properties channel) {
        this.publisher = publisher;
        this.sink = sink;
        maxMessageLength = channel.maxMessageLength();
        window = channel.window();
        lastSequence = publisher.confirmed();
        receiver = new DataReceiver(connection, window, lastSequence, sink::confirmed);
    }

    /** Bytes of Data frames that the publisher may send without a further acknowledgement. */
    int window() {
        return window;
    }

    PublisherRegistry.Entry publisher() {
        return publisher;
    }

    boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        if (length > maxMessageLength) {
            throw new SessionException("Data of " + length + " bytes is longer than " + maxMessageLength
                    + ", the channel's longest message");
        }
        int frameLength = SessionEncoder.dataFrameLength(length);
        if (!receiver.withinCredit(frameLength)) {
            throw new SessionException("Data of " + frameLength + " bytes without credit for it");
        }
        long next = publisher.received() + 1;
        if (sequence > next) {
            throw new SessionException("Data has sequence " + sequence + ", but the next is " + next);
        }
        if (sequence == next) {
            if (!sink.offer(buffer, offset, length)) {
                return false;
            }
            publisher.received(sequence);
        }
        receiver.received(frameLength);
        lastSequence = Math.max(lastSequence, sequence);
        hasNewData = true;
        return true;
    }

    void onBatchEnd() {
        if (hasNewData) {
            hasNewData = false;
            sink.onBatchEnd();
            receiver.acknowledgeWhenConsumed(sink.offered(), lastSequence);
        }
    }

    void onConsumed() {
        receiver.update();
    }

    /** Acknowledges all confirmed messages. Returns the last confirmed sequence, counted exactly. */
    long acknowledgeAll() {
        onBatchEnd();
        receiver.acknowledgePending();
        return Math.max(receiver.confirmedSequence(), publisher.received() - sink.unconfirmed());
    }

    /**
     * The owner closes: acknowledges the confirmed messages and withdraws the others, which the publisher sends to the
     * next owner.
     */
    long withdrawUnconfirmed() {
        long last = acknowledgeAll();
        sink.withdraw();
        return last;
    }

    void close() {
        publisher.confirmed(acknowledgeAll());
        sink.close();
    }
}
