package io.rondo.core.segment;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import java.lang.foreign.MemorySegment;

/** Finds a slot for a new participant and locks it. */
final class SlotSearch {
    /** Somebody has locked the whole table to remove the channel, or left a moment ago. */
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
            // Not locked even for a moment: to the consumer, which is to clear it away, that would look as if its owner lived.
            if (hasUnresolvedIntent(slot) && !table.isAlive(slot)) {
                unresolved++;
                continue;
            }
            long holder = lock(slot);
            if (holder == 0 && !hasUnresolvedIntent(slot)) {
                return slot;
            }
            if (holder == 0) {
                // It died only now.
                ownLock.unlock(SegmentLayout.lockOffset(slot), 1);
                unresolved++;
            } else if (holder > 1) {
                return TRY_AGAIN;
            }
        }
        throw refusal(role, slots, unresolved);
    }

    /** Locks a slot; otherwise says how many bytes its holder has locked. */
    private long lock(int slot) {
        long offset = SegmentLayout.lockOffset(slot);
        while (!ownLock.tryLock(offset, 1)) {
            long holder = questions.lockedByOther(offset, 1);
            if (holder != 0) {
                return holder;
            }
            // Whoever held it has left between the two calls.
        }
        return 0;
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
            return new ChannelInUseException(
                    "channel " + identity.name() + " has its only " + role.word() + " already, pid "
                            + table.pid(role.firstSlot()) + ", which is alive: " + remedyOfOnlyOne(role));
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
