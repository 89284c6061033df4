package io.rondo.cli.support;

import io.rondo.client.Publisher;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Subscriber;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.settings.WorkQueueSettings;

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
    public SequencedPublisher publisher(String topic, SequencedSettings settings) {
        SequencedPublisher publisher = rondo.publisher(topic, settings);
        onAttached.run();
        return publisher;
    }

    @Override
    public SequencedSubscriber subscriber(String topic, SequencedSettings settings) {
        SequencedSubscriber subscriber = rondo.subscriber(topic, settings);
        onAttached.run();
        return subscriber;
    }

    @Override
    public Requester requester(String service, ServiceSettings settings) {
        Requester requester = rondo.requester(service, settings);
        onAttached.run();
        return requester;
    }

    @Override
    public Responder responder(String service, ServiceSettings settings) {
        Responder responder = rondo.responder(service, settings);
        onAttached.run();
        return responder;
    }

    @Override
    public WorkSubscriber workSubscriber(String channel, WorkQueueSettings settings) {
        WorkSubscriber subscriber = rondo.workSubscriber(channel, settings);
        onAttached.run();
        return subscriber;
    }

    @Override
    public void removeDurable(String topic, String subscription, SequencedSettings settings) {
        rondo.removeDurable(topic, subscription, settings);
    }

    @Override
    public void close() {
        rondo.close();
    }
}
