package io.rondo.client.descriptor;

import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.client.endpoint.TopicStart;
import io.rondo.client.shm.RingEndpoint;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads from a segment that the owner passed. When the owner is gone, it reads what is left there; then it goes on in the
 * segment of the next owner.
 *
 * @param <T> the consumer's side of a ring
 */
class DescriptorConsumer<T extends RingEndpoint & ConsumerTransport> extends DescriptorEndpoint
        implements
            ConsumerTransport {
    private final SegmentLink<T> link;
    private final Condition arrival = new Arrival();
    private volatile T ring;
    /** Endpoint's thread: rings that were left and are offered again. */
    private final Set<T> left = new HashSet<>();
    /** Messages lost in segments other than the one in use. Guarded by this. */
    private long lostBefore;
    private volatile boolean stopped;

    DescriptorConsumer(SegmentLink<T> link) {
        super(new LinkParking(link.parker()));
        this.link = link;
    }

    /** Takes over the ring that was passed first, if one was. Called once, before the first poll. */
    final void begin() {
        takeOffer();
    }

    /** Holds if there is a message, a new segment, or a reason why no message will arrive. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            T current = ring;
            return current != null && current.arrival().holds() || link.hasNews();
        }

        @Override
        public long maxSleepNanos() {
            T current = ring;
            return current == null ? MAX_SLEEP_NANOS : current.arrival().maxSleepNanos();
        }
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        T current = ring;
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
        T former = ring;
        T next = link.take();
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

    private synchronized void replace(T former, T next) {
        lostBefore += former == null ? 0 : former.lost();
        if (left.remove(next) || former == next) {
            // It is read further, so its losses count as those of the ring in use.
            lostBefore -= next.lost();
        }
        if (former != null && former != next) {
            onReplaced(former, next);
        }
        parking().use(next);
        ring = next;
    }

    /** The endpoint changes to another ring, which it may have used before. */
    void onReplaced(T former, T next) {}

    /** The ring in use; null before the first. */
    final T ring() {
        return ring;
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        stopped = true;
        T current = ring;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public synchronized long lost() {
        T current = ring;
        return current == null ? 0 : lostBefore + current.lost();
    }

    @Override
    public TopicStart start() {
        T current = ring;
        return current == null ? null : current.start();
    }

    @Override
    public int consumers() {
        return link.count(RingEndpoint::consumers, 1);
    }

    @Override
    public int producers() {
        return link.count(RingEndpoint::producers, 0);
    }

    @Override
    public void detach() {
        try {
            link.close();
        } finally {
            T current = ring;
            if (current != null) {
                current.detach();
            }
        }
    }
}
