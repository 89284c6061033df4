package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.CFunction;
import io.rondo.core.foreign.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The status of a file ({@code statx(2)}; its result has one layout on all platforms).
 *
 * @param device number of the file system
 * @param inode number of the file in it
 * @param mode type and permission bits
 * @param uid uid of the owner
 * @param gid gid of the group
 * @param length length in bytes
 * @param links number of names; 0 of a removed file and of a memfd
 */
public record FileStatus(long device, long inode, int mode, int uid, int gid, long length,
        int links) {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7ff;
    private static final int STATX_LENGTH = 256;
    private static final int LINKS = 16;
    private static final int UID = 20;
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;
    private static final int ENOENT = 2;
    private static final int ENOTDIR = 20;
    private static final int TYPE_MASK = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int STICKY = 01000;

    private static final CFunction SYSCALL = CFunction.of("syscall");

    /**
     * Queries by path, without following a symbolic link at its end.
     *
     * @param path path of the file
     * @return the status, or null if there is no such file
     * @throws SegmentException if the kernel refuses
     */
    public static FileStatus of(Path path) {
        return statx(AT_FDCWD, path.toString(), AT_SYMLINK_NOFOLLOW);
    }

    static FileStatus of(int fd) {
        return statx(fd, "", AT_EMPTY_PATH);
    }

    private static FileStatus statx(int fd, String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment name = arena.allocateFrom(path);
            MemorySegment result = arena.allocate(STATX_LENGTH, Long.BYTES);
            long number = Platform.current().statxNumber();
            if (SYSCALL.call(state, number, fd, name.address(), flags, BASIC_STATS, result.address()) == 0) {
                return parse(result);
            }
            int errno = Libc.errno(state);
            if (errno == ENOENT || errno == ENOTDIR) {
                return null;
            }
            throw new SegmentException(Reason.FAILED, "cannot look at '" + path + "': " + Libc.describe(errno)
                    + ": check the path and its permissions");
        }
    }

    private static FileStatus parse(MemorySegment result) {
        long device = Integer.toUnsignedLong(result.get(JAVA_INT, DEVICE_MAJOR)) << 32
                | Integer.toUnsignedLong(result.get(JAVA_INT, DEVICE_MINOR));
        return new FileStatus(device, result.get(JAVA_LONG, INODE), Short.toUnsignedInt(result.get(JAVA_SHORT, MODE)),
                result.get(JAVA_INT, UID), result.get(JAVA_INT, GID), result.get(JAVA_LONG, SIZE),
                result.get(JAVA_INT, LINKS));
    }

    /** Returns whether both are the same file; false for null. */
    public boolean isSameFile(FileStatus other) {
        return other != null && device == other.device && inode == other.inode;
    }

    /** Returns whether it is a regular file. */
    public boolean isRegular() {
        return (mode & TYPE_MASK) == REGULAR;
    }

    /** Returns whether it is a directory. */
    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    /** Returns whether it is a directory in which only the owner of a file may replace it, such as {@code /tmp}. */
    public boolean isSticky() {
        return (mode & STICKY) != 0;
    }

    /** Returns the permission bits. */
    public int permissions() {
        return mode & 0777;
    }
}
