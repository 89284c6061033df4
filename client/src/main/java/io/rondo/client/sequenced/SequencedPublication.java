package io.rondo.client.sequenced;

import io.rondo.client.Claim;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** A publisher of a sequenced topic, with sequences that the caller may choose. */
public final class SequencedPublication implements SequencedPublisher {
    private final PublisherEndpoint endpoint;
    private final ProducerTransport producer;
    private final long producerId;
    private final long lastRecorded;

    /**
     * Creates the publisher.
     *
     * @param endpoint publishes
     * @param producer its transport
     * @param producerId from 1; 0 for none
     * @param lastRecorded the last sequence of that id
     */
    public SequencedPublication(PublisherEndpoint endpoint, ProducerTransport producer, long producerId,
            long lastRecorded) {
        this.endpoint = endpoint;
        this.producer = producer;
        this.producerId = producerId;
        this.lastRecorded = lastRecorded;
    }

    @Override
    public long producerId() {
        return producerId;
    }

    @Override
    public long lastRecorded() {
        return lastRecorded;
    }

    @Override
    public long tryPublish(long sequence, DirectBuffer buffer, int offset, int length) {
        return endpoint.publish(sequence, buffer, offset, length, false);
    }

    @Override
    public long publish(long sequence, DirectBuffer buffer, int offset, int length) {
        return endpoint.publish(sequence, buffer, offset, length, true);
    }

    @Override
    public long ignored() {
        return producer.ignored();
    }

    @Override
    public long tryPublish(DirectBuffer buffer, int offset, int length) {
        return endpoint.tryPublish(buffer, offset, length);
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length) {
        return endpoint.publish(buffer, offset, length);
    }

    @Override
    public long publish(DirectBuffer buffer, int offset, int length, Duration timeout) {
        return endpoint.publish(buffer, offset, length, timeout);
    }

    @Override
    public Claim tryClaim(int length) {
        return endpoint.tryClaim(length);
    }

    @Override
    public Claim claim(int length) {
        return endpoint.claim(length);
    }

    @Override
    public Claim claim(int length, Duration timeout) {
        return endpoint.claim(length, timeout);
    }

    @Override
    public long confirmed() {
        return endpoint.confirmed();
    }

    @Override
    public int maxMessageLength() {
        return endpoint.maxMessageLength();
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
