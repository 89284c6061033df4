package io.rondo.client.descriptor;

import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.shm.RingProducer;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.memory.GlobalSegment;
import io.rondo.core.wait.Condition;

/**
 * Publishes into a segment that the owner passed. While the owner is not connected, nothing is published, because its segment
 * may be gone with it. An owner with another segment makes messages that the former consumer had not confirmed unknown.
 */
final class DescriptorProducer extends DescriptorEndpoint implements ProducerTransport {
    /** A loss of the connection that is shorter than this does not count as a missing consumer. */
    private static final long ABSENCE_NANOS = 500_000_000L;

    private final String channel;
    private final int unknownMaxLength;
    private final SegmentLink<RingProducer> link;
    private volatile RingProducer ring;
    /** Messages that were published into former segments. */
    private volatile long before;
    private volatile RondoException unreported;
    /** Publisher's thread. */
    private PublishedPositions positions;
    private RingProducer waitingIn;
    private long absentSince;

    /**
     * Creates the transport.
     *
     * @param channel the name
     * @param unknownMaxLength limit of a message's length before the first segment
     * @param link to the owner
     */
    DescriptorProducer(String channel, int unknownMaxLength, SegmentLink<RingProducer> link) {
        super(new LinkParking(link.parker()));
        this.channel = channel;
        this.unknownMaxLength = unknownMaxLength;
        this.link = link;
        if (link.hasOffer()) {
            use(link.take());
        }
    }

    private void use(RingProducer next) {
        positions = new PublishedPositions(next.identity().capacity());
        parking().use(next);
        ring = next;
    }

    @Override
    public long tryClaimCached(int length) {
        return link.isUp() ? ring.tryClaimCached(length) : Publisher.BACK_PRESSURED;
    }

    @Override
    public long tryClaim(int length) {
        return isUsable(length) ? ring.tryClaim(length) : Publisher.NOT_CONNECTED;
    }

    private boolean isUsable(int length) {
        return link.isUp() || isUsableNow(length);
    }

    private boolean isUsableNow(int length) {
        link.requireAlive();
        if (!link.hasOffer()) {
            return false;
        }
        RingProducer former = ring;
        DeliveryUnknownException unknown = former == null ? null : unknown(former);
        replace(former, link.take());
        if (former != null) {
            endWait(former);
            former.endWaits();
            former.detach();
        }
        if (unknown != null) {
            throw unknown;
        }
        if (length > ring.maxMessageLength()) {
            // The owner's limit arrived after the caller's check.
            throw PublisherEndpoint.tooLong(channel, length, ring.maxMessageLength());
        }
        return link.isUp();
    }

    private synchronized void replace(RingProducer former, RingProducer next) {
        before += former == null ? 0 : former.confirmed();
        use(next);
    }

    private DeliveryUnknownException unknown(RingProducer former) {
        long count = positions.after(former.readPosition());
        long last = before + former.confirmed();
        long first = last - count + 1;
        return count == 0
                ? null
                : new DeliveryUnknownException("channel " + channel + ": its owner has another segment, and messages "
                        + first + " to " + last
                        + " were not confirmed by the consumer in the former one, so they may have"
                        + " been delivered or not: continue to publish, and send them again only if the consumer can tell"
                        + " duplicates", first, last);
    }

    @Override
    public void beginWait() {
        absentSince = System.nanoTime();
    }

    @Override
    public long claimWaiting(int length) {
        if (!isUsable(length)) {
            return Publisher.NOT_CONNECTED;
        }
        absentSince = System.nanoTime();
        if (waitingIn != ring) {
            waitingIn = ring;
            waitingIn.beginWait();
        }
        return waitingIn.claimWaiting(length);
    }

    @Override
    public boolean isWithoutConsumer() {
        return link.isUp() ? ring.isWithoutConsumer() : System.nanoTime() - absentSince >= ABSENCE_NANOS;
    }

    @Override
    public void beforeSleep() {}

    @Override
    public long maxSleepNanos() {
        return waitingIn == null ? Condition.MAX_SLEEP_NANOS : waitingIn.maxSleepNanos();
    }

    @Override
    public void endWait() {
        endWait(waitingIn);
    }

    private void endWait(RingProducer in) {
        if (in != null && in == waitingIn) {
            in.endWait();
            waitingIn = null;
        }
    }

    /** The view can be moved over each ring, because all have the same size. */
    @Override
    public SegmentBuffer newView() {
        return SegmentBuffer.ofMapping(GlobalSegment.SEGMENT);
    }

    @Override
    public void show(SegmentBuffer view, long claim, int length) {
        ring.show(view, claim, length);
    }

    @Override
    public long commit() {
        return published(ring.commit());
    }

    @Override
    public long commit(int length) {
        return published(ring.commit(length));
    }

    private long published(long sequence) {
        positions.add(ring.committedEnd());
        return before + sequence;
    }

    @Override
    public void abort() {
        ring.abort();
    }

    @Override
    public int maxMessageLength() {
        RingProducer current = ring;
        return current == null ? unknownMaxLength : current.maxMessageLength();
    }

    /** A message in the segment survives the death of either process. */
    @Override
    public synchronized long confirmed() {
        RingProducer current = ring;
        return current == null ? 0 : before + current.confirmed();
    }

    @Override
    public int consumers() {
        return link.count(RingProducer::consumers, 0);
    }

    @Override
    public int producers() {
        return link.count(RingProducer::producers, 1);
    }

    @Override
    public RondoException unreportedLoss() {
        return unreported;
    }

    @Override
    public void detach() {
        RingProducer current = ring;
        if (current != null && link.hasOffer()) {
            unreported = unknown(current);
        }
        try {
            link.close();
        } finally {
            if (current != null) {
                current.detach();
            }
        }
    }
}
