package io.rondo.core.os;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.CFunction;
import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An open file description of its own ({@code open(2)}), never inherited by child processes and never opened through a
 * symbolic link. Closing is idempotent and thread-safe; the descriptor must not be used after that.
 */
public final class NativeFile implements AutoCloseable {
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    /** A FIFO in the place of a file must not block the call. */
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int ENXIO = 6;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int EISDIR = 21;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;
    private static final int EROFS = 30;
    private static final int ENOSYS = 38;
    private static final int ELOOP = 40;

    /**
     * Bytes per call of {@code posix_fallocate}. On tmpfs before Linux 6.11 a signal interrupts the call, and the
     * kernel frees what that call has allocated; a call that takes longer than the interval of a profiler's timer never
     * succeeds. This much takes about 80 us (512 MiB take 0.15 s), less than the interval of a 10 kHz timer. Calls for
     * as little as 64 KiB cost no measurable time more.
     */
    private static final long ALLOCATION_PIECE = 256L << 10;

    private static final String CREATE = "create";
    private static final String OUT_OF_THE_WAY = ", not a file: move it out of the way, or use another name";

    private static final CFunction OPEN = CFunction.of("open");
    private static final CFunction CLOSE = CFunction.of("close");
    private static final CFunction FTRUNCATE = CFunction.of("ftruncate");
    private static final CFunction POSIX_FALLOCATE = CFunction.of("posix_fallocate");
    private static final CFunction FALLOCATE = CFunction.of("fallocate");
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 3;
    private static final CFunction FCNTL = CFunction.of("fcntl");
    private static final int F_GET_SEALS = 1034;
    private static final int F_SEAL_SHRINK = 2;
    private static final CFunction FCHMOD = CFunction.of("fchmod");

    private final Path path;
    private final int fd;
    private boolean closed;

    private NativeFile(Path path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /**
     * Creates a file.
     *
     * @param path path of the file
     * @param mode permission bits, not subject to the umask
     * @return the open file, or null if the name exists or the directory does not
     * @throws SegmentException if the kernel refuses
     */
    public static NativeFile create(Path path, int mode) {
        NativeFile file = open(path, O_RDWR | O_CREAT | O_EXCL, mode);
        if (file != null) {
            file.chmod(mode);
        }
        return file;
    }

    /**
     * Opens a file.
     *
     * @param path path of the file
     * @param writable whether to write as well as read
     * @return the open file, or null if there is none
     * @throws SegmentException if the kernel refuses
     */
    public static NativeFile open(Path path, boolean writable) {
        return open(path, writable ? O_RDWR : O_RDONLY, 0);
    }

    /**
     * Opens a file for reading and writing, and creates it unless it exists.
     *
     * @param path path of the file
     * @param mode permission bits of a new file, not subject to the umask
     * @return the open file
     * @throws SegmentException {@code UNAVAILABLE} if the directory does not exist; another reason if the kernel refuses
     */
    public static NativeFile openOrCreate(Path path, int mode) {
        NativeFile created = create(path, mode);
        NativeFile file = created == null ? open(path, true) : created;
        if (file == null) {
            throw new SegmentException(Reason.UNAVAILABLE, "cannot create " + path
                    + ": its directory vanished: create it again, or use another directory");
        }
        return file;
    }

    /**
     * Takes over an open descriptor, which is closed with the file.
     *
     * @param fd a descriptor of this process
     * @param origin where it came from, for messages
     * @return the open file
     */
    static NativeFile ofDescriptor(int fd, Path origin) {
        return new NativeFile(origin, fd);
    }

    private static NativeFile open(Path path, int flags, int mode) {
        int allFlags = flags | O_NONBLOCK | O_CLOEXEC | Platform.current().noFollowFlag();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment name = arena.allocateFrom(path.toString());
            int fd = (int) OPEN.call(state, name.address(), allFlags, mode);
            if (fd >= 0) {
                return new NativeFile(path, fd);
            }
            int errno = Libc.errno(state);
            if (errno == ENOENT || errno == EEXIST && (flags & O_EXCL) != 0) {
                return null;
            }
            throw failure((flags & O_CREAT) == 0 ? "open" : CREATE, path, errno);
        }
    }

    private static SegmentException failure(String what, Path path, int errno) {
        String message = "cannot " + what + " " + path + ": ";
        String reason = Libc.describe(errno);
        return switch (errno) {
            // A file that cannot be created has no owner.
            case EACCES, EPERM -> new SegmentException(Reason.ACCESS_DENIED, message + reason + deniedBy(what, path));
            case ENOSPC -> new SegmentException(Reason.NO_SPACE,
                    message + reason + ": remove channels (rondo ls, rondo rm), or give"
                            + " the file system more room and inodes");
            case EISDIR -> new SegmentException(Reason.FAILED, message + "it is a directory" + OUT_OF_THE_WAY);
            // A symbolic link at the end of the path is not followed.
            case ELOOP -> new SegmentException(Reason.FAILED, message + "it is a symbolic link" + OUT_OF_THE_WAY);
            case ENXIO -> new SegmentException(Reason.FAILED, message + "it is a socket or a device" + OUT_OF_THE_WAY);
            case EMFILE, ENFILE ->
                new SegmentException(Reason.FAILED, message + reason + ": close some, or raise the limit (ulimit -n)");
            case EROFS ->
                new SegmentException(Reason.UNAVAILABLE,
                        message + reason + ": use another directory, or mount this one writable");
            default -> new SegmentException(Reason.FAILED, message + reason + ": check the path");
        };
    }

    private static String deniedBy(String what, Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (!Files.isExecutable(directory)) {
            return ": this user has no access to the directory " + directory
                    + ": run as its owner, or use another directory";
        }
        return what.equals(CREATE)
                ? ": use a directory you may write to"
                : ": run as its owner, or let its owner grant access";
    }

    /** Returns the descriptor. */
    public int fd() {
        return fd;
    }

    /** Returns the path by which it was opened. */
    public Path path() {
        return path;
    }

    /** Returns the status of the open file. */
    public FileStatus status() {
        return FileStatus.of(fd);
    }

    /**
     * Returns whether no process can shorten the file any more ({@code memfd_create(2)}, {@code F_SEAL_SHRINK}). False for
     * a file of a directory, which any process that may write it can shorten.
     */
    public boolean isSealedAgainstShrinking() {
        int seals = (int) FCNTL.call(fd, F_GET_SEALS, 0);
        return seals >= 0 && (seals & F_SEAL_SHRINK) != 0;
    }

    /**
     * Sets the length and allocates every byte of it, so that a later store cannot meet a full file system.
     *
     * @param length in bytes
     * @throws SegmentException {@code NO_SPACE} if there is no room; {@code UNAVAILABLE} if a sandbox forbids the allocation
     * @throws SegmentException if the kernel refuses for another reason
     */
    public void allocate(long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            if ((int) FTRUNCATE.call(state, fd, length, 0) != 0) {
                throw failure("set the length of", path, Libc.errno(state));
            }
        }
        int errno = allocate(length, this::allocateRange);
        if (errno == ENOSYS || errno == EPERM) {
            // A sandbox answers so; the file itself was opened for writing.
            throw new SegmentException(Reason.UNAVAILABLE, "cannot allocate space for " + path + ": fallocate(2): "
                    + Libc.describe(errno) + ": allow it in the sandbox");
        }
        if (errno != 0) {
            throw failure("allocate space for", path, errno);
        }
    }

    /**
     * Gives the space of a range back to the file system. The range reads as zeroes, and the length of the file stays.
     *
     * @param offset of the first byte, a multiple of the page size
     * @param length in bytes
     * @return false if the file system cannot do that
     */
    public boolean release(long offset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            return (int) FALLOCATE.call(state, fd, KEEP_SIZE_AND_PUNCH_HOLE, offset, length, 0, 0) == 0;
        }
    }

    private int allocateRange(long offset, long length) {
        return (int) POSIX_FALLOCATE.call(fd, offset, length);
    }

    /** Allocates one range of a file. */
    interface RangeAllocator {
        /** Returns an error number; after EINTR the whole range may be free again. */
        int allocate(long offset, long length);
    }

    /** Allocates the first bytes of a file in pieces; returns an error number, never EINTR. */
    static int allocate(long length, RangeAllocator allocator) {
        int errno = 0;
        for (long offset = 0; offset < length && errno == 0; offset += ALLOCATION_PIECE) {
            long piece = Math.min(ALLOCATION_PIECE, length - offset);
            do {
                errno = allocator.allocate(offset, piece);
            } while (errno == EINTR);
        }
        return errno;
    }

    private void chmod(int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            if ((int) FCHMOD.call(state, fd, mode, 0) != 0) {
                int errno = Libc.errno(state);
                close();
                throw failure("set the mode of", path, errno);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CLOSE.call(fd, 0, 0);
    }
}
