package io.rondo.core.segment.lock;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.LockedRange;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lock bytes of all slots of a segment, locked together. A process that holds all of them keeps participants out;
 * it decides whether to remove the channel. Other programs can lock these bytes too. A foreign lock on a single byte
 * looks like a live participant of that slot. A longer one, such as {@link java.nio.channels.FileChannel#lock()} takes,
 * cannot be a participant's and is reported.
 */
public final class TableLock {
    /** A process that removes or examines a channel holds the lock for a shorter time, unless it is stopped. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final LockedRange TABLE = new LockedRange(SegmentLayout.LOCKS, SegmentLayout.TABLE_LOCKS);

    private TableLock() {}

    /**
     * Takes the lock. Returns false if a participant is alive, or if another process keeps more than one byte locked
     * for a second.
     */
    public static boolean lockTable(LockFile lock) {
        BoundedBackoff backoff = new BoundedBackoff(PATIENCE_NANOS);
        while (!lock.tryLock(TABLE.start(), TABLE.length())) {
            LockedRange held = held(lock);
            if (held != null && held.isOneByte() || backoff.isOver()) {
                return false;
            }
            backoff.pause();
        }
        return true;
    }

    private static LockedRange held(LockFile lock) {
        return lock.lockedByOther(TABLE.start(), TABLE.length());
    }

    /**
     * Returns a lock on more than one byte, or null. The kernel reports one lock of a range, which may be a
     * participant's, so each byte is queried.
     */
    private static LockedRange heldBeyondOneByte(LockFile lock) {
        for (long start = TABLE.start(); start < TABLE.start() + TABLE.length(); start++) {
            LockedRange held = lock.lockedByOther(start, 1);
            if (held != null && !held.isOneByte()) {
                return held;
            }
        }
        return null;
    }

    /** Throws if a process holds more than a participant's byte; the remedy depends on the kind of lock. */
    public static void requireNoHolder(String channel, LockFile lock) {
        LockedRange held = heldBeyondOneByte(lock);
        if (held != null) {
            throw new SegmentException(Reason.IN_USE, "channel " + channel + " is held by " + holder(lock, held)
                    + (held.equals(TABLE)
                            ? " and does not go on: continue it (kill -CONT) or end it"
                            : ": end that process, or make it release the lock"));
        }
    }

    /** Describes the process that holds more than a participant's byte, and its lock; null if there is none. */
    public static String holder(LockFile lock) {
        LockedRange held = heldBeyondOneByte(lock);
        return held == null ? null : holder(lock, held);
    }

    private static String holder(LockFile lock, LockedRange held) {
        return pids(lock, held) + (held.equals(TABLE)
                ? ", which is about to remove it"
                : ", which has locked " + held + " of its file and takes no part in it");
    }

    /** Describes the processes that hold any of the bytes. */
    public static String pids(LockFile lock) {
        return pids(lock, TABLE);
    }

    /** Describes the processes that hold a lock in a range. */
    public static String pids(LockFile lock, LockedRange range) {
        List<Long> pids = lock.holders(range.start(), range.length());
        return pids.isEmpty()
                ? "a process that cannot be seen from here"
                : pids.stream().map(String::valueOf).collect(Collectors.joining(", ", "pid ", ""));
    }
}
