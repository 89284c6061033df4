package io.rondo.client.sequenced;

import io.rondo.client.settings.SequencedSettings;

/**
 * Creates a durable subscription, unless it exists. It is answered with its entry in the table of subscriptions.
 *
 * @param topic the name
 * @param name of the subscription
 * @param first sequence of the first message of a new subscription
 */
public record SubscribeRequest(String topic, String name, long first) implements BrokerRequest {
    static final String NAME = "subscribe";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the name or the sequence is invalid
     */
    public SubscribeRequest {
        SequencedSettings.requireSubscriptionName(name);
        if (first < 1) {
            throw new IllegalArgumentException("sequence " + first + " is not positive");
        }
    }

    @Override
    public String toLine() {
        return BrokerRequest.line(NAME, topic) + " " + name + " " + first;
    }
}
