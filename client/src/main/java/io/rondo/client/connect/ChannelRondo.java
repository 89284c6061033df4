package io.rondo.client.connect;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.core.ClosedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A process's entry to its channels: knows what is open, and leaves it to the user to keep it reachable. */
public final class ChannelRondo implements Rondo {
    private final EndpointOpener transports;
    private final Set<OpenEndpoint> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ChannelRondo(EndpointOpener transports) {
        this.transports = transports;
    }

    /**
     * Opens the directories of these settings.
     *
     * @param config the settings
     * @return the entry
     * @throws io.rondo.core.RondoException if no transport that the settings allow can be used
     */
    public static ChannelRondo open(RondoConfig config) {
        return new ChannelRondo(EndpointOpener.of(config));
    }

    @Override
    public Publisher publisher(String channel) {
        return publisher(channel, ChannelOptions.defaults());
    }

    @Override
    public Publisher publisher(String channel, ChannelOptions options) {
        return kept(onClosed -> transports.publisher(channel, options, onClosed));
    }

    @Override
    public Subscriber subscriber(String channel) {
        return subscriber(channel, ChannelOptions.defaults());
    }

    @Override
    public Subscriber subscriber(String channel, ChannelOptions options) {
        return kept(onClosed -> transports.subscriber(channel, options, onClosed));
    }

    private <T extends AutoCloseable> T kept(Function<Consumer<AutoCloseable>, T> create) {
        requireOpen();
        OpenEndpoint watched = new OpenEndpoint(open);
        T endpoint = create.apply(watched);
        watched.watch(endpoint);
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
        for (OpenEndpoint endpoint : open) {
            try {
                endpoint.close();
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
}
