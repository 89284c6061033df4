package io.rondo.client.work;

import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Delivers the messages of a work queue to handlers, and settles each message that its handler has neither kept nor settled.
 * Confined to one thread.
 */
public final class WorkDelivery {
    /** Ends leases. */
    public interface Settlement {
        /** Returns whether a message is held. */
        boolean isHeld(long id);

        /** Acknowledges a message after its handler. */
        void complete(long id);

        /** Returns a message after its handler. Does not throw if the lease is lost: another delivery follows either way. */
        void abort(long id);
    }

    private final Settlement settlement;
    private long current;
    private boolean kept;

    /**
     * Creates the deliveries of one consumer.
     *
     * @param settlement ends its leases
     */
    public WorkDelivery(Settlement settlement) {
        this.settlement = settlement;
    }

    /** Returns the id of the message that is being delivered, or was delivered last. */
    public long current() {
        return current;
    }

    /** Keeps the message that is being delivered after its handler has returned, too. */
    public void keep() {
        kept = true;
    }

    /**
     * Delivers a held message.
     *
     * @return the action of the handler
     */
    public Action deliver(long id, RecordHandler handler, DirectBuffer buffer, int length) {
        current = id;
        kept = false;
        Action action = null;
        try {
            action = Objects.requireNonNull(handler.onRecord(buffer, 0, length), "action");
            return action;
        } finally {
            if (settlement.isHeld(id)) {
                settle(id, action);
            }
        }
    }

    private void settle(long id, Action action) {
        if (action == null || action == Action.ABORT) {
            // If the handler has thrown, its exception is on its way.
            settlement.abort(id);
        } else if (!kept) {
            settlement.complete(id);
        }
    }
}
