package io.rondo.client.shm;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.core.ClosedException;
import io.rondo.core.os.Platform;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A process's entry to the channels of one directory, over shared memory. */
public final class SharedMemoryRondo implements Rondo {
    private final ChannelStore store;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private SharedMemoryRondo(ChannelStore store) {
        this.store = store;
    }

    /**
     * Opens the directory of these settings.
     *
     * @param config the settings
     * @return the entry
     * @throws io.rondo.core.RondoException if this process cannot use shared memory, or not this directory
     */
    public static SharedMemoryRondo open(RondoConfig config) {
        Platform.require();
        return new SharedMemoryRondo(new ChannelStore(config.directory() == null
                ? ChannelDirectory.ofUser()
                : ChannelDirectory.of(config.directory(), config.directoryUid())));
    }

    /**
     * The channels of the directory of these settings, for those who look at them or remove them. A directory that is not there
     * is not created.
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

    @Override
    public Publisher publisher(String channel) {
        return publisher(channel, ChannelOptions.defaults());
    }

    @Override
    public Publisher publisher(String channel, ChannelOptions options) {
        return join(channel, Role.PRODUCER, options,
                participant -> new SharedMemoryPublisher(participant, options, open::remove));
    }

    @Override
    public Subscriber subscriber(String channel) {
        return subscriber(channel, ChannelOptions.defaults());
    }

    @Override
    public Subscriber subscriber(String channel, ChannelOptions options) {
        // A channel that cannot serve this subscriber is not created.
        SharedMemorySubscriber.requireTopic(channel, options.segment().ringKind(), options);
        return join(channel, Role.CONSUMER, options,
                participant -> new SharedMemorySubscriber(participant, options, open::remove));
    }

    private <T extends AutoCloseable> T join(String channel, Role role, ChannelOptions options,
            Function<Participant, T> create) {
        requireOpen();
        Participant participant = store.attach(channel, role, options.segment());
        T endpoint;
        try {
            endpoint = create.apply(participant);
        } catch (RuntimeException | Error e) {
            participant.close();
            throw e;
        }
        participant.joined();
        open.add(endpoint);
        if (closed) {
            // close() may have looked before this one was added.
            close();
            requireOpen();
        }
        return endpoint;
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("this Rondo is closed: connect again");
        }
    }

    @Override
    public void close() {
        closed = true;
        RuntimeException failure = null;
        for (AutoCloseable endpoint : open) {
            try {
                close(endpoint);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void close(AutoCloseable endpoint) {
        switch (endpoint) {
            case Publisher publisher -> publisher.close();
            case Subscriber subscriber -> subscriber.close();
            default -> throw new IllegalStateException(endpoint.toString());
        }
    }
}
