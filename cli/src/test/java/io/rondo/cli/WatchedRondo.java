package io.rondo.cli;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;

/** Tells when a publisher or subscriber was made. */
record WatchedRondo(Rondo rondo, Runnable onAttached) implements Rondo {
    @Override
    public Publisher publisher(String channel) {
        return publisher(channel, ChannelOptions.defaults());
    }

    @Override
    public Publisher publisher(String channel, ChannelOptions options) {
        Publisher publisher = rondo.publisher(channel, options);
        onAttached.run();
        return publisher;
    }

    @Override
    public Subscriber subscriber(String channel) {
        return subscriber(channel, ChannelOptions.defaults());
    }

    @Override
    public Subscriber subscriber(String channel, ChannelOptions options) {
        Subscriber subscriber = rondo.subscriber(channel, options);
        onAttached.run();
        return subscriber;
    }

    @Override
    public void close() {
        rondo.close();
    }
}
