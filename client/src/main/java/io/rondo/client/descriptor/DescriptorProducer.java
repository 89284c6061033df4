package io.rondo.client.descriptor;

import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.ProducerTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.shm.ConfirmedSequences;
import io.rondo.client.shm.RingProducer;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.memory.GlobalSegment;
import io.rondo.core.wait.Condition;

/**
 * Publishes into a segment that the owner passed. While the owner is not connected, nothing is published, because its
 * segment may be gone with it. Messages that the consumer had not confirmed are unknown if the next owner has another
 * segment or none, or if there is no owner at the end.
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
    /** Of the ring in use. Written by the publisher's thread and guarded by this. */
    private ConfirmedSequences confirmations;
    /** Whether a call has thrown that messages of the ring in use are unknown, or there are none. Publisher's thread. */
    private boolean reported;
    /** The sum of the ends in former segments. Publisher's thread. */
    private long endBefore;
    private volatile RondoException unreported;
    /** Publisher's thread. */
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
            replace(null, link.takeLast());
        }
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
        if (link.hasFailed()) {
            throwUnknown(ring);
            link.requireAlive();
        }
        // An owner that is gone again may be followed by that of the ring in use.
        if (!link.hasLiveOffer()) {
            return false;
        }
        RingProducer former = ring;
        RingProducer next = link.takeLast();
        if (next != former) {
            change(former, next);
        }
        if (length > ring.maxMessageLength()) {
            // The owner's limit arrived after the caller's check.
            throw PublisherEndpoint.tooLong(channel, length, ring.maxMessageLength());
        }
        return link.isUp();
    }

    /** Changes to the ring of another segment. Throws after that if messages in the former one are unknown. */
    private void change(RingProducer former, RingProducer next) {
        DeliveryUnknownException unknown = unknown(former);
        replace(former, next);
        if (former != null) {
            endWait(former);
            former.endWaits();
            former.detach();
        }
        if (unknown != null) {
            throw unknown;
        }
    }

    private synchronized void replace(RingProducer former, RingProducer next) {
        before += former == null ? 0 : former.confirmed();
        endBefore += former == null ? 0 : former.committedEnd();
        confirmations = new ConfirmedSequences(next.ring(), before, false);
        reported = false;
        parking().use(next);
        ring = next;
    }

    private void throwUnknown(RingProducer current) {
        DeliveryUnknownException unknown = unknown(current);
        reported = true;
        if (unknown != null) {
            throw unknown;
        }
    }

    /** The messages in a segment that may be gone; null if there are none, or a call has reported them. */
    private DeliveryUnknownException unknown(RingProducer current) {
        if (current == null || reported) {
            return null;
        }
        long first = confirmed() + 1;
        long last = before + current.confirmed();
        return first > last
                ? null
                : new DeliveryUnknownException("channel " + channel
                        + ": the owner of its segment is gone, and messages "
                        + first + " to " + last + " were not confirmed by the consumer, so they may have been delivered"
                        + " or not: send them again only if the consumer can tell duplicates", first, last);
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
    public boolean hasConsumer() {
        return link.isUp() && ring.hasConsumer();
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
        view.keepMapped(ring.ring().data());
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
        confirmations.add(before + sequence, ring.committedEnd());
        return before + sequence;
    }

    @Override
    public long requestMark() {
        return endBefore + ring.requestMark();
    }

    @Override
    public boolean hasCompetingConsumers() {
        return ring != null && ring.hasCompetingConsumers();
    }

    @Override
    public void beginLook() {
        ring.beginLook();
    }

    @Override
    public boolean isAbandoned(long mark) {
        return mark < endBefore || ring.isAbandoned(mark - endBefore);
    }

    @Override
    public boolean isTaken(long mark) {
        return mark < endBefore || ring.isTaken(mark - endBefore);
    }

    /** What was published into former segments is lost with them. */
    @Override
    public long abandonedEnd() {
        return endBefore + (ring == null ? 0 : ring.abandonedEnd());
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

    /** What the consumer has confirmed: the segment may end with the owner's container. */
    @Override
    public synchronized long confirmed() {
        return confirmations == null ? 0 : confirmations.confirmed();
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
        RondoException loss = unreported;
        unreported = null;
        return loss;
    }

    @Override
    public void detach() {
        RingProducer current = ring;
        if (unknown(current) != null && !link.isOwnerAlive()) {
            unreported = unknown(current);
        }
        try {
            link.close();
        } finally {
            if (current != null) {
                // Keeps the result: the memory reads as zero from now on.
                confirmed();
                current.detach();
            }
        }
    }
}
