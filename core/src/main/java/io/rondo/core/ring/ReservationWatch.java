package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import java.util.function.LongSupplier;

/**
 * One producer's view of another producer's reservation: how long it counts. Used only while a reservation refuses this producer.
 * Confined to one thread.
 */
final class ReservationWatch {
    /** A reservation ends this long after its room was seen, so that a stopped producer blocks others no longer. */
    static final long GRACE_NANOS = 50_000_000L;
    /** The kernel is asked at most this often whether the producer is alive. */
    private static final long LIVENESS_INTERVAL_NANOS = 20_000_000L;

    private final Ring ring;
    private final Liveness liveness;
    private final LongSupplier clock;
    /** The reserved tail word that is watched; 0, which is not reserved, for none. */
    private long watched;
    private long lastAsked;
    private boolean roomSeen;
    private long roomSince;

    ReservationWatch(Ring ring, Liveness liveness, LongSupplier clock) {
        this.ring = ring;
        this.liveness = liveness;
        this.clock = clock;
    }

    /**
     * Whether any producer may clear a reservation: its producer is dead, or had the time to claim.
     *
     * @param tail the reserved tail word
     * @param head position up to which space is free, loaded after the tail
     * @return true if the reservation no longer counts
     */
    boolean isOver(long tail, long head) {
        long now = clock.getAsLong();
        if (tail != watched) {
            watched = tail;
            lastAsked = now;
            roomSeen = false;
        }
        int slot = TailLayout.slot(tail);
        if (now - lastAsked >= LIVENESS_INTERVAL_NANOS) {
            lastAsked = now;
            if (!liveness.isAlive(slot)) {
                return true;
            }
        }
        // Space only grows while the tail stays, so the room stays once it is there.
        if (!roomSeen && TailLayout.position(tail) + wanted(slot) - head <= ring.capacity()) {
            roomSeen = true;
            roomSince = now;
        }
        return roomSeen && now - roomSince >= GRACE_NANOS;
    }

    private long wanted(int slot) {
        // [reservation] The length was stored before the tail word named the slot.
        long length = Words.getLongAcquire(ring.header(), SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH);
        // An overwritten length must not hold the reservation for good.
        return Math.clamp(length, 0, RecordLayout.recordLength(ring.maxMessageLength()));
    }
}
