package io.rondo.client.descriptor;

import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.TopicStart;
import io.rondo.client.shm.RingConsumer;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads from a segment that the owner passed. When the owner is gone, it reads what is left there; then it goes on in the
 * segment of the next owner.
 */
final class DescriptorConsumer extends DescriptorEndpoint implements ConsumerTransport {
    private final SegmentLink<RingConsumer> link;
    private final Condition arrival = new Arrival();
    private volatile RingConsumer ring;
    /** Endpoint's thread: rings that were left and are offered again. */
    private final Set<RingConsumer> left = new HashSet<>();
    /** Messages lost in segments other than the one in use. Guarded by this. */
    private long lostBefore;
    private volatile boolean stopped;

    DescriptorConsumer(SegmentLink<RingConsumer> link) {
        super(new LinkParking(link.parker()));
        this.link = link;
        takeOffer();
    }

    /** Holds if there is a message, a new segment, or a reason why no message will arrive. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            RingConsumer current = ring;
            return current != null && current.arrival().holds() || link.hasNews();
        }

        @Override
        public long maxSleepNanos() {
            RingConsumer current = ring;
            return current == null ? MAX_SLEEP_NANOS : current.arrival().maxSleepNanos();
        }
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        RingConsumer current = ring;
        int count = current == null ? 0 : current.poll(handler, limit);
        if (count > 0 || !link.hasNews() || current != null && current.arrival().holds()) {
            return count;
        }
        if (takeOffer()) {
            return ring.poll(handler, limit);
        }
        link.requireAlive();
        return 0;
    }

    private boolean takeOffer() {
        if (!link.hasOffer()) {
            return false;
        }
        RingConsumer former = ring;
        RingConsumer next = link.take();
        replace(former, next);
        if (stopped) {
            next.stop();
        }
        if (former == null || former == next) {
            return true;
        }
        if (link.isOffered(former)) {
            left.add(former);
        } else {
            former.endWaits();
            former.detach();
        }
        return true;
    }

    private synchronized void replace(RingConsumer former, RingConsumer next) {
        lostBefore += former == null ? 0 : former.lost();
        if (left.remove(next) || former == next) {
            // It is read further, so its losses count as those of the ring in use.
            lostBefore -= next.lost();
        }
        parking().use(next);
        ring = next;
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        stopped = true;
        RingConsumer current = ring;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public synchronized long lost() {
        RingConsumer current = ring;
        return current == null ? 0 : lostBefore + current.lost();
    }

    @Override
    public TopicStart start() {
        RingConsumer current = ring;
        return current == null ? null : current.start();
    }

    @Override
    public int consumers() {
        return link.count(RingConsumer::consumers, 1);
    }

    @Override
    public int producers() {
        return link.count(RingConsumer::producers, 0);
    }

    @Override
    public void detach() {
        try {
            link.close();
        } finally {
            RingConsumer current = ring;
            if (current != null) {
                current.detach();
            }
        }
    }
}
