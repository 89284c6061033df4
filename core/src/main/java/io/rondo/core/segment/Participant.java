package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.Ring;
import io.rondo.core.sync.WakeWord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One attached producer or consumer: a slot, the lock that keeps it, and two mappings. What the ring and its views use
 * is retired first, which takes the channel out of the hands of whatever thread is still at it; the slot is given back
 * through the other, after that.
 */
public final class Participant implements AutoCloseable {
    private final Identity identity;
    private final LockFile ownLock;
    private final LockFile questions;
    private final Arena control = Arena.ofShared();
    private final MemorySegment header;
    private final ParticipantTable table;
    private final Runnable onLeft;
    private final FileStatus file;
    private MemorySegment hot;
    private Ring ring;
    private int slot;
    private int remote;
    private boolean closed;
    private boolean retired;

    private Participant(Identity identity, NativeFile file, LockFile ownLock, LockFile questions, Runnable onLeft) {
        this.identity = identity;
        this.ownLock = ownLock;
        this.questions = questions;
        this.onLeft = onLeft;
        this.file = file.status();
        try {
            header = Mapping.map(file.fd(), 0, SegmentLayout.DATA, true, control);
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
        table = new ParticipantTable(header, questions, identity.kind());
    }

    /**
     * Maps a segment and holds a slot of it.
     *
     * @param identity of the segment
     * @param file the segment, not needed after this
     * @param role what to do
     * @param onLeft called when the participant has left, also when it could not stay
     * @return null if the path no longer leads to this file, or somebody is removing it: begin again
     */
    static Participant attach(Identity identity, NativeFile file, Role role, Runnable onLeft) {
        LockFile ownLock = null;
        LockFile questions = null;
        Participant participant = null;
        try {
            ownLock = LockFile.open(file.path());
            questions = LockFile.open(file.path());
            if (ownLock != null && questions != null && ownLock.status().isSameFile(file.status())
                    && questions.status().isSameFile(file.status())) {
                participant = new Participant(identity, file, ownLock, questions, onLeft);
                if (participant.enter(role)) {
                    participant.mapRingOrLeave(file, role);
                    return participant;
                }
            }
            release(participant, ownLock, questions);
            return null;
        } catch (RuntimeException | Error e) {
            release(participant, ownLock, questions);
            throw e;
        }
    }

    private static void release(Participant participant, LockFile ownLock, LockFile questions) {
        if (participant != null) {
            participant.control.close();
        }
        if (ownLock != null) {
            ownLock.close();
        }
        if (questions != null) {
            questions.close();
        }
    }

    private boolean enter(Role role) {
        int free = new SlotSearch(identity, header, ownLock, questions, table).lockFreeSlot(role);
        if (free == SlotSearch.TRY_AGAIN) {
            return false;
        }
        slot = free;
        long offset = SlotLayout.offset(slot);
        Words.setInt(header, offset + SlotLayout.PID, (int) ProcessHandle.current().pid());
        Words.setInt(header, offset + SlotLayout.UID, Platform.User.effectiveUid());
        Words.setLong(header, offset + SlotLayout.ATTACHED_AT, System.currentTimeMillis());
        // A topic's producer waits only for a consumer that says so: one that is stopped on its way in holds nobody up.
        Words.setInt(header, offset + SlotLayout.FLAGS,
                role == Role.CONSUMER && identity.kind().isTopic() ? SlotLayout.FLAG_UNGATED : 0);
        Words.setLong(header, offset + SlotLayout.POSITION,
                role == Role.CONSUMER ? Words.getLongAcquire(header, SegmentLayout.LIMIT) : SlotLayout.NONE);
        for (Counter counter : Counter.values()) {
            Words.setLong(header, SlotLayout.counterOffset(slot, counter), 0);
        }
        long word = Words.getLongOpaque(header, offset + SlotLayout.STATE);
        Words.setLongRelease(header, offset + SlotLayout.STATE, SlotState.next(word, SlotState.JOINING));
        return true;
    }

    private void mapRingOrLeave(NativeFile file, Role role) {
        try {
            mapRing(file, role);
        } catch (RuntimeException | Error e) {
            leave();
            wakeOthers();
            try {
                // While this slot was held, the last of the others could not do what the last one does.
                onLeft.run();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private void mapRing(NativeFile file, Role role) {
        // A topic's consumers never write data; a queue's consumer zeroes it.
        boolean writesData = role == Role.PRODUCER || !identity.kind().isTopic();
        hot = Mapping.mapForGood(file.fd(), SegmentLayout.DATA, identity.capacity(), writesData);
        MemorySegment data = hot.asSlice(SegmentLayout.DATA);
        ring = new Ring(identity.name(), hot.asSlice(0, SegmentLayout.DATA), writesData ? data : data.asReadOnly(),
                identity.capacity(), identity.maxMessageLength());
    }

    /** Lets the others count this participant: it has found its place. Does nothing after {@link #close()}. */
    public synchronized void joined() {
        if (!closed) {
            table.setState(slot, SlotState.ATTACHED);
        }
    }

    /** Lets the others no longer count this participant, which is about to leave. Does nothing after {@link #close()}. */
    public synchronized void leaving() {
        if (!closed) {
            table.setState(slot, SlotState.JOINING);
        }
    }

    /** The segment's file. */
    FileStatus file() {
        return file;
    }

    /**
     * Makes a topic's producer wait for this consumer, which it overtakes otherwise; called before it looks for its
     * place.
     */
    public void gate() {
        setFlags(0);
    }

    /** Lets a topic's producer evict this consumer instead of waiting for it; called before {@link #joined()}. */
    public void allowEviction() {
        setFlags(SlotLayout.FLAG_EVICTABLE);
    }

    /**
     * Shows another process in this participant's place, one for which it acts; called before {@link #joined()}.
     *
     * @param pid of that process; 0 where it is not known, which leaves this process's
     * @param uid of that process
     */
    public void actFor(int pid, int uid) {
        long offset = SlotLayout.offset(slot);
        if (pid > 0) {
            Words.setInt(header, offset + SlotLayout.PID, pid);
        }
        Words.setInt(header, offset + SlotLayout.UID, uid);
        remote = SlotLayout.FLAG_REMOTE;
        setFlags(Words.getIntOpaque(header, offset + SlotLayout.FLAGS));
    }

    private void setFlags(int flags) {
        Words.setIntOpaque(header, SlotLayout.offset(slot) + SlotLayout.FLAGS, flags | remote);
    }

    /**
     * Whether a topic's producer has evicted this consumer.
     *
     * @return true once it no longer waits for it; false after {@link #close()}
     */
    public synchronized boolean isEvicted() {
        return !closed && table.isEvicted(slot);
    }

    /**
     * What the channel is.
     *
     * @return its identity
     */
    public Identity identity() {
        return identity;
    }

    /**
     * The memory this participant works on; after {@link #close()} it is private zeroes.
     *
     * @return the ring
     */
    public Ring ring() {
        return ring;
    }

    /**
     * Its place in the table.
     *
     * @return the slot
     */
    public int slot() {
        return slot;
    }

    /**
     * Who else takes part.
     *
     * @return the table, usable until {@link #close()}
     */
    public ParticipantTable table() {
        return table;
    }

    /**
     * Ends all access through this participant, gives its slot back and wakes the others, so that they see it go.
     * Callable from any thread, more than once; nobody of this participant may be asleep in the kernel.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // First nobody can write any more, then the slot is free: else recovery would reuse space that is being
            // written. If the kernel refuses, the slot stays locked until this process ends.
            Mapping.retire(hot);
            retired = true;
            leave();
        } finally {
            wakeOthers();
            control.close();
            try {
                onLeft.run();
            } finally {
                // Open until now, so that no other file has this one's number.
                questions.close();
            }
        }
    }

    /**
     * Gives the addresses of the ring back, which {@link #close()} leaves where they are because another thread may
     * still be at it. To be called where that is known not to be so, and by who uses neither the ring nor anything made
     * of it any more.
     *
     * @throws IllegalStateException if this is not closed
     */
    public synchronized void unmap() {
        if (!retired) {
            throw new IllegalStateException("the participant is not closed: close it first");
        }
        if (ring != null) {
            ring = null;
            Mapping.unmap(hot);
        }
    }

    private void leave() {
        table.setState(slot, SlotState.FREE);
        ownLock.unlock(SegmentLayout.lockOffset(slot), 1);
        ownLock.close();
    }

    private void wakeOthers() {
        new WakeWord(header, SegmentLayout.DATA_WAITERS, identity.fenceSide()).wakeAll();
        new WakeWord(header, SegmentLayout.SPACE_WAITERS, identity.fenceSide()).wakeAll();
    }
}
