package io.rondo.client.shm;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.UnreadRecords;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentLinker;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
     * @throws io.rondo.core.RondoException if this process cannot use shared memory, or not this directory
     */
    public static SharedMemory open(RondoConfig config) {
        Platform.require();
        return new SharedMemory(new ChannelStore(config.directory() == null
                ? ChannelDirectory.ofUser()
                : ChannelDirectory.of(config.directory(), config.directoryUid())));
    }

    /**
     * The channels of the directory of these settings, for those who look at them or remove them. A directory that is
     * not there is not created.
     *
     * @param config the settings
     * @return the channels
     * @throws io.rondo.core.RondoException if this process cannot use shared memory, or not this directory
     */
    public static ChannelStore store(RondoConfig config) {
        Platform.require();
        return new ChannelStore(config.directory() == null
                ? ChannelDirectory.lookOfUser()
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
     * What an endpoint holds.
     *
     * @param identity of the channel
     * @param messages a topic's messages so far
     * @param leaving lets the others no longer count the endpoint, which is about to leave
     */
    public record Owned(Identity identity, LongSupplier messages, Runnable leaving) {}

    /**
     * What accompanies an endpoint.
     *
     * @param feeder brings messages to one who consumes, and is told before either side sleeps
     * @param end called once, before the endpoint lets go of the channel
     */
    public record Company(Feeder feeder, Runnable end) {
        /** Nobody. */
        public static final Company NONE = new Company(Feeder.NONE, () -> {});
    }

    /** Makes what accompanies an endpoint: called when it has its place, before others count it. */
    public interface Companion extends SegmentLinker, Function<Owned, Company> {}

    /**
     * Opens or creates a channel and attaches as a producer.
     *
     * @param channel the name
     * @param options what to create or to expect
     * @param companion what accompanies it
     * @param onClosed told when it is closed
     * @return a publisher, to be closed
     * @throws io.rondo.core.RondoException if the channel cannot be opened
     */
    public Publisher publisher(String channel, ChannelOptions options, Companion companion,
            Consumer<AutoCloseable> onClosed) {
        Participant participant = store.attach(channel, Role.PRODUCER, options.segment(), companion);
        return completed(participant, () -> {
            SharedMemoryPublisher publisher = new SharedMemoryPublisher(participant, options, onClosed);
            publisher.watch(store);
            publisher.accompany(() -> companion.apply(new Owned(participant.identity(), publisher.topicMessages(),
                    participant::leaving)));
            return publisher;
        });
    }

    /**
     * Opens or creates a channel and attaches as a consumer.
     *
     * @param channel the name
     * @param options what to create or to expect
     * @param companion what accompanies it
     * @param onClosed told when it is closed
     * @return a subscriber, to be closed
     * @throws IllegalArgumentException if the policy does not fit the channel
     * @throws io.rondo.core.RondoException if the channel cannot be opened
     */
    public Subscriber subscriber(String channel, ChannelOptions options, Companion companion,
            Consumer<AutoCloseable> onClosed) {
        // A channel that cannot serve this subscriber is not created.
        SharedMemorySubscriber.requireTopic(channel, options.segment().ringKind(), options);
        Participant participant = store.attach(channel, Role.CONSUMER, options.segment(), companion);
        return completed(participant, () -> {
            SharedMemorySubscriber subscriber = new SharedMemorySubscriber(participant, options, onClosed);
            subscriber.watch(store);
            subscriber.accompany(
                    () -> companion.apply(new Owned(participant.identity(), () -> 0, participant::leaving)));
            return subscriber;
        });
    }

    /**
     * A producer that acts for a process connected by a socket.
     *
     * @param publisher to be closed
     * @param committedEnd position in the ring behind the message that was published last; asked by the publisher's
     * thread
     * @param unread the queue's unread messages; not to be used once the publisher is closed
     * @param unmap gives its memory back; to be run once it is closed and no thread is inside a call to it
     */
    public record RemotePublisher(Publisher publisher, LongSupplier committedEnd, UnreadRecords unread,
            Runnable unmap) {}

    /**
     * Attaches to the owner's segment as a producer that acts for a process connected by a socket. Creates no segment.
     *
     * @param segment identity of the owner's segment
     * @param pid of that process; 0 if it is not known
     * @param uid of that process
     * @return the producer
     * @throws io.rondo.core.ChannelRemovedException if the segment was removed or replaced
     * @throws io.rondo.core.RondoException if there is no place for it
     */
    public RemotePublisher remotePublisher(Identity segment, int pid, int uid) {
        ChannelOptions options = ChannelOptions.defaults();
        Participant participant = store.attach(segment, Role.PRODUCER);
        return completed(participant, () -> {
            participant.actFor(pid, uid);
            SharedMemoryPublisher publisher = new SharedMemoryPublisher(participant, options, closed -> {});
            return new RemotePublisher(publisher, publisher::committedEnd, new UnreadRecords(participant.ring()),
                    participant::unmap);
        });
    }

    /**
     * A topic's consumer that acts for a process connected by a socket.
     *
     * @param subscriber to be closed
     * @param messagesBefore the topic's messages before the first it may see
     * @param evicted whether the publisher has evicted it; any thread, until it is closed
     * @param unmap gives its memory back; to be run once it is closed and no thread is inside a call to it
     */
    public record RemoteSubscriber(Subscriber subscriber, long messagesBefore, BooleanSupplier evicted,
            Runnable unmap) {}

    /**
     * Attaches to the owner's segment as a topic's consumer that acts for a process connected by a socket. Creates no
     * segment.
     *
     * @param segment identity of the owner's segment
     * @param policy what becomes of it when it does not keep up
     * @param pid of that process; 0 if it is not known
     * @param uid of that process
     * @return the consumer
     * @throws io.rondo.core.ChannelRemovedException if the segment was removed or replaced
     * @throws io.rondo.core.RondoException if there is no place for it
     */
    public RemoteSubscriber remoteSubscriber(Identity segment, SlowConsumer policy, int pid, int uid) {
        ChannelOptions options = ChannelOptions.builder().slowConsumer(policy).build();
        Participant participant = store.attach(segment, Role.CONSUMER);
        return completed(participant, () -> {
            participant.actFor(pid, uid);
            SharedMemorySubscriber subscriber = new SharedMemorySubscriber(participant, options, closed -> {});
            return new RemoteSubscriber(subscriber, subscriber.messagesBefore(), participant::isEvicted,
                    participant::unmap);
        });
    }

    /** Makes the user of a place, and lets the others count it. */
    private static <T> T completed(Participant participant, Supplier<T> create) {
        try {
            T user = create.get();
            participant.joined();
            return user;
        } catch (RuntimeException | Error e) {
            participant.close();
            throw e;
        }
    }
}
