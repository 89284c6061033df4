package io.rondo.client.socket.owner;

import io.rondo.client.shm.SharedMemory;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.ring.reader.UnreadMessageWithdrawal;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Writes the messages of one connected publisher into the segment of an ephemeral queue. The segment is removed with
 * its last participant in shared memory, and connected publishers do not count. So a message is confirmed only when the
 * consumer has confirmed it.
 */
final class EphemeralQueueSink implements PublisherSink {
    private final PublisherSink ring;
    private final LongSupplier committedEnd;
    private final UnreadMessageWithdrawal unread;
    private final UnconsumedMessages unconsumed;
    private final long publisher;
    private long offered;
    private long confirmed;
    private boolean closed;

    /**
     * Creates the sink.
     *
     * @param ring accepts the messages
     * @param writer of the ring
     * @param unconsumed messages of all connected publishers of the queue
     * @param publisher id, the same on each of its connections
     */
    EphemeralQueueSink(PublisherSink ring, SharedMemory.RemotePublisher writer, UnconsumedMessages unconsumed,
            long publisher) {
        this.ring = ring;
        committedEnd = writer.committedEnd();
        unread = writer.unread();
        this.unconsumed = unconsumed;
        this.publisher = publisher;
        // Includes the messages of the publisher's earlier connections.
        offered = unconsumed.lastEnd();
    }

    @Override
    public boolean offer(DirectBuffer buffer, int offset, int length) {
        if (!ring.offer(buffer, offset, length)) {
            return false;
        }
        offered = committedEnd.getAsLong();
        unconsumed.add(publisher, offered - RecordLayout.recordLength(length), offered, confirmed());
        return true;
    }

    @Override
    public void onBatchEnd() {
        ring.onBatchEnd();
    }

    @Override
    public long offered() {
        return offered;
    }

    @Override
    public long confirmed() {
        if (!closed) {
            confirmed = unread.start();
        }
        return confirmed;
    }

    @Override
    public int unconfirmed() {
        return unconsumed.forEach(publisher, confirmed(), (start, end) -> {});
    }

    @Override
    public void withdraw() {
        unconsumed.forEach(publisher, confirmed(), unread::withdraw);
    }

    @Override
    public void close() {
        confirmed();
        closed = true;
        ring.close();
    }
}
