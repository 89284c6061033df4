package io.rondo.broker.socket;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.access.Right;
import io.rondo.client.Buffers;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.connection.DataReceiver;
import io.rondo.client.socket.owner.AcceptedSession;
import io.rondo.client.socket.owner.Admission;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.OwnedChannel;
import io.rondo.client.socket.owner.PublisherRegistry;
import io.rondo.client.socket.owner.SegmentSink;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.os.LockFile;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A topic's connected publisher: one more producer of the ingress. Its messages are confirmed when the sequencer has freed
 * their records. Confined to the event loop, or to the thread that holds its lease.
 */
final class IngressPublisher implements Admission.Participation {
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;

    private final AcceptedSession session;
    private final AccessControl access;
    private final String topic;
    private final PublisherRegistry registry;
    private final PublisherRegistry.Entry entry;
    private final long producerId;
    /** Null without a producer id. */
    private final LockFile lock;
    private final SharedMemory.RemotePublisher ring;
    private final SegmentSink sink;
    private final DataReceiver receiver;
    private final OwnedChannel.Properties channel;
    private MutableDirectBuffer record = Buffers.allocate(PREFIX);
    private long lastSequence;
    /** Position behind the last record. */
    private long offeredEnd;
    private long freedEnd;
    private boolean hasNewData;
    private boolean closed;

    /**
     * What an accepted publisher holds.
     *
     * @param ring a producer of the ingress
     * @param producerId from 1; 0 for none
     * @param lock of the producer id; null without one
     * @param lastSequence the last sequence that is confirmed
     */
    record Hold(SharedMemory.RemotePublisher ring, long producerId, LockFile lock, long lastSequence) {
        /** Releases it if there will be no publisher. */
        void close() {
            ring.publisher().close();
            if (lock != null) {
                lock.close();
            }
        }
    }

    /**
     * Creates the part of an accepted peer.
     *
     * @param session of the peer
     * @param hold what it holds
     * @param access decides whether it may go on
     * @param listener of the topic
     * @param entry of this publisher
     * @param helpers wait for space
     */
    IngressPublisher(AcceptedSession session, Hold hold, AccessControl access, Listener listener,
            PublisherRegistry.Entry entry, Executor helpers) {
        this.session = session;
        this.access = access;
        topic = listener.channel();
        registry = listener.publishers();
        this.entry = entry;
        channel = listener.owned().properties();
        ring = hold.ring();
        producerId = hold.producerId();
        lock = hold.lock();
        lastSequence = hold.lastSequence();
        sink = new SegmentSink(ring, listener.executor(), helpers, session.connection()::resume);
        receiver = new DataReceiver(session.connection(), channel.window(), lastSequence, this::freedEnd);
    }

    private long freedEnd() {
        if (!closed) {
            freedEnd = ring.freedEnd().getAsLong();
        }
        return freedEnd;
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        int frameLength = SessionEncoder.dataFrameLength(length);
        if (length > channel.maxMessageLength() || !receiver.withinCredit(frameLength)) {
            throw new SessionException("Data of " + length + " bytes is longer than " + channel.maxMessageLength()
                    + ", the channel's longest message, or has no credit");
        }
        if (producerId == 0 ? sequence != lastSequence + 1 : sequence <= lastSequence) {
            throw new SessionException("Data has sequence " + sequence + " after " + lastSequence);
        }
        if (!sink.offer(prefixed(sequence, buffer, offset, length), 0, PREFIX + length)) {
            return false;
        }
        offeredEnd = ring.committedEnd().getAsLong();
        lastSequence = sequence;
        entry.received(sequence);
        receiver.received(frameLength);
        hasNewData = true;
        return true;
    }

    private DirectBuffer prefixed(long sequence, DirectBuffer buffer, int offset, int length) {
        if (record.capacity() < PREFIX + length) {
            record = Buffers.allocate(Math.min(2 * (PREFIX + length), PREFIX + channel.maxMessageLength()));
        }
        record.putLong(SequencedLayout.PRODUCER_ID, producerId);
        record.putLong(SequencedLayout.PRODUCER_SEQUENCE, sequence);
        record.putBytes(PREFIX, buffer, offset, length);
        return record;
    }

    @Override
    public void onBatchEnd() {
        if (hasNewData) {
            hasNewData = false;
            receiver.acknowledgeWhenConsumed(offeredEnd, lastSequence);
        }
    }

    @Override
    public void check() {
        OwnedChannel.Peer peer = session.peer();
        if (!access.isAllowed(topic, Right.PUBLISH, peer.uid(), peer.gids())) {
            session.bye(ByeReason.NOT_ALLOWED, Math.max(0, end()),
                    access.deny(topic, EnumSet.of(Right.PUBLISH), peer.uid()));
        }
    }

    @Override
    public void onBye(long last) {
        onBatchEnd();
        receiver.acknowledgePending();
        registry.remove(entry.id());
    }

    @Override
    public long end() {
        onBatchEnd();
        receiver.acknowledgePending();
        return freedEnd() >= offeredEnd ? lastSequence : -1;
    }

    @Override
    public void onClosed() {
        onBatchEnd();
        freedEnd();
        closed = true;
        sink.close();
        registry.disconnect(entry);
        if (lock != null) {
            lock.close();
        }
    }
}
