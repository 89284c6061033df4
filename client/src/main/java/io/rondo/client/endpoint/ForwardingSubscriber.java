package io.rondo.client.endpoint;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.MessageHandler;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import java.time.Duration;

/** A subscriber with further methods. Forwards those of all subscribers to an endpoint. */
public abstract class ForwardingSubscriber implements Subscriber, OpenedSubscriber {
    private final SubscriberEndpoint endpoint;

    /**
     * Creates the subscriber.
     *
     * @param endpoint delivers
     */
    protected ForwardingSubscriber(SubscriberEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public final SubscriberEndpoint subscriberEndpoint() {
        return endpoint;
    }

    @Override
    public final int poll(MessageHandler handler, int limit) {
        return endpoint.poll(handler, limit);
    }

    @Override
    public final int controlledPoll(ControlledMessageHandler handler, int limit) {
        return endpoint.controlledPoll(handler, limit);
    }

    @Override
    public final int controlledReceive(ControlledMessageHandler handler, int limit, Duration timeout) {
        return endpoint.controlledReceive(handler, limit, timeout);
    }

    @Override
    public final int receive(MessageHandler handler, int limit, Duration timeout) {
        return endpoint.receive(handler, limit, timeout);
    }

    @Override
    public final int consumers() {
        return endpoint.consumers();
    }

    @Override
    public final int producers() {
        return endpoint.producers();
    }

    @Override
    public final long lost() {
        return endpoint.lost();
    }

    @Override
    public final String channel() {
        return endpoint.channel();
    }

    @Override
    public final Transport transport() {
        return endpoint.transport();
    }

    @Override
    public final void close() {
        endpoint.close();
    }
}
