package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.os.PidNamespace;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.Ring;
import io.rondo.core.sync.WakeWord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An attached producer or consumer: a slot, the lock that holds it, and two mappings. On closing, the mapping that the
 * ring and its views use is retired first, so that no thread of this process can write to the channel any more. Then
 * the slot is released through the other mapping.
 */
public final class Participant implements AutoCloseable {
    private final Identity identity;
    private final LockFile ownLock;
    private final LockFile lockQueries;
    private final Arena control = Arena.ofShared();
    private final MemorySegment header;
    private final ParticipantTable table;
    private final Runnable onLeft;
    private final FileStatus file;
    private MemorySegment hot;
    private Ring ring;
    private int slot;
    /** Flags of the slot that say how the participant takes part. */
    private int origin;
    private boolean closed;

    private Participant(Identity identity, NativeFile file, LockFile ownLock, LockFile lockQueries, Runnable onLeft) {
        this.identity = identity;
        this.ownLock = ownLock;
        this.lockQueries = lockQueries;
        this.onLeft = onLeft;
        this.file = file.status();
        try {
            header = Mapping.map(file.fd(), 0, identity.headerLength(), true, control);
        } catch (RuntimeException | Error e) {
            control.close();
            throw e;
        }
        table = new ParticipantTable(header, lockQueries, identity);
    }

    /**
     * Maps a segment and takes a slot in it.
     *
     * @param identity identity of the segment
     * @param file the segment, not needed after this call
     * @param role the participant's role
     * @param onLeft called when the participant has left, also if it could not stay
     * @return null if the path no longer leads to this file, or a process is removing it: the caller begins again
     */
    static Participant attach(Identity identity, NativeFile file, Role role, Runnable onLeft) {
        LockFile ownLock = null;
        LockFile lockQueries = null;
        Participant participant = null;
        try {
            ownLock = LockFile.open(file.path());
            lockQueries = LockFile.open(file.path());
            if (ownLock != null && lockQueries != null && ownLock.status().isSameFile(file.status())
                    && lockQueries.status().isSameFile(file.status())) {
                participant = new Participant(identity, file, ownLock, lockQueries, onLeft).enter(file, role, 0);
            }
            return participant;
        } finally {
            if (participant == null && ownLock != null) {
                ownLock.close();
            }
            if (participant == null && lockQueries != null) {
                lockQueries.close();
            }
        }
    }

    /**
     * Maps a segment by a descriptor and takes a slot in it.
     *
     * @param identity identity of the segment
     * @param file the segment, not needed after this call
     * @param ownLock holds the slot; the participant closes it, the caller if there is none
     * @param lockQueries another description of the segment; closed as {@code ownLock}
     * @param role the participant's role
     * @return null if a process locks the table at this moment
     */
    static Participant attach(Identity identity, NativeFile file, LockFile ownLock, LockFile lockQueries, Role role) {
        return new Participant(identity, file, ownLock, lockQueries, () -> {}).enter(file, role,
                SlotLayout.FLAG_DESCRIPTOR);
    }

    /** Returns this; null if a process locks the table at this moment. */
    private Participant enter(NativeFile segment, Role role, int originFlags) {
        boolean entered = false;
        try {
            origin = originFlags;
            if (!enter(role)) {
                return null;
            }
            mapRingOrLeave(segment, role);
            entered = true;
            return this;
        } finally {
            if (!entered) {
                control.close();
            }
        }
    }

    private boolean enter(Role role) {
        int free = new SlotAllocator(identity, header, ownLock, lockQueries, table).lockFreeSlot(role);
        if (free == SlotAllocator.TRY_AGAIN) {
            return false;
        }
        slot = free;
        table.use(slot);
        long offset = SlotLayout.offset(slot);
        // First: with the lock held and the former incarnation, this participant would keep the messages that a dead
        // consumer of a work queue holds.
        long word = SlotState.next(Words.getLongOpaque(header, offset + SlotLayout.STATE), SlotState.FREE);
        Words.setLongRelease(header, offset + SlotLayout.STATE, word);
        Words.setInt(header, offset + SlotLayout.PID, (int) ProcessHandle.current().pid());
        Words.setInt(header, offset + SlotLayout.PID_NAMESPACE, PidNamespace.current());
        Words.setInt(header, offset + SlotLayout.UID, Platform.User.effectiveUid());
        Words.setLong(header, offset + SlotLayout.ATTACHED_AT, System.currentTimeMillis());
        // A topic's producer waits only for a consumer that has set its gating flag, so a consumer that stops while it
        // attaches does not hold the producer up.
        Words.setInt(header, offset + SlotLayout.FLAGS,
                origin | (role == Role.CONSUMER && identity.kind().isTopic() ? SlotLayout.FLAG_UNGATED : 0));
        Words.setLong(header, offset + SlotLayout.POSITION,
                role == Role.CONSUMER ? Words.getLongAcquire(header, SegmentLayout.LIMIT) : SlotLayout.NONE);
        for (Counter counter : Counter.values()) {
            Words.setLong(header, SlotLayout.counterOffset(slot, counter), 0);
        }
        Words.setLongRelease(header, offset + SlotLayout.STATE, SlotState.with(word, SlotState.UNCOUNTED));
        return true;
    }

    private void mapRingOrLeave(NativeFile file, Role role) {
        try {
            mapRing(file, role);
        } catch (RuntimeException | Error e) {
            leave();
            wakeOthers();
            try {
                // While this slot was held, another participant that left last could not remove the segment.
                onLeft.run();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private void mapRing(NativeFile file, Role role) {
        // A queue's consumer zeroes data; consumers of topics and work queues do not write it.
        boolean writesData = role == Role.PRODUCER || identity.kind().consumerZeroes();
        int headerLength = identity.headerLength();
        hot = Mapping.mapPermanently(file.fd(), headerLength, identity.capacity(), writesData);
        MemorySegment data = hot.asSlice(headerLength);
        ring = new Ring(identity.name(), identity.kind(), hot.asSlice(0, headerLength),
                writesData ? data : data.asReadOnly(),
                identity.capacity(), identity.maxMessageLength(), identity.slots());
    }

    /** Lets other participants count this one, which has found its position. Does nothing after {@link #close()}. */
    public synchronized void joined() {
        if (!closed) {
            table.setState(slot, SlotState.ATTACHED);
        }
    }

    /**
     * Stops other participants from counting this one, which is about to leave. Does nothing after {@link #close()}.
     */
    public synchronized void leaving() {
        if (!closed) {
            table.setState(slot, SlotState.UNCOUNTED);
        }
    }

    /** Returns the status of the segment's file. */
    FileStatus file() {
        return file;
    }

    /**
     * Makes a topic's producer wait for this consumer instead of lapping it; called before the consumer looks for its
     * position.
     */
    public void gate() {
        setFlags(0);
    }

    /** Lets a topic's producer evict this consumer instead of waiting for it; called before {@link #joined()}. */
    public void allowEviction() {
        setFlags(SlotLayout.FLAG_EVICTABLE);
    }

    /**
     * Shows a remote process in this participant's slot, for which it acts; called before {@link #joined()}.
     *
     * @param pid pid of that process as this one sees it; 0 if it is in a PID namespace that this one does not see
     * @param uid uid of that process
     */
    public void setRemotePeer(int pid, int uid) {
        long offset = SlotLayout.offset(slot);
        Words.setInt(header, offset + SlotLayout.PID, pid);
        Words.setInt(header, offset + SlotLayout.UID, uid);
        origin = SlotLayout.FLAG_REMOTE;
        setFlags(Words.getIntOpaque(header, offset + SlotLayout.FLAGS));
    }

    private void setFlags(int flags) {
        Words.setIntOpaque(header, SlotLayout.offset(slot) + SlotLayout.FLAGS, flags | origin);
    }

    /** Returns whether a topic's producer has evicted this consumer; false after {@link #close()}. */
    public synchronized boolean isEvicted() {
        return !closed && table.isEvicted(slot);
    }

    /** Returns the properties of the channel. */
    public Identity identity() {
        return identity;
    }

    /** Returns the ring; after {@link #close()} its memory is private zero pages. */
    public Ring ring() {
        return ring;
    }

    /** Returns the participant's slot. */
    public int slot() {
        return slot;
    }

    /** Returns the table of participants, usable until {@link #close()}. */
    public ParticipantTable table() {
        return table;
    }

    /**
     * Ends all access through this participant, releases its slot and wakes the other participants. Thread-safe and
     * idempotent; no thread of this participant may be asleep in the kernel.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // The mapping is retired before the slot is released: otherwise recovery could reuse space that a thread
            // still writes. If the kernel refuses, the slot stays locked until this process ends.
            Mapping.retire(hot);
            leave();
        } finally {
            wakeOthers();
            control.close();
            try {
                onLeft.run();
            } finally {
                // Open until now, so that no other file has the same descriptor number.
                lockQueries.close();
            }
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
