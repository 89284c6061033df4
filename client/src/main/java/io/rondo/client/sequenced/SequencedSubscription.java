package io.rondo.client.sequenced;

import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.MessageHandler;
import io.rondo.client.SequencedMessageHandler;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.endpoint.SubscriberSource;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** A subscriber of a sequenced topic, with the sequence of the message being delivered. */
public final class SequencedSubscription implements SequencedSubscriber, SubscriberSource {
    private final SubscriberEndpoint endpoint;
    private final DeliveredMessage consumer;
    private final Numbered numbered = new Numbered();

    /**
     * Creates the subscriber.
     *
     * @param endpoint delivers
     * @param consumer its transport
     */
    public SequencedSubscription(SubscriberEndpoint endpoint, DeliveredMessage consumer) {
        this.endpoint = endpoint;
        this.consumer = consumer;
    }

    @Override
    public SubscriberEndpoint subscriberEndpoint() {
        return endpoint;
    }

    /** Adds sequence and timestamp for the user's handler of the current poll. */
    private final class Numbered implements MessageHandler {
        private SequencedMessageHandler handler;

        Numbered to(SequencedMessageHandler newHandler) {
            if (handler != newHandler) {
                handler = newHandler;
            }
            return this;
        }

        @Override
        public void onMessage(DirectBuffer buffer, int offset, int length) {
            handler.onMessage(consumer.sequence(), consumer.timestamp(), buffer, offset, length);
        }
    }

    @Override
    public int poll(SequencedMessageHandler handler, int limit) {
        return endpoint.poll(numbered.to(handler), limit);
    }

    @Override
    public int receive(SequencedMessageHandler handler, int limit, Duration timeout) {
        return endpoint.receive(numbered.to(handler), limit, timeout);
    }

    @Override
    public long sequence() {
        return consumer.sequence();
    }

    @Override
    public long timestamp() {
        return consumer.timestamp();
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        return endpoint.poll(handler, limit);
    }

    @Override
    public int controlledPoll(ControlledMessageHandler handler, int limit) {
        return endpoint.controlledPoll(handler, limit);
    }

    @Override
    public int controlledReceive(ControlledMessageHandler handler, int limit, Duration timeout) {
        return endpoint.controlledReceive(handler, limit, timeout);
    }

    @Override
    public int receive(MessageHandler handler, int limit, Duration timeout) {
        return endpoint.receive(handler, limit, timeout);
    }

    @Override
    public int consumers() {
        return endpoint.consumers();
    }

    @Override
    public int producers() {
        return endpoint.producers();
    }

    @Override
    public long lost() {
        return endpoint.lost();
    }

    @Override
    public String channel() {
        return endpoint.channel();
    }

    @Override
    public Transport transport() {
        return endpoint.transport();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
