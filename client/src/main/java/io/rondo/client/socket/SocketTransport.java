package io.rondo.client.socket;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.shm.Feeder;
import io.rondo.client.shm.SharedMemory;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.Terms;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.wait.Deadline;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Channels over the sockets of one directory. Thread-safe. */
public final class SocketTransport {
    private static final int GROUP_MODE = 0660;

    private final Path directory;
    private final SocketIo io;
    private final int maxConnections;

    /**
     * Prepares to use the sockets of a directory.
     *
     * @param directory checked to be one that may be used
     * @param config limits, and how sockets are used
     */
    public SocketTransport(Path directory, RondoConfig config) {
        this.directory = directory;
        io = config.socketIo();
        maxConnections = config.socketConnections();
    }

    /** Asked for only when needed: a library is loaded for it. */
    private SocketFamily family() {
        return switch (io) {
            case AUTO -> SocketFamily.best();
            case EPOLL -> SocketFamily.requireEpoll();
            case NIO -> SocketFamily.NIO;
        };
    }

    /**
     * Connects to the owner of a queue, now or as soon as there is one.
     *
     * @param channel the name
     * @param options what to expect
     * @param obstacles says why no owner will ever listen, or null
     * @param onClosed told when it is closed
     * @return a publisher, to be closed
     * @throws io.rondo.core.RondoException if the owner refuses
     */
    public Publisher publisher(String channel, ChannelOptions options, Supplier<String> obstacles,
            Consumer<AutoCloseable> onClosed) {
        ThreadParker parker = new ThreadParker("publisher of channel " + channel);
        PublisherLink link = new PublisherLink(rendezvous(channel, options, obstacles), parker);
        link.start();
        return new OutboxPublisher(channel, link, parker, options, onClosed);
    }

    /**
     * Connects to the owner of a topic, now or as soon as there is one.
     *
     * @param channel the name
     * @param options what to expect
     * @param obstacles says why no owner will ever listen, or null
     * @param onClosed told when it is closed
     * @return a subscriber, to be closed
     * @throws io.rondo.core.RondoException if the owner refuses
     */
    public Subscriber subscriber(String channel, ChannelOptions options, Supplier<String> obstacles,
            Consumer<AutoCloseable> onClosed) {
        ThreadParker parker = new ThreadParker("subscriber of channel " + channel);
        SubscriberLink link = new SubscriberLink(rendezvous(channel, options, obstacles), parker,
                options.slowConsumer());
        link.start();
        return new InboxSubscriber(channel, link, parker, options, onClosed);
    }

    private Rendezvous rendezvous(String channel, ChannelOptions options, Supplier<String> obstacles) {
        return new Rendezvous(channel, SocketFile.of(directory, channel).path(), family(), terms(options.segment()),
                obstacles);
    }

    private static Terms terms(SegmentSpec spec) {
        ChannelKind kind = spec.topic() == null ? null : spec.topic() ? ChannelKind.TOPIC : ChannelKind.QUEUE;
        return new Terms(kind, spec.singleProducer(), spec.capacity(), spec.maxMessageLength(), spec.schemaId(),
                spec.schemaVersion(), spec.ephemeral());
    }

    /**
     * Owns a topic without a segment.
     *
     * @param channel the name
     * @param options of the channel
     * @param precondition checked when it begins to listen
     * @param onClosed told when it is closed
     * @return its publisher, to be closed
     * @throws io.rondo.core.RondoException if it cannot listen
     */
    public Publisher ownTopic(String channel, ChannelOptions options, BindPrecondition precondition,
            Consumer<AutoCloseable> onClosed) {
        ThreadParker parker = new ThreadParker("publisher of channel " + channel);
        PrivateTopic topic = new PrivateTopic(PrivateChannel.of(channel, options.segment()), parker);
        topic.listen(listen(channel, options, topic, precondition));
        return new OutboxPublisher(channel, topic, parker, options, onClosed);
    }

    /**
     * Owns a queue without a segment.
     *
     * @param channel the name
     * @param options of the channel
     * @param precondition checked when it begins to listen
     * @param onClosed told when it is closed
     * @return its subscriber, to be closed
     * @throws IllegalArgumentException if a policy for topics is asked for
     * @throws io.rondo.core.RondoException if it cannot listen
     */
    public Subscriber ownQueue(String channel, ChannelOptions options, BindPrecondition precondition,
            Consumer<AutoCloseable> onClosed) {
        if (options.slowConsumer() != SlowConsumer.BLOCK) {
            throw new IllegalArgumentException("slow consumer policy " + options.slowConsumer()
                    + " is for topics, but channel " + channel + " is a queue: leave the policy out");
        }
        ThreadParker parker = new ThreadParker("subscriber of channel " + channel);
        PrivateQueue queue = new PrivateQueue(PrivateChannel.of(channel, options.segment()), parker,
                Deadline.nanos(options.linger()));
        queue.listen(listen(channel, options, queue, precondition));
        return new InboxSubscriber(channel, queue, parker, options, onClosed);
    }

    /**
     * Lets peers without shared memory into a channel whose owner has a segment.
     *
     * @param memory where the segment is
     * @param options of the owner
     * @param owned what the owner holds
     * @return what accompanies the owner
     * @throws io.rondo.core.RondoException if it cannot listen
     */
    public SharedMemory.Company listen(SharedMemory memory, ChannelOptions options, SharedMemory.Owned owned) {
        AtomicReference<Listener> listener = new AtomicReference<>();
        SocketLoop loop = SocketLoop.acquire(family());
        try {
            SegmentChannel channel = new SegmentChannel(memory, owned, loop.eventLoop(), () -> listener.get().look());
            listener.set(listen(owned.identity().name(), options, channel, BindPrecondition.NONE));
        } finally {
            loop.close();
        }
        Listener listening = listener.get();
        return new SharedMemory.Company(owned.identity().kind().isTopic() ? Feeder.NONE : new SocketFeeder(listening),
                () -> {
                    // A peer that finds no socket then does not take this owner for one that never listens.
                    owned.leaving().run();
                    listening.close(Deadline.nanos(options.linger()));
                });
    }

    private Listener listen(String channel, ChannelOptions options, OwnedChannel owned,
            BindPrecondition precondition) {
        Integer mode = options.segment().fileMode();
        ListenerOptions listening = new ListenerOptions(maxConnections, options.allowedUids(), options.allowedGids(),
                PosixFilePermissions.fromString(mode != null && mode == GROUP_MODE ? "rw-rw----" : "rw-------"),
                precondition);
        return Listener.open(channel, SocketFile.of(directory, channel), family(), owned, listening);
    }
}
