package io.rondo.client.connect;

import io.rondo.client.Publisher;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Subscriber;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.settings.WorkQueueSettings;

/** Opens channels for tools. The settings need not name the kind of an existing channel. Thread-safe. */
public interface ChannelAccess extends AutoCloseable {
    /**
     * Opens a channel as a producer.
     *
     * @param channel the name
     * @param settings of the endpoint
     * @return a publisher, to be closed
     * @throws io.rondo.client.RondoException if the channel cannot be opened
     */
    Publisher publisher(String channel, ChannelSettings settings);

    /**
     * Opens a channel as a consumer.
     *
     * @param channel the name
     * @param settings of the endpoint
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if the channel cannot be opened
     */
    Subscriber subscriber(String channel, ChannelSettings settings);

    /**
     * Opens a sequenced topic as a producer.
     *
     * @param topic the name
     * @param settings of the endpoint
     * @return a publisher, to be closed
     * @throws io.rondo.client.RondoException if the topic cannot be opened
     */
    SequencedPublisher publisher(String topic, SequencedSettings settings);

    /**
     * Opens a sequenced topic as a consumer.
     *
     * @param topic the name
     * @param settings of the endpoint
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if the topic cannot be opened
     */
    SequencedSubscriber subscriber(String topic, SequencedSettings settings);

    /**
     * Opens a work queue as a consumer.
     *
     * @param channel the name
     * @param settings of the endpoint
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if a channel cannot be opened
     */
    WorkSubscriber workSubscriber(String channel, WorkQueueSettings settings);

    /**
     * Removes a durable subscription of a sequenced topic.
     *
     * @param topic the name
     * @param subscription the name of the subscription
     * @param settings of the topic
     * @throws io.rondo.client.RondoException if it cannot be removed
     */
    void removeDurable(String topic, String subscription, SequencedSettings settings);

    /**
     * Opens a service as a requester.
     *
     * @param service the name
     * @param settings of the endpoint
     * @return a requester, to be closed
     * @throws io.rondo.client.RondoException if the service cannot be opened
     */
    Requester requester(String service, ServiceSettings settings);

    /**
     * Opens a service as its responder.
     *
     * @param service the name
     * @param settings of the endpoint
     * @return a responder, to be closed
     * @throws io.rondo.client.RondoException if the service cannot be opened
     */
    Responder responder(String service, ServiceSettings settings);

    @Override
    void close();
}
