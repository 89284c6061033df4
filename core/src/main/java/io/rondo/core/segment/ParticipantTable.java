package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.UsedSlots;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The participants of a channel. Counting ends at the high-water mark of the slots. Thread-safe; throws {@link
 * IllegalStateException} once its segment or description is closed.
 */
public final class ParticipantTable implements ParticipantLiveness {
    private final MemorySegment header;
    private final LockFile lockQueries;
    private final Identity identity;
    private final UsedSlots used;

    ParticipantTable(MemorySegment header, LockFile lockQueries, Identity identity) {
        this.header = header;
        this.lockQueries = lockQueries;
        this.identity = identity;
        used = new UsedSlots(header, identity.slots());
    }

    /** Marks a slot as used, before anything is stored there. */
    void use(int slot) {
        used.include(slot);
    }

    private int firstSlot(Role role) {
        return role.firstSlot(identity);
    }

    /** The slot behind the last of a role that may have been used. */
    private int endSlot(Role role) {
        return Math.min(firstSlot(role) + role.slots(identity), used.count());
    }

    /**
     * A lock on the slot's byte by a process that is no participant counts as well: the kernel does not tell them
     * apart.
     */
    @Override
    public boolean isAlive(int slot) {
        return lockQueries.isLockedByOther(SegmentLayout.lockOffset(slot), 1);
    }

    @Override
    public boolean freeIfDead(int slot) {
        long offset = SlotLayout.offset(slot) + SlotLayout.STATE;
        long word = Words.getLongAcquire(header, offset);
        // Without locking the slot, which a new participant would take for that of a live one. A participant locks its
        // slot before it stores its incarnation, so the one of this word is dead, and a successor has another word.
        return !isAlive(slot)
                && Words.compareAndSetLong(header, offset, word, SlotState.with(word, SlotState.FREE));
    }

    /** Changes the state of a slot; the caller holds its lock. */
    void setState(int slot, int state) {
        long offset = SlotLayout.offset(slot) + SlotLayout.STATE;
        Words.setLongRelease(header, offset, SlotState.with(Words.getLongOpaque(header, offset), state));
    }

    /**
     * Counts the participants that are attached and live.
     *
     * @param role producers or consumers
     * @return their number
     */
    public int count(Role role) {
        int count = 0;
        int end = endSlot(role);
        for (int slot = firstSlot(role); slot < end; slot++) {
            if (state(slot) == SlotState.ATTACHED && isAlive(slot)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Whether any participant is attached, alive or not. Makes no system call.
     *
     * @param role producers or consumers
     * @return false if none is attached
     */
    public boolean hasParticipant(Role role) {
        int end = endSlot(role);
        for (int slot = firstSlot(role); slot < end; slot++) {
            if (state(slot) == SlotState.ATTACHED) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a participant is attached, alive or not, that is not shown for a remote process. Makes no system call.
     *
     * @param role producers or consumers
     * @return false if all attached ones act for remote processes
     */
    public boolean hasLocalParticipant(Role role) {
        int end = endSlot(role);
        for (int slot = firstSlot(role); slot < end; slot++) {
            if (state(slot) == SlotState.ATTACHED
                    && (Words.getIntOpaque(header, SlotLayout.offset(slot) + SlotLayout.FLAGS)
                            & SlotLayout.FLAG_REMOTE) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns a snapshot of all slots that are in use or were left by a dead participant. */
    public List<ParticipantInfo> list() {
        List<ParticipantInfo> participants = new ArrayList<>();
        for (Role role : Role.values()) {
            int first = firstSlot(role);
            // All slots: the mark may be damaged as well.
            for (int slot = first; slot < first + role.slots(identity); slot++) {
                if (state(slot) != SlotState.FREE) {
                    participants.add(info(role, slot));
                }
            }
        }
        return participants;
    }

    /**
     * Returns the counters of all slots that were ever used. A slot that is free again has those of its last participant, so
     * what a participant has done before it detached can still be read.
     */
    public List<SlotCounters> counters() {
        List<SlotCounters> counted = new ArrayList<>();
        for (Role role : Role.values()) {
            int end = endSlot(role);
            for (int slot = firstSlot(role); slot < end; slot++) {
                // The word first: a successor stores its own after it has cleared the counters.
                long word = Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.STATE);
                ParticipantInfo info = info(role, slot, SlotState.state(word) != SlotState.FREE && isAlive(slot));
                counted.add(new SlotCounters(role, slot, SlotState.incarnation(word), info));
            }
        }
        return counted;
    }

    /** Returns a snapshot of one slot. */
    ParticipantInfo info(Role role, int slot) {
        return info(role, slot, isAlive(slot));
    }

    private ParticipantInfo info(Role role, int slot, boolean alive) {
        long offset = SlotLayout.offset(slot);
        long[] counters = new long[Counter.values().length];
        for (Counter counter : Counter.values()) {
            counters[counter.ordinal()] = Words.getLongOpaque(header, SlotLayout.counterOffset(slot, counter));
        }
        return new ParticipantInfo(role, slot, pid(slot), Words.getInt(header, offset + SlotLayout.PID_NAMESPACE),
                Words.getInt(header, offset + SlotLayout.UID),
                Words.getLong(header, offset + SlotLayout.ATTACHED_AT), alive, state(slot),
                Words.getIntOpaque(header, offset + SlotLayout.FLAGS),
                Words.getLongOpaque(header, offset + SlotLayout.POSITION), counters);
    }

    private int pid(int slot) {
        return Words.getInt(header, SlotLayout.offset(slot) + SlotLayout.PID);
    }

    /** Returns whether the consumer in a slot was evicted. */
    boolean isEvicted(int slot) {
        // [evict]
        return state(slot) == SlotState.EVICTED;
    }

    int state(int slot) {
        return SlotState.state(Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.STATE));
    }
}
