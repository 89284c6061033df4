package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.ProducerSequences;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.shm.ConfirmedSequences;
import io.rondo.client.shm.RingProducer;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.sync.GroupParking;
import java.util.function.IntSupplier;

/**
 * Publishes into the ingress of a sequenced topic: shifts each claim of the ring behind the prefix, and writes the prefix
 * at the commit.
 */
final class SequencedProducer implements ProducerTransport {
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;
    private final RingProducer ring;
    private final int maxMessageLength;
    private final long producerId;
    private final ConfirmedSequences confirmed;
    private final IntSupplier consumers;
    private final Runnable onDetached;
    private final ProducerSequences sequences;
    private long claimed;

    /**
     * Creates the transport of a producer that is attached to the ingress.
     *
     * @param ring the producer of the ingress
     * @param producerId from 1; 0 for none
     * @param lastRecorded the last sequence of that id
     * @param consumers counts the subscribers of the topic
     * @param onDetached runs once, after the producer was detached
     */
    SequencedProducer(RingProducer ring, long producerId, long lastRecorded, IntSupplier consumers,
            Runnable onDetached) {
        this.ring = ring;
        this.producerId = producerId;
        this.consumers = consumers;
        this.onDetached = onDetached;
        maxMessageLength = ring.maxMessageLength() - PREFIX;
        confirmed = new ConfirmedSequences(ring.ring(), lastRecorded, producerId != 0);
        sequences = new ProducerSequences(producerId != 0, lastRecorded);
    }

    @Override
    public long tryClaimCached(int length) {
        return claimed(ring.tryClaimCached(length + PREFIX));
    }

    @Override
    public long tryClaim(int length) {
        return claimed(ring.tryClaim(length + PREFIX));
    }

    @Override
    public long claimWaiting(int length) {
        return claimed(ring.claimWaiting(length + PREFIX));
    }

    private long claimed(long payload) {
        claimed = payload;
        return payload;
    }

    @Override
    public void show(SegmentBuffer view, long claim, int length) {
        ring.show(view, claim + PREFIX, length);
    }

    @Override
    public boolean isNew(long sequence) {
        return sequences.isNew(sequence);
    }

    @Override
    public void number(long sequence) {
        sequences.choose(sequence);
    }

    @Override
    public long commit() {
        long sequence = writePrefix();
        ring.commit();
        return published(sequence);
    }

    @Override
    public long commit(int length) {
        long sequence = writePrefix();
        ring.commit(length + PREFIX);
        return published(sequence);
    }

    private long writePrefix() {
        long sequence = sequences.next();
        RawWords.setLong(claimed + SequencedLayout.PRODUCER_ID, producerId);
        RawWords.setLong(claimed + SequencedLayout.PRODUCER_SEQUENCE, sequence);
        return sequence;
    }

    private long published(long sequence) {
        sequences.published();
        confirmed.add(sequence, ring.committedEnd());
        return sequence;
    }

    @Override
    public void abort() {
        sequences.aborted();
        ring.abort();
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public long confirmed() {
        return confirmed.confirmed();
    }

    @Override
    public long ignored() {
        return sequences.ignored();
    }

    @Override
    public SegmentBuffer newView() {
        return ring.newView();
    }

    @Override
    public void beginWait() {
        ring.beginWait();
    }

    @Override
    public boolean isWithoutConsumer() {
        return ring.isWithoutConsumer();
    }

    @Override
    public void beforeSleep() {
        ring.beforeSleep();
    }

    @Override
    public long maxSleepNanos() {
        return ring.maxSleepNanos();
    }

    @Override
    public void endWait() {
        ring.endWait();
    }

    @Override
    public int consumers() {
        return consumers.getAsInt();
    }

    @Override
    public int producers() {
        return ring.producers();
    }

    @Override
    public GroupParking parking() {
        return ring.parking();
    }

    @Override
    public void endWaits() {
        ring.endWaits();
    }

    @Override
    public Transport transport() {
        return ring.transport();
    }

    @Override
    public RondoException failure() {
        return ring.failure();
    }

    @Override
    public RondoException unreportedLoss() {
        return ring.unreportedLoss();
    }

    @Override
    public void detach() {
        try {
            confirmed.confirmed();
            ring.detach();
        } finally {
            onDetached.run();
        }
    }
}
