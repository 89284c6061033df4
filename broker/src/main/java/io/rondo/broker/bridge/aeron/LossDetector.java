package io.rondo.broker.bridge.aeron;

import io.aeron.AeronCounters;
import io.aeron.Image;
import io.aeron.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersReader;

/**
 * Finds senders of which packets do not arrive, however often Aeron asks for them: usually packets that are longer than the network
 * takes. The counters of the media driver have the contiguous position (rcv-pos) and the highest position received (rcv-hwm). For one
 * thread.
 */
public final class LossDetector {
    /** Aeron repairs a loss within some round trips. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final CountersReader counters;
    private final Subscription subscription;
    /** By image. */
    private final Map<Long, Gap> gaps = new HashMap<>();

    /**
     * What has not arrived.
     *
     * @param position where it begins
     * @param since when that was found
     */
    private record Gap(long position, long since) {}

    /** Watches the senders of a subscription. */
    public LossDetector(AeronClient client, Subscription subscription) {
        counters = client.aeron().countersReader();
        this.subscription = subscription;
    }

    /**
     * Looks at the senders, about once a second.
     *
     * @param now of {@link System#nanoTime}
     * @return the address of one of which packets have been missing for 5 s; null if there is none
     */
    public String find(long now) {
        Map<Long, Gap> before = Map.copyOf(gaps);
        gaps.clear();
        String found = null;
        for (Image image : subscription.images()) {
            long id = image.correlationId();
            long whole = counter(AeronCounters.DRIVER_RECEIVER_POS_TYPE_ID, id);
            if (counter(AeronCounters.DRIVER_RECEIVER_HWM_TYPE_ID, id) > whole) {
                Gap known = before.get(id);
                Gap gap = known != null && known.position() == whole ? known : new Gap(whole, now);
                gaps.put(id, gap);
                if (now - gap.since() >= PATIENCE_NANOS) {
                    found = image.sourceIdentity();
                }
            }
        }
        return found;
    }

    /** Returns a counter of an image; 0 if the driver has none, as for IPC. */
    private long counter(int type, long image) {
        long[] value = {0};
        counters.forEach((counter, typeId, key, _) -> {
            if (typeId == type && key.getLong(0) == image) {
                value[0] = counters.getCounterValue(counter);
            }
        });
        return value[0];
    }
}
