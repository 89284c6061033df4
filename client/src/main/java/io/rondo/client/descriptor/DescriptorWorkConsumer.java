package io.rondo.client.descriptor;

import io.rondo.client.endpoint.WorkTransport;
import io.rondo.client.shm.RingWorkConsumer;
import io.rondo.core.ring.reader.RecordHandler;

/**
 * A consumer of a work queue in a segment that the owner passed. Leases are in the segment, so they outlive the owner. When
 * another segment has replaced it, they are lost.
 */
final class DescriptorWorkConsumer extends DescriptorConsumer<RingWorkConsumer> implements WorkTransport {
    private final String channel;

    DescriptorWorkConsumer(String channel, SegmentLink<RingWorkConsumer> link) {
        super(link);
        this.channel = channel;
    }

    @Override
    void onReplaced(RingWorkConsumer former, RingWorkConsumer next) {
        next.continueIdsOf(former);
    }

    @Override
    public void keep() {
        ring().keep();
    }

    @Override
    public long id() {
        return ring().id();
    }

    @Override
    public int deliveries() {
        return ring().deliveries();
    }

    @Override
    public boolean isTakenOver() {
        return ring().isTakenOver();
    }

    @Override
    public boolean isDead() {
        return ring().isDead();
    }

    @Override
    public void lookAhead(RecordHandler handler) {
        RingWorkConsumer ring = ring();
        if (ring != null) {
            ring.lookAhead(handler);
        }
    }

    @Override
    public void acknowledge(long id) {
        requireRing(id).acknowledge(id);
    }

    @Override
    public void markProcessed(long id) {
        requireRing(id).markProcessed(id);
    }

    @Override
    public void giveBack(long id, long delayNanos) {
        requireRing(id).giveBack(id, delayNanos);
    }

    private RingWorkConsumer requireRing(long id) {
        RingWorkConsumer ring = ring();
        if (ring == null) {
            throw new IllegalStateException("subscriber of channel " + channel + " holds no message with id " + id
                    + ": it has received none");
        }
        return ring;
    }

    @Override
    public int held() {
        RingWorkConsumer ring = ring();
        return ring == null ? 0 : ring.held();
    }
}
