package io.rondo.client.shm;

import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.UnreadMessageWithdrawal;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.segment.SegmentLinker;
import io.rondo.core.segment.SegmentObserver;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The channels of one directory, over shared memory. Thread-safe. */
public final class SharedMemory {
    private final ChannelStore store;

    private SharedMemory(ChannelStore store) {
        this.store = store;
    }

    /**
     * Opens the directory of these settings.
     *
     * @param config the settings
     * @return its channels
     * @throws RondoException if this process cannot use shared memory, or not this directory
     */
    public static SharedMemory open(RondoConfig config) {
        return SegmentErrors.translating(() -> {
            Platform.require();
            return new SharedMemory(new ChannelStore(config.directory() == null
                    ? ChannelDirectory.ofUser()
                    : ChannelDirectory.of(config.directory(), config.directoryUid())));
        });
    }

    /**
     * The channels of the directory of these settings, to look at them or to remove them. Does not create the
     * directory.
     *
     * @param config the settings
     * @return the channels
     * @throws io.rondo.core.SegmentException if this process cannot use shared memory, or not this directory
     */
    public static ChannelStore store(RondoConfig config) {
        Platform.require();
        return new ChannelStore(config.directory() == null
                ? ChannelDirectory.existingOfUser()
                : ChannelDirectory.look(config.directory(), config.directoryUid()));
    }

    /**
     * Where the channels are.
     *
     * @return the store
     */
    public ChannelStore store() {
        return store;
    }

    /**
     * Looks for a channel.
     *
     * @param channel the name
     * @return its properties; null if there is none
     * @throws RondoException if its file cannot be read
     */
    public Identity find(String channel) {
        return SegmentErrors.translating(() -> store.find(channel));
    }

    /**
     * Lists the participants of a channel.
     *
     * @param channel the name
     * @return the participants, dead ones included
     * @throws RondoException if there is no such channel, or it cannot be read
     */
    public List<ParticipantInfo> participants(String channel) {
        return SegmentErrors.translating(() -> {
            try (SegmentObserver observer = store.observe(channel)) {
                return observer.table().list();
            }
        });
    }

    /**
     * An owner's hold of a channel.
     *
     * @param identity of the channel
     * @param messages counts a topic's messages so far
     * @param leaving makes other processes stop counting the owner, which is about to detach
     */
    public record Owned(Identity identity, LongSupplier messages, Runnable leaving) {}

    /**
     * The companion of an endpoint, which lives as long as the endpoint is attached.
     *
     * @param pump moves messages of connected peers into the ring of a consumer
     * @param end ends the companion; called once, before the endpoint detaches
     */
    public record Companion(MessagePump pump, Runnable end) {
        /** Does nothing. */
        public static final Companion NONE = new Companion(MessagePump.NONE, () -> {});
    }

    /** Starts the companion of an endpoint that has its slot, before other processes count the endpoint. */
    public interface CompanionStart extends SegmentLinker, Function<Owned, Companion> {}

    /**
     * Opens or creates a channel and attaches as a producer.
     *
     * @param channel the name
     * @param settings what to create or to expect
     * @param start starts the companion
     * @return a publisher, to be closed
     * @throws RondoException if the channel cannot be opened
     */
    public PublisherEndpoint publisher(String channel, ChannelSettings settings, CompanionStart start) {
        return joined(() -> store.attach(channel, Role.PRODUCER, settings.segment(), start), participant -> {
            RingProducer producer = new RingProducer(participant);
            PublisherEndpoint publisher = publisher(producer, settings);
            producer.attachment().watch(store, publisher);
            producer.pump(producer.attachment().start(start, producer.topicMessages()).pump());
            return publisher;
        });
    }

    private static PublisherEndpoint publisher(RingProducer producer, ChannelSettings settings) {
        return publisher(producer.attachment().participant().identity().name(), producer, settings);
    }

    private static PublisherEndpoint publisher(String channel, ProducerTransport transport, ChannelSettings settings) {
        return new PublisherEndpoint(channel, transport, Lifecycle.ofPublisher(channel, transport),
                settings.newWaiter(), settings.failWithoutConsumer());
    }

    /**
     * Attaches to a queue as a producer. Creates no segment and never waits.
     *
     * @param segment identity of the queue
     * @param settings properties that the queue must have, and those of the endpoint
     * @return a publisher, to be closed; null if another process has locked the channel's file at this moment
     * @throws RondoException if the segment does not fit, was removed or replaced, or has no free slot
     */
    public PublisherEndpoint tryPublisher(Identity segment, ChannelSettings settings) {
        return joined(() -> {
            segment.requireMatch(settings.segment());
            return store.tryAttach(segment, Role.PRODUCER);
        }, participant -> {
            RingProducer producer = new RingProducer(participant);
            PublisherEndpoint publisher = publisher(producer, settings);
            producer.attachment().watch(store, publisher);
            return publisher;
        });
    }

    /**
     * Attaches to the ingress of a sequenced topic as a producer. Creates no segment.
     *
     * @param topic the name
     * @param ingress identity of the ingress
     * @param settings of the endpoint
     * @param transport puts a transport of the topic over the one of the ring; takes what it needs to detach
     * @return a publisher, to be closed
     * @throws RondoException if the segment was removed or replaced, or has no free slot
     */
    public PublisherEndpoint sequencedPublisher(String topic, Identity ingress, ChannelSettings settings,
            Function<RingProducer, ProducerTransport> transport) {
        return joined(() -> store.attach(ingress, Role.PRODUCER), participant -> {
            RingProducer producer = new RingProducer(participant);
            PublisherEndpoint publisher = publisher(topic, transport.apply(producer), settings);
            producer.attachment().watch(store, publisher);
            return publisher;
        });
    }

    /**
     * Opens or creates a channel and attaches as a consumer.
     *
     * @param channel the name
     * @param settings what to create or to expect
     * @param start starts the companion
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the slow consumer policy does not fit the channel
     * @throws RondoException if the channel cannot be opened
     */
    public SubscriberEndpoint subscriber(String channel, ChannelSettings settings, CompanionStart start) {
        // A channel that cannot serve this subscriber is not created.
        settings.requirePolicyFits(channel, settings.segment().ringKind());
        return joined(() -> store.attach(channel, Role.CONSUMER, settings.segment(), start), participant -> {
            settings.requirePolicyFits(channel, participant.identity().kind());
            RingConsumer consumer = new RingConsumer(participant, settings.slowConsumer());
            SubscriberEndpoint subscriber = subscriber(consumer, settings);
            consumer.attachment().watch(store, subscriber);
            consumer.pump(consumer.attachment().start(start, () -> 0).pump());
            return subscriber;
        });
    }

    private static SubscriberEndpoint subscriber(RingConsumer consumer, ChannelSettings settings) {
        return subscriber(consumer.attachment().participant().identity().name(), consumer, settings);
    }

    private static SubscriberEndpoint subscriber(String channel, ConsumerTransport transport,
            ChannelSettings settings) {
        return new SubscriberEndpoint(channel, transport, Lifecycle.ofSubscriber(channel, transport),
                settings.newWaiter());
    }

    /**
     * Attaches to a topic, or to the egress of a sequenced topic, as a consumer. Creates no segment.
     *
     * @param topic identity of the segment
     * @param settings of the endpoint
     * @param fromOldest whether to begin at the oldest message of the ring; otherwise at the end
     * @param transport puts a transport of the topic over the one of the ring; takes what it needs to detach
     * @return a subscriber, to be closed
     * @throws RondoException if the segment was removed or replaced, or has no free slot
     */
    public SubscriberEndpoint topicSubscriber(Identity topic, ChannelSettings settings, boolean fromOldest,
            Function<RingConsumer, ConsumerTransport> transport) {
        return joined(() -> store.attach(topic, Role.CONSUMER), participant -> {
            RingConsumer consumer = new RingConsumer(participant, settings.slowConsumer(), fromOldest);
            SubscriberEndpoint subscriber = subscriber(topic.name(), transport.apply(consumer), settings);
            consumer.attachment().watch(store, subscriber);
            return subscriber;
        });
    }

    /**
     * Attaches to the egress of a sequenced topic as a consumer that acts for a process connected by a socket, and never waits
     * for it. Creates no segment.
     *
     * @param egress identity of the egress
     * @param policy what happens when it does not keep up, not {@link SlowConsumer#BLOCK}
     * @param fromOldest whether to begin at the oldest message of the ring; otherwise at the end
     * @param pid of that process; 0 if it is unknown
     * @param uid of that process
     * @param transport puts a transport of the topic over the one of the ring
     * @return the consumer
     * @throws RondoException if the segment was removed or replaced, or has no free slot
     */
    public RemoteSubscriber remoteSequencedSubscriber(Identity egress, SlowConsumer policy, boolean fromOldest, int pid,
            int uid, Function<RingConsumer, ConsumerTransport> transport) {
        return joined(() -> store.attach(egress, Role.CONSUMER), participant -> {
            participant.setRemotePeer(pid, uid);
            RingConsumer consumer = new RingConsumer(participant, policy, fromOldest);
            SubscriberEndpoint subscriber = subscriber(egress.name(), transport.apply(consumer),
                    ChannelSettings.DEFAULTS);
            consumer.attachment().watch(store, subscriber);
            return new RemoteSubscriber(subscriber, consumer.messagesBefore(), participant::isEvicted);
        });
    }

    /**
     * A producer that acts for a process connected by a socket.
     *
     * @param publisher to be closed
     * @param committedEnd position in the ring behind the message that was published last; for the publisher's thread
     * @param freedEnd position up to which the consumer has freed space; not to be called once the publisher is closed
     * @param unread the queue's unread messages; not to be used once the publisher is closed
     */
    public record RemotePublisher(Publisher publisher, LongSupplier committedEnd, LongSupplier freedEnd,
            UnreadMessageWithdrawal unread) {}

    /**
     * Attaches to the owner's segment as a producer that acts for a process connected by a socket. Creates no segment.
     *
     * @param segment identity of the owner's segment
     * @param pid of that process; 0 if it is unknown
     * @param uid of that process
     * @return the producer; null if another process has locked the channel's file at this moment
     * @throws RondoException if the segment was removed or replaced, or has no free slot
     */
    public RemotePublisher remotePublisher(Identity segment, int pid, int uid) {
        return joined(() -> store.tryAttach(segment, Role.PRODUCER), participant -> {
            participant.setRemotePeer(pid, uid);
            RingProducer producer = new RingProducer(participant);
            Ring ring = participant.ring();
            return new RemotePublisher(publisher(producer, ChannelSettings.DEFAULTS), producer::committedEnd,
                    // [read] The broker has freed what is before it.
                    () -> RawWords.getLongAcquire(ring.headerAddress(SegmentLayout.READ)),
                    new UnreadMessageWithdrawal(ring));
        });
    }

    /**
     * A topic's consumer that acts for a process connected by a socket.
     *
     * @param subscriber to be closed
     * @param messagesBefore the topic's messages before the first that it may see
     * @param evicted whether the publisher has evicted it; any thread, until it is closed
     */
    public record RemoteSubscriber(Subscriber subscriber, long messagesBefore, BooleanSupplier evicted) {}

    /**
     * Attaches to the owner's segment as a topic's consumer that acts for a process connected by a socket. Creates no
     * segment.
     *
     * @param segment identity of the owner's segment
     * @param policy what happens when it does not keep up
     * @param pid of that process; 0 if it is unknown
     * @param uid of that process
     * @return the consumer; null if another process has locked the channel's file at this moment
     * @throws RondoException if the segment was removed or replaced, or has no free slot
     */
    public RemoteSubscriber remoteSubscriber(Identity segment, SlowConsumer policy, int pid, int uid) {
        return joined(() -> store.tryAttach(segment, Role.CONSUMER), participant -> {
            participant.setRemotePeer(pid, uid);
            RingConsumer consumer = new RingConsumer(participant, policy);
            return new RemoteSubscriber(subscriber(consumer, ChannelSettings.DEFAULTS), consumer.messagesBefore(),
                    participant::isEvicted);
        });
    }

    /**
     * Checks whether a process holds the lock of a channel's file, which keeps others from attaching.
     *
     * @param channel the name
     * @throws RondoException if one does; the message names it
     */
    public void requireNotLocked(String channel) {
        SegmentErrors.translating(() -> {
            store.requireNotLocked(channel);
            return null;
        });
    }

    /**
     * Opens the descriptors with which one process can take part that cannot open the segment by its path.
     *
     * @param segment identity of the segment
     * @return the descriptors, to be closed here once they are passed
     * @throws RondoException if the segment was removed or replaced, or cannot be opened
     */
    public SegmentDescriptors descriptors(Identity segment) {
        return SegmentErrors.translating(() -> store.descriptors(segment));
    }

    /** Attaches, creates the user of the slot, and makes other processes count it. Null if there is no participant. */
    static <T> T joined(Supplier<Participant> attach, Function<Participant, T> create) {
        return SegmentErrors.translating(() -> {
            Participant participant = attach.get();
            if (participant == null) {
                return null;
            }
            try {
                T user = create.apply(participant);
                participant.joined();
                return user;
            } catch (RuntimeException | Error e) {
                participant.close();
                throw e;
            }
        });
    }
}
