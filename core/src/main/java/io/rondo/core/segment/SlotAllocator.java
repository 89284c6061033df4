package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.LockedRange;
import io.rondo.core.segment.lock.TableLock;
import java.lang.foreign.MemorySegment;

/** Finds and locks a slot for a new participant. */
final class SlotAllocator {
    /**
     * More than one slot is locked at once, by a process that removes the channel or by a process that is no
     * participant; or a participant left while its slot was checked. The caller waits and attaches again.
     */
    static final int TRY_AGAIN = -1;

    private final Identity identity;
    private final MemorySegment header;
    private final LockFile ownLock;
    private final LockFile lockQueries;
    private final ParticipantTable table;

    SlotAllocator(Identity identity, MemorySegment header, LockFile ownLock, LockFile lockQueries,
            ParticipantTable table) {
        this.identity = identity;
        this.header = header;
        this.ownLock = ownLock;
        this.lockQueries = lockQueries;
        this.table = table;
    }

    /** Locks the first free slot of a role. */
    int lockFreeSlot(Role role) {
        int slots = role.slots(identity);
        int first = role.firstSlot(identity);
        int unresolved = 0;
        for (int slot = first; slot < first + slots; slot++) {
            // Not locked even for a moment: the consumer, which has to recover the claim, would take its owner for
            // alive.
            if (hasUnresolvedIntent(slot) && !table.isAlive(slot)) {
                unresolved++;
                continue;
            }
            if (!ownLock.tryLock(SegmentLayout.lockOffset(slot), 1)) {
                LockedRange held = lockQueries.lockedByOther(SegmentLayout.lockOffset(slot), 1);
                if (held == null || !held.isOneByte()) {
                    return TRY_AGAIN;
                }
            } else if (hasUnresolvedIntent(slot)) {
                // The producer died after the check above.
                ownLock.unlock(SegmentLayout.lockOffset(slot), 1);
                unresolved++;
            } else {
                return slot;
            }
        }
        throw refusal(role, slots, unresolved);
    }

    /** Whether the intent of a dead producer may belong to a claim that the consumer has not passed. */
    private boolean hasUnresolvedIntent(int slot) {
        if (!identity.kind().hasManyProducers() || slot < Role.PRODUCER.firstSlot(identity)) {
            return false;
        }
        long intent = Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.POSITION);
        if (intent == SlotLayout.NONE) {
            return false;
        }
        if (identity.kind() == RingKind.WORK && isFinished(intent)) {
            return false;
        }
        long head = Words.getLongAcquire(header, SegmentLayout.HEAD);
        return intent >= head && intent < TailLayout.position(Words.getLongAcquire(header, SegmentLayout.TAIL), head);
    }

    /**
     * Whether the claim at a position of a work queue was committed or skipped. Its head may stay behind the claim for as
     * long as a consumer holds a message before it.
     */
    private boolean isFinished(long position) {
        int capacity = identity.capacity();
        long entry = Words.getLongAcquire(header,
                SegmentLayout.entries(identity.slots()) + WorkEntryLayout.offset(position, capacity));
        return !WorkEntryLayout.isStale(entry, position, capacity)
                && WorkEntryLayout.state(entry) != WorkEntryLayout.CLAIMED;
    }

    private SegmentException refusal(Role role, int slots, int unresolved) {
        if (unresolved > 0) {
            return new SegmentException(Reason.IN_USE,
                    "channel " + identity.name() + " has " + (slots - unresolved) + " "
                            + role.word() + "s, and " + unresolved
                            + " dead ones with unfinished messages: start its consumer, which skips those messages");
        }
        if (slots == 1) {
            int slot = role.firstSlot(identity);
            // A process that locks the byte of a free slot has not entered its pid there, or is no participant.
            String holder = table.state(slot) == SlotState.FREE
                    ? TableLock.pids(lockQueries, new LockedRange(SegmentLayout.lockOffset(slot), 1))
                    : table.info(role, slot).process();
            String only = identity.service()
                    ? "service " + identity.name() + " has its only " + wordOfService(role)
                    : "channel " + identity.name() + " has its only " + role.word();
            return new SegmentException(Reason.IN_USE,
                    only + " already, " + holder + ", which is alive: " + remedyOfOnlyOne(role));
        }
        return new SegmentException(Reason.IN_USE, "channel " + identity.name() + " has " + slots + " " + role.word()
                + "s already, the most it takes: stop one, or use another channel");
    }

    private static String wordOfService(Role role) {
        return role == Role.CONSUMER ? "responder" : "requester";
    }

    private String remedyOfOnlyOne(Role role) {
        boolean consumer = role == Role.CONSUMER;
        if (identity.service()) {
            return "stop it first, or create the service for several " + wordOfService(role) + "s ("
                    + (consumer ? "responders(n), --responders)" : "maxParticipants)");
        }
        if (consumer ? identity.kind().hasManyConsumers() : identity.kind().hasManyProducers()) {
            return "stop it first, or create the channel for more " + role.word() + "s (maxParticipants)";
        }
        if (consumer) {
            return "stop it first, or use a work queue (rondo.workQueue, --kind work), in which consumers share the messages";
        }
        return identity.kind().isTopic()
                ? "a topic has one producer: wait until that one ends, or use another channel"
                : "stop it, or use a queue without the single-producer option to have many producers";
    }
}
