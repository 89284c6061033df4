package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.ring.Liveness;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part in a channel. Thread-safe; throws {@link IllegalStateException} once its segment or description is
 * closed.
 */
public final class ParticipantTable implements Liveness {
    private final MemorySegment header;
    private final LockFile questions;
    private final RingKind kind;

    ParticipantTable(MemorySegment header, LockFile questions, RingKind kind) {
        this.header = header;
        this.questions = questions;
        this.kind = kind;
    }

    /**
     * A lock that a process other than a participant takes on the slot's byte counts as well: the kernel does not tell
     * them apart.
     */
    @Override
    public boolean isAlive(int slot) {
        return questions.isLockedByOther(SegmentLayout.lockOffset(slot), 1);
    }

    @Override
    public synchronized boolean freeIfDead(int slot) {
        long lock = SegmentLayout.lockOffset(slot);
        if (!questions.tryLock(lock, 1)) {
            return false;
        }
        try {
            setState(slot, SlotState.FREE);
            return true;
        } finally {
            questions.unlock(lock, 1);
        }
    }

    /** Changes the state of a slot whose lock is held. */
    void setState(int slot, int state) {
        long offset = SlotLayout.offset(slot) + SlotLayout.STATE;
        Words.setLongRelease(header, offset, SlotState.with(Words.getLongOpaque(header, offset), state));
    }

    /**
     * Counts the participants that are attached and live.
     *
     * @param role which
     * @return their number
     */
    public int count(Role role) {
        int count = 0;
        for (int i = 0; i < role.slots(kind); i++) {
            int slot = role.firstSlot() + i;
            if (state(slot) == SlotState.ATTACHED && isAlive(slot)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Whether somebody is attached, alive or not: asks no kernel.
     *
     * @param role which
     * @return false once all have left or never came
     */
    public boolean isAnybodyAttached(Role role) {
        for (int i = 0; i < role.slots(kind); i++) {
            if (state(role.firstSlot() + i) == SlotState.ATTACHED) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lists the slots that are in use or were left by a participant that died.
     *
     * @return a snapshot
     */
    public List<ParticipantInfo> list() {
        List<ParticipantInfo> participants = new ArrayList<>();
        for (Role role : Role.values()) {
            for (int i = 0; i < role.slots(kind); i++) {
                int slot = role.firstSlot() + i;
                if (state(slot) != SlotState.FREE) {
                    participants.add(info(role, slot));
                }
            }
        }
        return participants;
    }

    private ParticipantInfo info(Role role, int slot) {
        long offset = SlotLayout.offset(slot);
        long[] counters = new long[Counter.values().length];
        for (Counter counter : Counter.values()) {
            counters[counter.ordinal()] = Words.getLongOpaque(header, SlotLayout.counterOffset(slot, counter));
        }
        return new ParticipantInfo(role, slot, pid(slot), Words.getInt(header, offset + SlotLayout.UID),
                Words.getLong(header, offset + SlotLayout.ATTACHED_AT), isAlive(slot), state(slot),
                Words.getIntOpaque(header, offset + SlotLayout.FLAGS),
                Words.getLongOpaque(header, offset + SlotLayout.POSITION), counters);
    }

    int pid(int slot) {
        return Words.getInt(header, SlotLayout.offset(slot) + SlotLayout.PID);
    }

    /** Whether the consumer in a slot was evicted. */
    boolean isEvicted(int slot) {
        // [evict]
        return state(slot) == SlotState.EVICTED;
    }

    int state(int slot) {
        return SlotState.state(Words.getLongAcquire(header, SlotLayout.offset(slot) + SlotLayout.STATE));
    }
}
