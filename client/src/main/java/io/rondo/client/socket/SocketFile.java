package io.rondo.client.socket;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.RondoException;
import io.rondo.core.os.IoReason;
import io.rondo.core.wait.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file of an owner's socket. A file whose owner died is replaced; one whose owner lives is never touched. Between looking and
 * replacing nobody else may replace it, so all who do hold the lock of the directory, which the kernel drops with a process.
 */
final class SocketFile {
    /** What a Unix socket's path holds at most (unix(7)): {@code sun_path} less its terminating zero. */
    static final int MAX_PATH_BYTES = 107;

    static final String SUFFIX = ".sock";
    /** There only while somebody has it. */
    private static final String LOCK_FILE = ".sockets.lock";
    private static final long MAX_LOCK_LENGTH = 1L << 40;
    /** Under the lock: a socket that does not listen yet. No longer than any channel's, so its path fits too. */
    private static final String MAKING = ".made";
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 200_000;
    /** Of st_mode, stat(2). */
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;
    /** Within this process: file locks are the process's. */
    private static final ReentrantLock PROCESS = new ReentrantLock();

    private final String channel;
    private final Path path;
    private Made own;

    private SocketFile(String channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /**
     * The socket of a channel.
     *
     * @throws RondoException if its path is too long
     */
    static SocketFile of(Path directory, String channel) {
        Path path = directory.resolve(channel + SUFFIX);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new RondoException("the socket of channel " + channel + " would be " + path + ", whose " + bytes
                    + " bytes are more than the " + MAX_PATH_BYTES
                    + " a Unix socket's path can have: set RONDO_SOCKET_DIR to a shorter directory");
        }
        return new SocketFile(channel, path);
    }

    Path path() {
        return path;
    }

    /** Binds a socket to a path. */
    @FunctionalInterface
    interface Binding {
        void bind(Path at) throws IOException;
    }

    /**
     * Binds a socket here, with a mode. It is bound elsewhere first and then moved, so nobody sees it with another mode, or before
     * it listens; and whoever closes it and then deletes what it was bound to (Netty does) deletes nothing.
     *
     * @throws ChannelInUseException if an owner listens here
     * @throws RondoException if a socket cannot be made here
     */
    void bind(Binding binding, Set<PosixFilePermission> mode) {
        locked(() -> {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (isLive()) {
                    throw new ChannelInUseException("channel " + channel + " has an owner already, which listens on "
                            + path + ": stop it first, or use another name");
                }
                requireSocket();
            }
            Path made = path.resolveSibling(MAKING);
            // Of somebody who died at this point.
            Files.deleteIfExists(made);
            binding.bind(made);
            Files.setPosixFilePermissions(made, mode);
            own = Made.at(made);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private void requireSocket() throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw new RondoException(path + " is no socket: remove it, or set RONDO_SOCKET_DIR");
        }
    }

    /** What tells a socket's file from the next one at the same path, which may have the same inode number. */
    private record Made(Object key, FileTime at) {
        static Made at(Path path) throws IOException {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            return new Made(file.fileKey(), file.lastModifiedTime());
        }
    }

    /** Whether somebody listens here now. */
    boolean isLive() {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A listener whose queue is full must not hold this one up.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // In doubt it lives.
            return Files.exists(path);
        }
    }

    /**
     * Closes the socket that {@link #bind} made, and removes its file unless somebody replaced it.
     *
     * @param close makes it listen no longer; may be run twice
     */
    void remove(Runnable close) {
        try {
            locked(() -> {
                close.run();
                if (own != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && own.equals(Made.at(path))) {
                    Files.delete(path);
                }
            });
        } catch (RondoException e) {
            // The directory is gone, and the socket with it; otherwise the next owner replaces it.
            close.run();
        }
    }

    /**
     * Removes the socket of an owner that died.
     *
     * @return false if there is none, or an owner listens here
     * @throws RondoException if it cannot be removed, or is no socket
     */
    boolean removeStale() {
        boolean[] removed = new boolean[1];
        if (isStale()) {
            locked(() -> {
                if (isStale()) {
                    requireSocket();
                    removed[0] = Files.deleteIfExists(path);
                }
            });
        }
        return removed[0];
    }

    /** Whether something is here that nobody listens on. */
    boolean isStale() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isLive();
    }

    private interface Step {
        void run() throws IOException;
    }

    private void locked(Step step) {
        // Files are closed under the hands of an interrupted thread.
        boolean interrupted = Thread.interrupted();
        PROCESS.lock();
        try {
            long deadline = Deadline.after(LOCK_PATIENCE);
            while (!tryLocked(step)) {
                interrupted |= Thread.interrupted();
                if (System.nanoTime() - deadline > 0) {
                    throw new RondoException("channel " + channel + ": another process keeps "
                            + path.resolveSibling(LOCK_FILE) + " locked: let it go on, or end it");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (IOException e) {
            throw new RondoException("channel " + channel + ": cannot make the socket " + path + ": " + IoReason.of(e)
                    + ": set RONDO_SOCKET_DIR to a directory of your own", e);
        } finally {
            PROCESS.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False if somebody else has the lock, or had it and removed it when done. */
    private boolean tryLocked(Step step) throws IOException {
        Path lockFile = path.resolveSibling(LOCK_FILE);
        try (FileChannel file = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
                FileLock lock = file.tryLock()) {
            if (lock == null || !isStill(file, lockFile)) {
                return false;
            }
            try {
                step.run();
            } finally {
                Files.deleteIfExists(lockFile);
            }
            return true;
        }
    }

    /**
     * Whether the path leads to the locked file: nobody else changes that one's length, so it tells it from every other. Asked by stat: to
     * open and close the file once more would drop the process's lock (fcntl_locking(2)).
     */
    private static boolean isStill(FileChannel file, Path lockFile) throws IOException {
        long length = ThreadLocalRandom.current().nextLong(1, MAX_LOCK_LENGTH);
        file.truncate(0);
        // All but the last byte is a hole.
        file.write(ByteBuffer.allocate(1), length - 1);
        try {
            return Files.size(lockFile) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
