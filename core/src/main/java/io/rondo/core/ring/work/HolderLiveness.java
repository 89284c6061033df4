package io.rondo.core.ring.work;

import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;

/**
 * Determines whether the consumers that hold messages of a work queue are alive. Asks the kernel at most once per live
 * consumer and round. Confined to one thread.
 *
 * <p>A consumer locks its slot, then increments the incarnation in the state word of the slot, and then takes messages. So
 * the holder in an entry with another incarnation than the slot has is dead or has left: a predecessor stored the entry, or
 * the consumer in the slot abandoned the message ({@link WorkReader#abandon}). The holder has ended, too, if no process holds
 * the lock. Neither changes afterwards for that incarnation, and incarnations do not come again. A successor with another
 * incarnation may be in the slot at the next question, so only the answer that a consumer is alive is kept for the round.
 */
final class HolderLiveness {
    private final Ring ring;
    private final int ownSlot;
    private final int consumers;
    private final ParticipantLiveness liveness;
    /** The round in which the kernel was last asked about a slot. */
    private final long[] asked;
    private final boolean[] alive;
    private long round;

    HolderLiveness(Ring ring, int ownSlot, ParticipantLiveness liveness) {
        this.ring = ring;
        this.ownSlot = ownSlot;
        this.liveness = liveness;
        consumers = ring.kind().maxConsumers(ring.slots());
        asked = new long[consumers];
        alive = new boolean[consumers];
    }

    /** Begins a round: no earlier answer of the kernel counts from now on. */
    void beginRound() {
        round++;
    }

    /** Returns whether a held or dead entry names a slot of consumers. */
    boolean isConsumer(long entry) {
        return WorkEntryLayout.slot(entry) < consumers;
    }

    /** Returns whether this consumer itself holds the message of an entry. */
    boolean isOwn(long entry) {
        return WorkEntryLayout.slot(entry) == ownSlot && !isPredecessor(entry);
    }

    /** Returns whether the consumer that holds the message of an entry is dead or has left. */
    boolean isGone(long entry) {
        return isPredecessor(entry) || WorkEntryLayout.slot(entry) != ownSlot && !isAlive(WorkEntryLayout.slot(entry));
    }

    private boolean isPredecessor(long entry) {
        long state = Words.getLongAcquire(ring.header(),
                SlotLayout.offset(WorkEntryLayout.slot(entry)) + SlotLayout.STATE);
        return !WorkEntryLayout.isIncarnation(entry, SlotState.incarnation(state));
    }

    private boolean isAlive(int slot) {
        if (asked[slot] != round || !alive[slot]) {
            asked[slot] = round;
            alive[slot] = liveness.isAlive(slot);
        }
        return alive[slot];
    }
}
