package io.rondo.core.ring.writer;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import java.util.function.LongSupplier;

/**
 * Decides when a reservation by another producer ends. Used only while a reservation refuses this producer. Confined to
 * one thread.
 */
final class ReservationExpiry {
    /**
     * A reservation ends this long after there was space for its message, so that a stopped producer blocks others no
     * longer.
     */
    static final long GRACE_NANOS = 50_000_000L;
    /** The liveness of the producer is checked at most this often. */
    private static final long LIVENESS_INTERVAL_NANOS = 20_000_000L;

    private final Ring ring;
    private final ParticipantLiveness liveness;
    private final LongSupplier clock;
    /** The reserved tail word that is watched; 0, which is not reserved, before the first. */
    private long watched;
    private long lastAsked;
    private boolean roomSeen;
    private long roomSince;

    ReservationExpiry(Ring ring, ParticipantLiveness liveness, LongSupplier clock) {
        this.ring = ring;
        this.liveness = liveness;
        this.clock = clock;
    }

    /**
     * Whether any producer may clear a reservation: its producer is dead, or had the time to claim, or does not exist.
     *
     * @param tail the reserved tail word
     * @param head position up to which space is free, loaded after the tail
     * @return true if the reservation has expired
     */
    boolean isOver(long tail, long head) {
        long now = clock.getAsLong();
        if (tail != watched) {
            watched = tail;
            lastAsked = now;
            roomSeen = false;
        }
        int slot = TailLayout.slot(tail);
        if (slot >= ring.slots()) {
            // The tail word was overwritten.
            return true;
        }
        if (now - lastAsked >= LIVENESS_INTERVAL_NANOS) {
            lastAsked = now;
            if (!liveness.isAlive(slot)) {
                return true;
            }
        }
        // Space only grows while the tail stays, so the room stays once it is there.
        if (!roomSeen && TailLayout.position(tail, head) + wanted(slot) - head <= ring.capacity()) {
            roomSeen = true;
            roomSince = now;
        }
        return roomSeen && now - roomSince >= GRACE_NANOS;
    }

    private long wanted(int slot) {
        // [reservation] The length was stored before the tail word named the slot.
        long length = Words.getLongAcquire(ring.header(), SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH);
        // The clamp keeps an overwritten length from extending the reservation forever.
        return Math.clamp(length, 0, RecordLayout.recordLength(ring.maxMessageLength()));
    }
}
