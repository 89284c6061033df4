package io.rondo.client.sequenced;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.ChannelDirectory;
import java.util.List;

/** The entry of a live subscriber in the table of durable subscriptions. For the subscriber's thread. */
public final class DurablePosition implements AutoCloseable {
    private final SubscriptionTable table;
    private final int entry;
    private final LockFile lock;
    private long confirmed;

    private DurablePosition(SubscriptionTable table, int entry, LockFile lock) {
        this.table = table;
        this.entry = entry;
        this.lock = lock;
        confirmed = table.confirmed(entry);
    }

    /**
     * Takes the position of a durable subscription.
     *
     * @param directory of the channels
     * @param topic the name
     * @param name of the subscription
     * @return the position, to be closed; null if there is no such subscription
     * @throws ChannelInUseException if a live subscriber uses it
     */
    public static DurablePosition take(ChannelDirectory directory, String topic, String name) {
        return SegmentErrors.translating(() -> {
            SubscriptionTable table = SubscriptionTable.open(directory.subscriptions(topic));
            DurablePosition position = null;
            try {
                position = table == null ? null : take(topic, table, name);
                return position;
            } finally {
                if (position == null && table != null) {
                    table.close();
                }
            }
        });
    }

    private static DurablePosition take(String topic, SubscriptionTable table, String name) {
        int entry = table.find(name);
        if (entry < 0) {
            return null;
        }
        LockFile lock = table.tryLock(entry);
        if (lock == null) {
            List<Long> holders = table.holders(entry);
            throw new ChannelInUseException("topic " + topic + ": a live subscriber uses durable subscription " + name
                    + (holders.isEmpty() ? "" : ", pid " + holders.getFirst())
                    + ": stop it first, or use another name");
        }
        if (!name.equals(table.name(entry))) {
            // Removed before it was locked.
            lock.close();
            return null;
        }
        return new DurablePosition(table, entry, lock);
    }

    /** Returns the last confirmed sequence. */
    public long confirmed() {
        return confirmed;
    }

    /** Stores that all messages up to a sequence are processed. */
    public void confirm(long sequence) {
        if (sequence > confirmed) {
            confirmed = sequence;
            table.confirm(entry, sequence);
        }
    }

    @Override
    public void close() {
        lock.close();
        table.close();
    }
}
