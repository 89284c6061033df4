package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import io.rondo.client.SlowConsumer;
import io.rondo.client.shm.SharedMemory;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.function.LongSupplier;

/** A channel whose owner has a segment: each connected peer takes part in it as one more participant. */
final class SegmentChannel implements OwnedChannel {
    private final SharedMemory memory;
    private final Identity identity;
    private final LongSupplier messages;
    private final EventLoop eventLoop;
    private final Runnable onNews;
    /** Of an ephemeral queue. */
    private final UnconsumedMessages unconsumed = new UnconsumedMessages();

    /**
     * Creates the view of the channel.
     *
     * @param memory where it is
     * @param owned what its owner holds
     * @param eventLoop calls all methods
     * @param onNews run by the loop when an outflow has ended by itself
     */
    SegmentChannel(SharedMemory memory, SharedMemory.Owned owned, EventLoop eventLoop, Runnable onNews) {
        this.memory = memory;
        identity = owned.identity();
        messages = owned.messages();
        this.eventLoop = eventLoop;
        this.onNews = onNews;
    }

    @Override
    public Welcome welcome(long ownerId, long confirmedSequence, long creditLimit) {
        return new Welcome(ownerId, confirmedSequence, creditLimit, identity.maxMessageLength(), identity.capacity(),
                SessionEncoder.PROTOCOL_VERSION, identity.schemaId(), identity.schemaVersion(),
                identity.kind().isTopic() ? ChannelKind.TOPIC : ChannelKind.QUEUE, identity.kind() != RingKind.MPSC,
                identity.ephemeral(), true);
    }

    @Override
    public void requireMatch(Terms terms) {
        SegmentSpec.Builder spec = SegmentSpec.builder();
        if (terms.kind() != null) {
            spec.topic(terms.kind() == ChannelKind.TOPIC);
        }
        if (terms.singleProducer() != null) {
            spec.singleProducer(terms.singleProducer());
        }
        if (terms.capacity() != null) {
            spec.capacity(terms.capacity());
        }
        if (terms.maxMessageLength() != null) {
            spec.maxMessageLength(terms.maxMessageLength());
        }
        if (terms.schemaId() != null) {
            spec.schema(terms.schemaId(), terms.schemaVersion() == null ? 0 : terms.schemaVersion());
        }
        if (terms.ephemeral() != null) {
            spec.ephemeral(terms.ephemeral());
        }
        identity.requireMatch(spec.build());
    }

    @Override
    public Inflow admitPublisher(Peer peer, long id, Runnable onRoom) {
        SharedMemory.RemotePublisher writer = memory.remotePublisher(identity, peer.pid(), peer.uid());
        RingInflow inflow = new RingInflow(writer, eventLoop, SocketLoop.helpers(), onRoom);
        return identity.ephemeral() ? new EphemeralInflow(inflow, writer, unconsumed, id) : inflow;
    }

    @Override
    public Outflow admitSubscriber(Peer peer, SlowConsumer policy) {
        SharedMemory.RemoteSubscriber reader = memory.remoteSubscriber(identity, policy, peer.pid(), peer.uid());
        return new RingOutflow(reader, messages, SocketLoop.helpers(),
                () -> eventLoop.execute(onNews));
    }

    @Override
    public Census census() {
        int producers = 0;
        int consumers = 0;
        try (SegmentObserver observer = memory.store().observe(identity.name())) {
            for (ParticipantInfo info : observer.table().list()) {
                if (info.alive() && !info.isEvicted()) {
                    producers += info.role() == Role.PRODUCER ? 1 : 0;
                    consumers += info.role() == Role.CONSUMER ? 1 : 0;
                }
            }
        }
        return new Census(producers, consumers);
    }
}
