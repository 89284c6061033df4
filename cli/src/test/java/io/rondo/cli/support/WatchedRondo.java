package io.rondo.cli.support;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.settings.ChannelSettings;

/** Tells when a publisher or subscriber was made. */
record WatchedRondo(ChannelAccess rondo, Runnable onAttached) implements ChannelAccess {
    @Override
    public Publisher publisher(String channel, ChannelSettings options) {
        Publisher publisher = rondo.publisher(channel, options);
        onAttached.run();
        return publisher;
    }

    @Override
    public Subscriber subscriber(String channel, ChannelSettings options) {
        Subscriber subscriber = rondo.subscriber(channel, options);
        onAttached.run();
        return subscriber;
    }

    @Override
    public void close() {
        rondo.close();
    }
}
