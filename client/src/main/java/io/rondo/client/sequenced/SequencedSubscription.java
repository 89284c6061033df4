package io.rondo.client.sequenced;

import io.rondo.client.MessageHandler;
import io.rondo.client.SequencedMessageHandler;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.client.endpoint.ForwardingSubscriber;
import io.rondo.client.endpoint.SubscriberEndpoint;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** A subscriber of a sequenced topic, with the sequence of the message being delivered. */
public final class SequencedSubscription extends ForwardingSubscriber implements SequencedSubscriber {
    private final DeliveredMessage consumer;
    private final Numbered numbered = new Numbered();

    /**
     * Creates the subscriber.
     *
     * @param endpoint delivers
     * @param consumer its transport
     */
    public SequencedSubscription(SubscriberEndpoint endpoint, DeliveredMessage consumer) {
        super(endpoint);
        this.consumer = consumer;
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
        return subscriberEndpoint().poll(numbered.to(handler), limit);
    }

    @Override
    public int receive(SequencedMessageHandler handler, int limit, Duration timeout) {
        return subscriberEndpoint().receive(numbered.to(handler), limit, timeout);
    }

    @Override
    public long sequence() {
        return consumer.sequence();
    }

    @Override
    public long timestamp() {
        return consumer.timestamp();
    }
}
