package io.rondo.client.socket;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.RondoException;
import io.rondo.core.os.IoReason;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final int TOKEN_BYTES = 16;
    /** Within this process: file locks are the process's. */
    private static final ReentrantLock PROCESS = new ReentrantLock();

    private final String channel;
    private final Path path;
    private Object key;

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
        void bind() throws IOException;
    }

    /**
     * Binds a socket here, with a mode.
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
                Files.delete(path);
            }
            binding.bind();
            Files.setPosixFilePermissions(path, mode);
            key = key();
            return null;
        });
    }

    private void requireSocket() throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new RondoException(path + " is no socket: remove it, or set RONDO_SOCKET_DIR");
        }
    }

    private Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
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
        } catch (ConnectException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            return !reason.contains("refused") && !reason.contains("No such file");
        }
    }

    /** Removes what {@link #bind} made, unless somebody replaced it. */
    void remove() {
        if (key == null) {
            return;
        }
        try {
            locked(() -> {
                if (Files.exists(path) && key.equals(key())) {
                    Files.delete(path);
                }
                return null;
            });
        } catch (RondoException e) {
            // The directory is gone, and the socket with it; otherwise the next owner replaces it.
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
                return null;
            });
        }
        return removed[0];
    }

    /** Whether something is here that nobody listens on. */
    boolean isStale() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isLive();
    }

    private interface Step {
        Void run() throws IOException;
    }

    private void locked(Step step) {
        PROCESS.lock();
        try {
            while (!tryLocked(step)) {
                // Somebody else had the lock, and removed it when done.
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new RondoException("channel " + channel + ": cannot make the socket " + path + ": " + IoReason.of(e)
                    + ": set RONDO_SOCKET_DIR to a directory of your own", e);
        } finally {
            PROCESS.unlock();
        }
    }

    private boolean tryLocked(Step step) throws IOException {
        Path lockFile = path.resolveSibling(LOCK_FILE);
        try (FileChannel file = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
                FileLock lock = file.lock()) {
            if (!lock.isValid() || !isStill(file, lockFile)) {
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

    /** Whether the path leads to the locked file: nobody else writes to that, so what it holds tells it from every other. */
    private static boolean isStill(FileChannel file, Path lockFile) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        ThreadLocalRandom.current().nextBytes(token);
        file.write(ByteBuffer.wrap(token), 0);
        try {
            return Arrays.equals(token, Files.readAllBytes(lockFile));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
