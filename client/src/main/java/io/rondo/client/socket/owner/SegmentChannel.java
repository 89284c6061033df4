package io.rondo.client.socket.owner;

import io.netty.channel.EventLoop;
import io.rondo.client.SlowConsumer;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.shm.WorkQueues;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.owner.work.SegmentWorkFeed;
import io.rondo.client.socket.owner.work.WorkFeed;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.LongSupplier;

/** A channel with a segment. Each connected peer occupies a slot of it. */
public final class SegmentChannel implements PlainChannel {
    private final SharedMemory memory;
    /** Null unless the channel is a work queue. */
    private final WorkQueues workQueues;
    private final Identity identity;
    private final LongSupplier messages;
    private final EventLoop eventLoop;
    private final Runnable onSourceEnded;
    /** Messages of an ephemeral queue. */
    private final UnconsumedMessages unconsumed = new UnconsumedMessages();

    /**
     * Creates the view of the channel.
     *
     * @param memory the owner's shared memory
     * @param workQueues the owner's work queues; null if the channel is none
     * @param owned the owner's segment
     * @param eventLoop calls all methods
     * @param onSourceEnded run by the event loop when a source has ended by itself
     */
    public SegmentChannel(SharedMemory memory, WorkQueues workQueues, SharedMemory.Owned owned, EventLoop eventLoop,
            Runnable onSourceEnded) {
        this.memory = memory;
        this.workQueues = workQueues;
        identity = owned.identity();
        messages = owned.messages();
        this.eventLoop = eventLoop;
        this.onSourceEnded = onSourceEnded;
    }

    @Override
    public Properties properties() {
        return new Properties(kind(),
                !identity.kind().hasManyProducers(), identity.capacity(), identity.maxMessageLength(),
                identity.schemaId(), identity.schemaVersion(), identity.ephemeral(), true,
                identity.kind() == RingKind.WORK);
    }

    private ChannelKind kind() {
        if (identity.service()) {
            return ChannelKind.SERVICE;
        }
        return switch (identity.kind()) {
            case SPMC -> ChannelKind.TOPIC;
            case WORK -> ChannelKind.WORK;
            case SPSC, MPSC -> ChannelKind.QUEUE;
        };
    }

    private static ChannelForm form(ChannelKind kind) {
        return switch (kind) {
            case TOPIC -> ChannelForm.TOPIC;
            case WORK -> ChannelForm.WORK_QUEUE;
            default -> ChannelForm.QUEUE;
        };
    }

    @Override
    public void requireMatch(Terms terms) {
        // An observer names no kind; the admission compares that of others.
        SegmentSpec.Builder spec = SegmentSpec.builder()
                .service(terms.kind() == null ? identity.service() : terms.kind() == ChannelKind.SERVICE);
        if (terms.kind() != null) {
            spec.form(form(terms.kind()));
        }
        if (terms.singleProducer() != null) {
            spec.singleProducer(terms.singleProducer());
        }
        if (terms.capacity() != null) {
            spec.capacity(terms.capacity());
        }
        if (terms.maxMessageLength() != null) {
            int header = terms.kind() == ChannelKind.SERVICE ? RequestEncoder.BLOCK_LENGTH : 0;
            spec.headerLength(header).maxMessageLength(Math.max(0, terms.maxMessageLength() - header));
        }
        if (terms.schemaId() != null) {
            spec.schema(terms.schemaId(), terms.schemaVersion() == null ? 0 : terms.schemaVersion());
        }
        if (terms.maxDeliveries() != null) {
            spec.maxDeliveries(terms.maxDeliveries());
        }
        if (terms.processingDeadline() != null) {
            spec.processingDeadlineMillis(terms.processingDeadline());
        }
        if (terms.responders() != null) {
            spec.responders(terms.responders());
        }
        if (terms.ephemeral() != null) {
            spec.ephemeral(terms.ephemeral());
        }
        try {
            identity.requireMatch(spec.build());
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        }
    }

    @Override
    public PublisherSink admitPublisher(Peer peer, long id, Runnable onSpace) {
        SharedMemory.RemotePublisher writer = memory.remotePublisher(identity, peer.pid(), peer.uid());
        if (writer == null) {
            return null;
        }
        SegmentSink sink = new SegmentSink(writer, eventLoop, SocketEventLoop.helpers(), onSpace);
        // A work queue's messages may be held, so none can be withdrawn: those in the segment are confirmed.
        return (identity.service() || identity.ephemeral()) && identity.kind() != RingKind.WORK
                ? new EphemeralQueueSink(sink, writer, unconsumed, id)
                : sink;
    }

    @Override
    public SubscriberSource admitSubscriber(Peer peer, SlowConsumer policy) {
        SharedMemory.RemoteSubscriber reader = memory.remoteSubscriber(identity, policy, peer.pid(), peer.uid());
        return reader == null
                ? null
                : new SegmentSource(reader, messages, SocketEventLoop.helpers(),
                        () -> eventLoop.execute(onSourceEnded));
    }

    @Override
    public WorkFeed admitWorker(Peer peer) {
        WorkQueues.RemoteSubscriber consumer = workQueues.remoteSubscriber(identity, peer.pid(), peer.uid());
        return consumer == null
                ? null
                : new SegmentWorkFeed(consumer, properties().window(), identity.maxMessageLength(), eventLoop,
                        SocketEventLoop.helpers());
    }

    @Override
    public SegmentDescriptors descriptors() {
        return memory.descriptors(identity);
    }

    @Override
    public void requireNotLocked() {
        memory.requireNotLocked(identity.name());
    }

    @Override
    public ParticipantCounts participantCounts() {
        int producers = 0;
        int consumers = 0;
        for (ParticipantInfo info : memory.participants(identity.name())) {
            if (info.alive() && !info.isEvicted()) {
                producers += info.role() == Role.PRODUCER ? 1 : 0;
                consumers += info.role() == Role.CONSUMER ? 1 : 0;
            }
        }
        return new ParticipantCounts(producers, consumers);
    }
}
