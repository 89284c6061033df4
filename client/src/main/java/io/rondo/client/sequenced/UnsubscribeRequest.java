package io.rondo.client.sequenced;

import io.rondo.client.settings.SequencedSettings;

/**
 * Removes a durable subscription that no live subscriber uses.
 *
 * @param topic the name
 * @param name of the subscription
 */
public record UnsubscribeRequest(String topic, String name) implements BrokerRequest {
    static final String NAME = "unsubscribe";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public UnsubscribeRequest {
        SequencedSettings.requireSubscriptionName(name);
    }

    @Override
    public String toLine() {
        return BrokerRequest.line(NAME, topic) + " " + name;
    }
}
