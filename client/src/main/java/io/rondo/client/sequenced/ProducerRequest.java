package io.rondo.client.sequenced;

import io.rondo.core.layout.SequencedLayout;

/**
 * Registers a producer id. It is answered with the last recorded sequence, when everything that was published before the
 * request is confirmed.
 *
 * @param topic the name
 * @param producerId from 1
 */
public record ProducerRequest(String topic, long producerId) implements BrokerRequest {
    static final String NAME = "producer";

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the id is out of range
     */
    public ProducerRequest {
        if (producerId < 1 || producerId > SequencedLayout.MAX_PRODUCER_ID) {
            throw new IllegalArgumentException("producer id " + producerId + " is out of range");
        }
    }

    @Override
    public String toLine() {
        return BrokerRequest.line(NAME, topic) + " " + producerId;
    }
}
