package io.rondo.core.ring.work;

import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.WorkSettings;

/**
 * Tells the producer of a message in a work queue whether consumers have taken it, and whether it is abandoned: delivered
 * as often as the queue allows, and held by no live consumer that processes it. An abandoned message stays abandoned,
 * because each later holder holds it as dead. Reads only. Confined to one thread.
 */
public final class DeliveryStates {
    /** A producer is no consumer, and holds nothing. */
    private static final int NO_SLOT = -1;

    private final WorkEntries entries;
    private final HolderLiveness holders;
    private final int maxDeliveries;

    /**
     * Creates the view of a work queue.
     *
     * @param ring the ring of a work queue
     * @param settings properties of the work queue
     * @param liveness tells which participants are alive
     */
    public DeliveryStates(Ring ring, WorkSettings settings, ParticipantLiveness liveness) {
        entries = new WorkEntries(ring);
        holders = new HolderLiveness(ring, NO_SLOT, liveness);
        maxDeliveries = settings.maxDeliveries();
    }

    /** Begins a round of questions: the kernel is asked again about each consumer. */
    public void beginRound() {
        holders.beginRound();
    }

    /**
     * Returns whether a consumer has taken a message.
     *
     * @param position of a committed message
     * @return true also if it was acknowledged or returned since
     */
    public boolean isTaken(long position) {
        return !entries.isReady(entries.at(position), position);
    }

    /**
     * Returns whether a message is abandoned.
     *
     * @param position of a committed message
     * @return false as well if it was acknowledged
     */
    public boolean isAbandoned(long position) {
        long entry = entries.at(position);
        // [head] After the entry: a head that has not passed the message shows that the entry is that of the message.
        if (!WorkEntries.isTaken(entry) || entries.head() > position) {
            return false;
        }
        return switch (WorkEntryLayout.state(entry)) {
            case WorkEntryLayout.DEAD -> true;
            case WorkEntryLayout.RETURNED -> isLast(entry);
            default -> isLast(entry) && holders.isConsumer(entry) && holders.isGone(entry);
        };
    }

    private boolean isLast(long entry) {
        return maxDeliveries > 0 && WorkEntryLayout.deliveries(entry) >= maxDeliveries;
    }
}
