package io.rondo.core.segment;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.LockedRange;
import java.lang.foreign.MemorySegment;

/** Finds a slot for a new participant and locks it. */
final class SlotSearch {
    /**
     * More than one slot is locked at once, by a process that removes the channel or by one that is no participant; or
     * a participant left while its slot was looked at. The caller waits and attaches again.
     */
    static final int TRY_AGAIN = -1;

    private final Identity identity;
    private final MemorySegment header;
    private final LockFile ownLock;
    private final LockFile questions;
    private final ParticipantTable table;

    SlotSearch(Identity identity, MemorySegment header, LockFile ownLock, LockFile questions, ParticipantTable table) {
        this.identity = identity;
        this.header = header;
        this.ownLock = ownLock;
        this.questions = questions;
        this.table = table;
    }

    /** Locks the first free slot of a role. */
    int lockFreeSlot(Role role) {
        int slots = role.slots(identity.kind());
        int unresolved = 0;
        for (int slot = role.firstSlot(); slot < role.firstSlot() + slots; slot++) {
            // Not locked even for a moment: to the consumer, which is to clear it away, that would look as if its owner
            // lived.
            if (hasUnresolvedIntent(slot) && !table.isAlive(slot)) {
                unresolved++;
                continue;
            }
            if (!ownLock.tryLock(SegmentLayout.lockOffset(slot), 1)) {
                LockedRange held = questions.lockedByOther(SegmentLayout.lockOffset(slot), 1);
                if (held == null || !held.isOneByte()) {
                    return TRY_AGAIN;
                }
            } else if (hasUnresolvedIntent(slot)) {
                // It died only now.
                ownLock.unlock(SegmentLayout.lockOffset(slot), 1);
                unresolved++;
            } else {
                return slot;
            }
        }
        throw refusal(role, slots, unresolved);
    }

    /** What a dead producer meant to do still counts until the consumer has passed it. */
    private boolean hasUnresolvedIntent(int slot) {
        if (identity.kind() != RingKind.MPSC || !SlotLayout.isProducer(slot)) {
            return false;
        }
        long intent = Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.POSITION);
        return intent != SlotLayout.NONE && intent >= Words.getLongAcquire(header, SegmentLayout.HEAD)
                && intent < TailLayout.position(Words.getLongAcquire(header, SegmentLayout.TAIL));
    }

    private ChannelInUseException refusal(Role role, int slots, int unresolved) {
        if (slots == 1) {
            int slot = role.firstSlot();
            // A process that locks the byte of a free slot has not entered its pid there, or is no participant.
            String holder = table.state(slot) == SlotState.FREE
                    ? TableLock.pids(questions, new LockedRange(SegmentLayout.lockOffset(slot), 1))
                    : "pid " + table.pid(slot);
            return new ChannelInUseException("channel " + identity.name() + " has its only " + role.word()
                    + " already, " + holder + ", which is alive: " + remedyOfOnlyOne(role));
        }
        if (unresolved > 0) {
            return new ChannelInUseException("channel " + identity.name() + " has " + (slots - unresolved) + " "
                    + role.word() + "s, and " + unresolved
                    + " that died and left messages unfinished: start its consumer, which clears them away");
        }
        return new ChannelInUseException("channel " + identity.name() + " has " + slots + " " + role.word()
                + "s already, the most it takes: stop one, or use another channel");
    }

    private String remedyOfOnlyOne(Role role) {
        if (role == Role.CONSUMER) {
            return "stop it, or use a topic to have many consumers";
        }
        return identity.kind().isTopic()
                ? "a topic has one producer: wait until that one ends, or use another channel"
                : "stop it, or use a queue without the single-producer option to have many producers";
    }
}
