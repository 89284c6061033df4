package io.rondo.client.socket;

import io.rondo.core.ChannelInUseException;
import io.rondo.core.RondoException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The file of an owner's socket. A file whose owner died is replaced; one whose owner lives is never touched. Looking
 * and replacing are one step under the channel's lock ({@link ChannelLock}).
 */
final class SocketFile {
    /** What a Unix socket's path holds at most (unix(7)): {@code sun_path} less its terminating zero. */
    static final int MAX_PATH_BYTES = 107;

    static final String SUFFIX = ".sock";
    /** Under the lock: a socket that does not listen yet. No longer than {@link #SUFFIX}, so its path fits too. */
    private static final String UNBOUND_SUFFIX = "@made";
    /** Of st_mode, stat(2). */
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

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
        if (bytes(path) > MAX_PATH_BYTES) {
            throw new RondoException("the socket of channel " + channel + " would be " + path + ", whose " + bytes(path)
                    + " bytes are more than the " + MAX_PATH_BYTES
                    + " a Unix socket's path can have: set RONDO_SOCKET_DIR to a shorter directory");
        }
        return new SocketFile(channel, path);
    }

    /** The socket of a channel; null where there can be none, because its path would be too long. */
    static SocketFile find(Path directory, String channel) {
        Path path = directory.resolve(channel + SUFFIX);
        return bytes(path) > MAX_PATH_BYTES ? null : new SocketFile(channel, path);
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
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
     * Binds a socket here, with a mode. It is bound to another path first and then moved, so no process sees it with
     * another mode, or before it listens; and Netty, which deletes the path that a closed socket was bound to, deletes
     * nothing.
     *
     * @throws ChannelInUseException if an owner listens here
     * @throws RondoException if a socket cannot be made here
     */
    void bind(Binding binding, Set<PosixFilePermission> mode) {
        bind(binding, mode, BindPrecondition.NONE);
    }

    /** As {@link #bind(Binding, Set)}, if the precondition holds. */
    void bind(Binding binding, Set<PosixFilePermission> mode, BindPrecondition precondition) {
        locked(precondition.segments(), () -> {
            precondition.check().run();
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (isLive()) {
                    throw new ChannelInUseException("channel " + channel + " has an owner already, which listens on "
                            + path + ": stop it first, or use another name");
                }
                requireSocket();
            }
            Path made = path.resolveSibling(channel + UNBOUND_SUFFIX);
            // Left by an owner that died at this point.
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

    /**
     * Whether an owner listens here now, also one that is stopped.
     *
     * @throws RondoException if this process cannot ask, for lack of descriptors or memory
     */
    boolean isLive() {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel probe = open()) {
            // A listener whose queue is full must not hold this one up.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // It refuses this process: an owner of another user, or removed meanwhile.
            return Files.exists(path);
        }
    }

    private SocketChannel open() {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException | LinkageError e) {
            // The JDK loads a library for its first socket: without a descriptor that is a LinkageError.
            throw new RondoException("channel " + channel + ": cannot ask whether an owner listens on " + path + ": "
                    + e.getMessage() + ": close some files, or raise the limit (ulimit -n)", e);
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
        locked(null, step);
    }

    private void locked(Path segments, Step step) {
        try {
            ChannelLock.of(channel, segments, path.getParent()).call(() -> {
                step.run();
                return null;
            });
        } catch (IOException e) {
            throw new RondoException("channel " + channel + ": cannot make the socket " + path + ": " + IoReason.of(e)
                    + ": set RONDO_SOCKET_DIR to a directory of your own", e);
        }
    }
}
