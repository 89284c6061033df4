package io.rondo.client.endpoint;

/** A subscriber that this library has opened. */
public interface OpenedSubscriber {
    /** Returns what delivers its messages. */
    SubscriberEndpoint subscriberEndpoint();
}
