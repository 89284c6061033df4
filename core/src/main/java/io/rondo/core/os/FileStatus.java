package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.rondo.core.RondoException;
import io.rondo.core.memory.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What the kernel says of a file ({@code statx(2)}, whose result has one layout on all platforms).
 *
 * @param device number of the file system
 * @param inode number of the file in it
 * @param mode type and permission bits
 * @param uid of the owner
 * @param gid of the group
 * @param length in bytes
 */
public record FileStatus(long device, long inode, int mode, int uid, int gid, long length) {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7ff;
    private static final int STATX_LENGTH = 256;
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

    private static final MethodHandle SYSCALL = Libc.function("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
            Libc.capturesErrno(), Linker.Option.firstVariadicArg(1));

    /**
     * Asks by path, without following a symbolic link at its end.
     *
     * @param path of the file
     * @return the status, or null if there is no such file
     * @throws RondoException if the kernel refuses
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
            if ((long) SYSCALL.invokeExact(state, number, fd, name, flags, BASIC_STATS, result) == 0) {
                return parse(result);
            }
            int errno = Libc.errno(state);
            if (errno == ENOENT || errno == ENOTDIR) {
                return null;
            }
            throw new RondoException("cannot look at '" + path + "': " + Libc.describe(errno)
                    + ": check the path and who may look there");
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static FileStatus parse(MemorySegment result) {
        long device = Integer.toUnsignedLong(result.get(JAVA_INT, DEVICE_MAJOR)) << 32
                | Integer.toUnsignedLong(result.get(JAVA_INT, DEVICE_MINOR));
        return new FileStatus(device, result.get(JAVA_LONG, INODE), Short.toUnsignedInt(result.get(JAVA_SHORT, MODE)),
                result.get(JAVA_INT, UID), result.get(JAVA_INT, GID), result.get(JAVA_LONG, SIZE));
    }

    /**
     * Whether both are the same file.
     *
     * @param other another status, or null
     * @return false for null
     */
    public boolean isSameFile(FileStatus other) {
        return other != null && device == other.device && inode == other.inode;
    }

    /**
     * Whether it is a regular file.
     *
     * @return false for a directory, link, socket, pipe or device
     */
    public boolean isRegular() {
        return (mode & TYPE_MASK) == REGULAR;
    }

    /**
     * Whether it is a directory.
     *
     * @return false for anything else
     */
    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    /**
     * The permission bits.
     *
     * @return mode without the type
     */
    public int permissions() {
        return mode & 0777;
    }
}
