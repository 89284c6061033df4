package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.CFunction;
import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Open-file-description locks ({@code fcntl(2)}, {@code F_OFD_SETLK}) through a file description of its own. The kernel
 * drops them when the process dies, in any PID namespace.
 *
 * <p>A description does not see its own locks. Therefore a description that holds a lock is used for nothing else and
 * is never mapped, and queries use another one. Thread-safe.
 */
public final class LockFile implements AutoCloseable {
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    private static final int PRIVATE_MODE = 0600;
    private static final int EACCES = 13;
    private static final int EAGAIN = 11;
    /** struct flock: int16 type, int16 whence, (pad), int64 start, int64 length, int32 pid. */
    private static final int FLOCK_LENGTH = 32;
    private static final int TYPE = 0;
    private static final int WHENCE = 2;
    private static final int START = 8;
    private static final int LENGTH = 16;
    private static final int PID = 24;

    private static final CFunction FCNTL = CFunction.of("fcntl");

    private final NativeFile file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.newCallState(arena);
    private final MemorySegment flock = arena.allocate(FLOCK_LENGTH, Long.BYTES);
    private boolean closed;

    private LockFile(NativeFile file) {
        this.file = file;
    }

    /** Opens a description for locks and queries; returns null if there is no such file. */
    public static LockFile open(Path path) {
        NativeFile file = NativeFile.open(path, true);
        return file == null ? null : new LockFile(file);
    }

    /**
     * Locks the first byte of a file, which is created with mode 0600 unless it exists, and stays.
     *
     * @param path of the file
     * @param refused makes the exception if another description holds a lock, from its {@link #holders}
     * @return the lock, held until it is closed or the process dies
     * @throws SegmentException if the file cannot be created, opened or locked
     */
    public static LockFile hold(Path path, Function<List<Long>, ? extends RuntimeException> refused) {
        LockFile lock = of(NativeFile.openOrCreate(path, PRIVATE_MODE));
        try {
            if (lock.tryLock(0, 1)) {
                return lock;
            }
            throw refused.apply(lock.holders(0, 1));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a description for queries only, which needs no permission to write; returns null if there is no such file.
     */
    public static LockFile openForQueries(Path path) {
        NativeFile file = NativeFile.open(path, false);
        return file == null ? null : new LockFile(file);
    }

    /** Takes over an open file; it is closed with the lock file. */
    public static LockFile of(NativeFile file) {
        return new LockFile(file);
    }

    /**
     * Locks a new file through two descriptions, and removes it.
     *
     * @param file a path where no file exists
     * @return whether each sees the other's lock
     */
    public static Probe probe(Path file) {
        try (NativeFile created = NativeFile.create(file, PRIVATE_MODE)) {
            if (created == null) {
                return new Probe(false, "cannot create " + file);
            }
            try (LockFile first = open(file); LockFile second = open(file)) {
                return first == null || second == null
                        ? new Probe(false, file + " vanished while it was used: try again")
                        : probe(first, second);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (SegmentException e) {
            return new Probe(false, e.getMessage());
        } catch (IOException e) {
            return new Probe(false, "cannot remove " + file + ": " + IoReason.of(e));
        }
    }

    private static Probe probe(LockFile first, LockFile second) {
        boolean excludes = first.tryLock(0, 1) && !second.tryLock(0, 1) && second.isLockedByOther(0, 1);
        first.unlock(0, 1);
        return excludes && !second.isLockedByOther(0, 1) && second.tryLock(0, 1)
                ? new Probe(true, "two descriptions of one file see each other's")
                : new Probe(false, "two descriptions of one file may hold the same lock");
    }

    /**
     * Takes an exclusive lock without waiting.
     *
     * @param start first byte
     * @param length bytes, from 1
     * @return false if another description holds a lock in this range
     */
    public synchronized boolean tryLock(long start, long length) {
        return tryLock(F_WRLCK, start, length);
    }

    /**
     * Takes a shared lock without waiting.
     *
     * @param start first byte
     * @param length bytes, from 1
     * @return false if another description holds an exclusive lock in this range
     */
    public synchronized boolean tryLockShared(long start, long length) {
        return tryLock(F_RDLCK, start, length);
    }

    private boolean tryLock(short type, long start, long length) {
        int errno = control(F_OFD_SETLK, type, start, length);
        if (errno == 0) {
            return true;
        }
        if (errno == EAGAIN || errno == EACCES) {
            return false;
        }
        throw failure(errno);
    }

    /** Releases a lock; does nothing after {@link #close()}. */
    public synchronized void unlock(long start, long length) {
        if (!closed) {
            int errno = control(F_OFD_SETLK, F_UNLCK, start, length);
            if (errno != 0) {
                throw failure(errno);
            }
        }
    }

    /**
     * Returns whether another description or process holds a lock in a range; true also for a POSIX lock of any
     * process, this one included.
     */
    public boolean isLockedByOther(long start, long length) {
        return lockedByOther(start, length) != null;
    }

    /**
     * Finds a lock that another description or process holds and that overlaps a range: an open-file-description lock,
     * or a POSIX lock as {@link java.nio.channels.FileChannel#lock()} takes it.
     *
     * @param start first byte
     * @param length bytes, from 1
     * @return the whole range of the first such lock; null if there is none
     */
    public synchronized LockedRange lockedByOther(long start, long length) {
        int errno = control(F_OFD_GETLK, F_WRLCK, start, length);
        if (errno != 0) {
            throw failure(errno);
        }
        if (flock.get(JAVA_SHORT, TYPE) == F_UNLCK) {
            return null;
        }
        long found = flock.get(JAVA_LONG, LENGTH);
        // The kernel reports length 0 for a lock without an end.
        return new LockedRange(flock.get(JAVA_LONG, START), found == 0 ? LockedRange.TO_THE_END : found);
    }

    /**
     * Finds the processes that hold a lock which overlaps a range of this file, for messages: an open-file-description
     * lock or a POSIX lock, exclusive or shared, also one that reaches to the end of the file. {@code F_OFD_GETLK} does
     * not name them, so this searches {@code /proc}, which takes milliseconds. The result contains this process if it
     * holds such a lock.
     *
     * @param start first byte
     * @param length bytes, from 1; {@link LockedRange#TO_THE_END} for all that follow
     * @return their pids in ascending order, several if they share a description; empty if this process may not examine
     * the holders, if they are in another PID namespace, or on file systems with a device number of their own, such as
     * btrfs
     */
    public List<Long> holders(long start, long length) {
        return LockHolders.find(status(), new LockedRange(start, length));
    }

    /** Returns the status of the open file. */
    public FileStatus status() {
        return file.status();
    }

    private int control(int command, short type, long start, long length) {
        flock.set(JAVA_SHORT, TYPE, type);
        flock.set(JAVA_SHORT, WHENCE, (short) 0);
        flock.set(JAVA_LONG, START, start);
        flock.set(JAVA_LONG, LENGTH, length);
        // Must be 0 on every call, and F_OFD_GETLK stores another value.
        flock.set(JAVA_INT, PID, 0);
        // The arena is open: every caller excludes close().
        return (int) FCNTL.call(state, file.fd(), command, flock.address()) == 0 ? 0 : Libc.errno(state);
    }

    private SegmentException failure(int errno) {
        return new SegmentException(Reason.FAILED,
                "cannot use file locks on " + file.path() + ": " + Libc.describe(errno)
                        + ": use a directory on a local file system such as tmpfs");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            file.close();
            arena.close();
        }
    }
}
