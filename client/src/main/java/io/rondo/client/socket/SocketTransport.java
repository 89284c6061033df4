package io.rondo.client.socket;

import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.MessagePump;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.shm.WorkQueues;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.client.socket.deferred.DeferredListener;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.ListenerOptions;
import io.rondo.client.socket.owner.OwnedChannel;
import io.rondo.client.socket.owner.SegmentChannel;
import io.rondo.client.socket.owner.SocketOnlyChannel;
import io.rondo.client.socket.owner.SocketOnlyQueue;
import io.rondo.client.socket.owner.SocketOnlyTopic;
import io.rondo.client.socket.owner.TakenSockets;
import io.rondo.client.socket.peer.ConnectTarget;
import io.rondo.client.socket.peer.PublisherSession;
import io.rondo.client.socket.peer.SegmentSession;
import io.rondo.client.socket.peer.SequencedSubscriberSession;
import io.rondo.client.socket.peer.SubscriberSession;
import io.rondo.client.socket.peer.WorkSession;
import io.rondo.client.socket.session.MessageSink;
import io.rondo.client.socket.session.MessageSource;
import io.rondo.client.socket.session.SequencedSocketConsumer;
import io.rondo.client.socket.session.SocketConsumer;
import io.rondo.client.socket.session.SocketProducer;
import io.rondo.client.socket.session.work.SocketWorkConsumer;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.work.WorkSubscription;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.Terms;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.core.wait.Deadline;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens channels over the sockets of one directory. Thread-safe. */
public final class SocketTransport {
    private static final int GROUP_MODE = 0660;

    private final Path directory;
    private final SocketIo io;
    private final int maxConnections;

    /**
     * Creates the transport.
     *
     * @param directory a checked directory
     * @param config the connection limit and the kind of socket I/O
     */
    public SocketTransport(Path directory, RondoConfig config) {
        this.directory = directory;
        io = config.socketIo();
        maxConnections = config.socketConnections();
    }

    /** Evaluated lazily, because it loads a native library. */
    private SocketFamily family() {
        return switch (io) {
            case AUTO -> SocketFamily.best();
            case EPOLL -> SocketFamily.requireEpoll();
            case NIO -> SocketFamily.NIO;
        };
    }

    /**
     * Connects to the owner of a queue, now or once an owner listens.
     *
     * @param channel the name
     * @param settings what to expect
     * @param noOwnerReasons returns why no owner will ever listen, or null if an owner may
     * @return a publisher, to be closed
     * @throws io.rondo.client.RondoException if the owner rejects this process
     */
    public PublisherEndpoint publisher(String channel, ChannelSettings settings, Supplier<String> noOwnerReasons) {
        ThreadParker parker = new ThreadParker("publisher of channel " + channel);
        PublisherSession session = new PublisherSession(target(channel, settings, noOwnerReasons), parker);
        session.start();
        return publisher(channel, session, parker, settings);
    }

    /**
     * Connects to the owner of a topic, now or once an owner listens.
     *
     * @param channel the name
     * @param settings what to expect
     * @param noOwnerReasons returns why no owner will ever listen, or null if an owner may
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if the owner rejects this process
     */
    public SubscriberEndpoint subscriber(String channel, ChannelSettings settings, Supplier<String> noOwnerReasons) {
        ThreadParker parker = new ThreadParker("subscriber of channel " + channel);
        SubscriberSession session = new SubscriberSession(target(channel, settings, noOwnerReasons), parker,
                settings.slowConsumer());
        session.start();
        return subscriber(channel, session, parker, settings);
    }

    /**
     * Connects to a listening consumer of a work queue or of the requests of a service, now or once one listens.
     *
     * @param channel the name
     * @param settings what to expect
     * @param noOwnerReasons returns why no consumer will ever listen, or null if one may
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if the owner rejects this process
     */
    public WorkSubscription workSubscriber(String channel, ChannelSettings settings, Supplier<String> noOwnerReasons) {
        ThreadParker parker = new ThreadParker("subscriber of channel " + channel);
        WorkSession session = new WorkSession(target(channel, settings, noOwnerReasons), parker);
        session.start();
        SocketWorkConsumer consumer = new SocketWorkConsumer(channel, session, parker, settings.newWaiter(),
                !settings.segment().service());
        return new WorkSubscription(new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter()), consumer);
    }

    /**
     * Creates the session of a peer that maps the owner's segment. It does not connect before it is started.
     *
     * @param channel the name
     * @param settings what to expect
     * @param noOwnerReasons returns why no owner will ever listen, or null if an owner may
     * @param parker of the thread that publishes or polls
     * @param events told about owners
     * @return the session, to be started and closed
     */
    public SegmentSession segmentSession(String channel, ChannelSettings settings, Supplier<String> noOwnerReasons,
            ThreadParker parker, SegmentSession.Events events) {
        return new SegmentSession(target(channel, settings, noOwnerReasons), parker, events);
    }

    /**
     * A producer of a sequenced topic.
     *
     * @param endpoint publishes
     * @param transport of the endpoint
     * @param lastRecorded the last sequence of its producer id
     */
    public record SequencedProducer(PublisherEndpoint endpoint, ProducerTransport transport, long lastRecorded) {}

    /**
     * Connects to the broker of a sequenced topic as a producer.
     *
     * @param topic the name
     * @param settings what to expect
     * @param join names its producer id
     * @return the producer; its endpoint is to be closed
     * @throws io.rondo.client.RondoException if the broker rejects this process, or does not accept it in time
     */
    public SequencedProducer sequencedPublisher(String topic, ChannelSettings settings, Join join) {
        ThreadParker parker = new ThreadParker("publisher of topic " + topic);
        PublisherSession session = new PublisherSession(sequencedTarget(topic, settings), parker, join);
        session.start();
        SocketProducer producer = new SocketProducer(session, parker, Deadline.nanos(settings.linger()));
        return new SequencedProducer(publisher(topic, producer, settings), producer, session.lastRecorded());
    }

    /**
     * A consumer of a sequenced topic.
     *
     * @param endpoint delivers
     * @param transport of the endpoint
     */
    public record SequencedConsumer(SubscriberEndpoint endpoint, DeliveredMessage transport) {}

    /**
     * Connects to the broker of a sequenced topic as a consumer.
     *
     * @param topic the name
     * @param settings what to expect
     * @param join names its first message
     * @param first with the start {@code SEQUENCE}: sequence of the first message; otherwise 0
     * @return the consumer; its endpoint is to be closed
     * @throws io.rondo.client.RondoException if the broker rejects this process, or does not accept it in time
     */
    public SequencedConsumer sequencedSubscriber(String topic, ChannelSettings settings, Join join, long first) {
        ThreadParker parker = new ThreadParker("subscriber of topic " + topic);
        SequencedSubscriberSession session = new SequencedSubscriberSession(sequencedTarget(topic, settings), parker,
                settings.slowConsumer(), join, first);
        session.start();
        SequencedSocketConsumer consumer = new SequencedSocketConsumer(topic, new SocketConsumer(session, parker),
                session,
                session.startSequence());
        return new SequencedConsumer(new SubscriberEndpoint(topic, consumer, Lifecycle.ofSubscriber(topic, consumer),
                settings.newWaiter()), consumer);
    }

    private ConnectTarget sequencedTarget(String topic, ChannelSettings settings) {
        SegmentSpec spec = settings.segment();
        Terms terms = new Terms(null, null, spec.capacity(), spec.maxMessageLength(), spec.schemaId(),
                spec.schemaVersion(), null);
        return new ConnectTarget(topic, SocketFile.of(directory, topic).path(), family(), terms, () -> null);
    }

    private static PublisherEndpoint publisher(String channel, SocketProducer producer, ChannelSettings settings) {
        return new PublisherEndpoint(channel, producer, Lifecycle.ofPublisher(channel, producer),
                settings.newWaiter(), settings.failWithoutConsumer());
    }

    private static PublisherEndpoint publisher(String channel, MessageSink sink, ThreadParker parker,
            ChannelSettings settings) {
        return publisher(channel, new SocketProducer(sink, parker, Deadline.nanos(settings.linger())), settings);
    }

    private static SubscriberEndpoint subscriber(String channel, MessageSource source, ThreadParker parker,
            ChannelSettings settings) {
        SocketConsumer consumer = new SocketConsumer(source, parker);
        return new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter());
    }

    private ConnectTarget target(String channel, ChannelSettings settings, Supplier<String> noOwnerReasons) {
        return new ConnectTarget(channel, SocketFile.of(directory, channel).path(), family(), terms(settings.segment()),
                noOwnerReasons);
    }

    private static Terms terms(SegmentSpec spec) {
        return new Terms(kind(spec), spec.singleProducer(), spec.capacity(), spec.maxMessageLength(), spec.schemaId(),
                spec.schemaVersion(), spec.ephemeral(), spec.maxDeliveries(), spec.processingDeadlineMillis(),
                spec.responders());
    }

    private static ChannelKind kind(SegmentSpec spec) {
        if (spec.service()) {
            return ChannelKind.SERVICE;
        }
        return switch (spec.form()) {
            case null -> null;
            case QUEUE -> ChannelKind.QUEUE;
            case TOPIC -> ChannelKind.TOPIC;
            case WORK_QUEUE -> ChannelKind.WORK;
        };
    }

    /**
     * Owns a topic without a segment.
     *
     * @param channel the name
     * @param settings of the channel
     * @param precondition checked under the channel's lock
     * @return its publisher, to be closed
     * @throws io.rondo.client.RondoException if the owner cannot listen
     */
    public PublisherEndpoint ownTopic(String channel, ChannelSettings settings, BindPrecondition precondition) {
        ThreadParker parker = new ThreadParker("publisher of channel " + channel);
        SocketOnlyTopic topic = new SocketOnlyTopic(SocketOnlyChannel.of(channel, settings.segment()), parker);
        topic.setListener(listen(channel, settings, topic, precondition));
        return publisher(channel, topic, parker, settings);
    }

    /**
     * Owns a queue without a segment.
     *
     * @param channel the name
     * @param settings of the channel
     * @param precondition checked under the channel's lock
     * @return its subscriber, to be closed
     * @throws IllegalArgumentException if the settings name a policy for topics
     * @throws io.rondo.client.RondoException if the owner cannot listen
     */
    public SubscriberEndpoint ownQueue(String channel, ChannelSettings settings, BindPrecondition precondition) {
        settings.requirePolicyFits(channel, RingKind.MPSC);
        ThreadParker parker = new ThreadParker("subscriber of channel " + channel);
        SocketOnlyQueue queue = new SocketOnlyQueue(SocketOnlyChannel.of(channel, settings.segment()), parker,
                Deadline.nanos(settings.linger()));
        queue.setListener(listen(channel, settings, queue, precondition));
        return subscriber(channel, queue, parker, settings);
    }

    /**
     * Listens beside an owner's segment, for peers without shared memory.
     *
     * @param memory the owner's shared memory
     * @param workQueues the owner's work queues; null if the channel is none
     * @param settings of the owner
     * @param owned the owner's segment
     * @return pumps messages and ends with the owner
     * @throws io.rondo.client.RondoException if the owner cannot listen
     */
    public SharedMemory.Companion listen(SharedMemory memory, WorkQueues workQueues, ChannelSettings settings,
            SharedMemory.Owned owned) {
        String name = owned.identity().name();
        SocketFile file = SocketFile.of(directory, name);
        ListenerOptions options = options(settings, BindPrecondition.NONE);
        Function<TakenSockets, Listener> starter = sockets -> listen(memory, workQueues, owned, file, options, sockets);
        DeferredListener listener = switch (io) {
            case AUTO -> DeferredListener.open(name, file, options, starter);
            case EPOLL, NIO -> DeferredListener.started(name, file, starter.apply(null));
        };
        return new SharedMemory.Companion(
                ChannelForm.of(owned.identity().kind()) == ChannelForm.QUEUE ? listener : MessagePump.NONE,
                () -> {
                    // Marks the owner as leaving first. A peer that then finds no socket does not conclude that the
                    // owner never listens.
                    owned.leaving().run();
                    listener.close(Deadline.nanos(settings.linger()));
                });
    }

    /** Listens on sockets that are there; null to bind one. */
    private Listener listen(SharedMemory memory, WorkQueues workQueues, SharedMemory.Owned owned, SocketFile file,
            ListenerOptions options, TakenSockets sockets) {
        SocketFamily family = family();
        AtomicReference<Listener> listener = new AtomicReference<>();
        SocketEventLoop loop = SocketEventLoop.acquire(family);
        try {
            SegmentChannel channel = new SegmentChannel(memory, workQueues, owned, loop.eventLoop(),
                    () -> listener.get().checkProgress());
            listener.set(Listener.takeOver(owned.identity().name(), file, sockets, family, channel, options));
            return listener.get();
        } finally {
            loop.close();
        }
    }

    /**
     * Listens for the clients of a sequenced topic, as its broker. All users may connect; the topic decides itself.
     *
     * @param topic the name
     * @param owned the topic
     * @param allUsers whether the socket's mode lets all users connect; otherwise only this user
     * @return the listener, to be closed
     * @throws io.rondo.client.RondoException if the broker cannot listen
     */
    public Listener listen(String topic, OwnedChannel owned, boolean allUsers) {
        return Listener.open(topic, SocketFile.of(directory, topic), family(), owned,
                new ListenerOptions(true, maxConnections, Set.of(), Set.of(),
                        PosixFilePermissions.fromString(allUsers ? "rw-rw-rw-" : "rw-------"), BindPrecondition.NONE));
    }

    private Listener listen(String channel, ChannelSettings settings, OwnedChannel owned,
            BindPrecondition precondition) {
        return Listener.open(channel, SocketFile.of(directory, channel), family(), owned,
                options(settings, precondition));
    }

    private ListenerOptions options(ChannelSettings settings, BindPrecondition precondition) {
        Integer mode = settings.segment().fileMode();
        return new ListenerOptions(false, maxConnections, settings.allowedUids(), settings.allowedGids(),
                PosixFilePermissions.fromString(mode != null && mode == GROUP_MODE ? "rw-rw----" : "rw-------"),
                precondition);
    }
}
