package io.rondo.client.socket.files;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.RondoException;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.UnixAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The file of an owner's socket. A dead owner's file is replaced, a live owner's never touched. Check and replacement
 * are one step under the channel's lock ({@link ChannelLock}).
 */
public final class SocketFile {
    public static final String SUFFIX = ".sock";
    /**
     * A socket that does not listen yet; exists under the lock. No longer than {@link #SUFFIX}, so that its path fits
     * too.
     */
    private static final String UNBOUND_SUFFIX = "@made";
    /** Bits of st_mode, stat(2). */
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;

    private final String channel;
    private final Path path;
    private FileKey own;

    private SocketFile(String channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /**
     * The socket of a channel.
     *
     * @throws RondoException if its path is too long
     */
    public static SocketFile of(Path directory, String channel) {
        Path path = directory.resolve(channel + SUFFIX);
        if (UnixAddress.pathBytes(path) > UnixAddress.MAX_PATH_BYTES) {
            throw new RondoException(
                    "the socket of channel " + channel + " would be " + path + ": its " + UnixAddress.pathBytes(path)
                            + " bytes are more than the " + UnixAddress.MAX_PATH_BYTES
                            + " a Unix socket's path can have: set RONDO_SOCKET_DIR to a shorter directory");
        }
        return new SocketFile(channel, path);
    }

    /** The socket of a channel; null if its path would be too long. */
    public static SocketFile find(Path directory, String channel) {
        Path path = directory.resolve(channel + SUFFIX);
        return UnixAddress.pathBytes(path) > UnixAddress.MAX_PATH_BYTES ? null : new SocketFile(channel, path);
    }

    public Path path() {
        return path;
    }

    /** Binds a socket to a path. */
    @FunctionalInterface
    public interface Binding {
        void bind(Path at) throws IOException;
    }

    /**
     * Binds a socket, if the precondition holds, and sets its mode. Binds to a temporary path and renames, so that no
     * process sees the socket with another mode or before it listens. Netty deletes the path that a closed socket was
     * bound to, which is then the temporary one.
     *
     * @throws ChannelInUseException if an owner listens
     * @throws RondoException if the socket cannot be created
     */
    public void bind(Binding binding, Set<PosixFilePermission> mode, BindPrecondition precondition) {
        locked(precondition.segments(), () -> {
            precondition.check().run();
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (isLive()) {
                    throw new ChannelInUseException("channel " + channel + " has an owner already, which listens on "
                            + path + ": stop it first, or use another name");
                }
                requireSocket();
            }
            Path unbound = path.resolveSibling(channel + UNBOUND_SUFFIX);
            // Left by an owner that died here.
            Files.deleteIfExists(unbound);
            binding.bind(unbound);
            Files.setPosixFilePermissions(unbound, mode);
            own = FileKey.at(unbound);
            Files.move(unbound, path, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private void requireSocket() throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw new RondoException(path + " is not a socket: remove it, or set RONDO_SOCKET_DIR");
        }
    }

    /** Identifies a socket's file. The inode number alone may be reused by the next file at the same path. */
    private record FileKey(Object key, FileTime at) {
        static FileKey at(Path path) throws IOException {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            return new FileKey(file.fileKey(), file.lastModifiedTime());
        }
    }

    /**
     * Whether an owner listens. A stopped owner does.
     *
     * @throws RondoException if this process has no descriptor or memory for the check
     */
    public boolean isLive() {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel probe = open()) {
            // connect(2) would block if the listener's queue is full.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // The owner belongs to another user and refuses this process, or the file was just removed.
            return Files.exists(path);
        }
    }

    private SocketChannel open() {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException | LinkageError e) {
            // The JDK loads a library for its first socket. Without a free descriptor that fails with a LinkageError.
            throw new RondoException("channel " + channel + ": cannot ask whether an owner listens on " + path + ": "
                    + e.getMessage() + ": close some files, or raise the limit (ulimit -n)", e);
        }
    }

    /**
     * Closes the socket that {@link #bind} created, and removes its file unless another owner replaced it.
     *
     * @param close closes the socket; may be run twice
     */
    public void remove(Runnable close) {
        try {
            locked(() -> {
                close.run();
                if (own != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && own.equals(FileKey.at(path))) {
                    Files.delete(path);
                }
            });
        } catch (RondoException e) {
            // The directory was removed, or its file system is full. A remaining file is stale, and the next owner
            // replaces it.
            close.run();
        }
    }

    /**
     * Removes a dead owner's socket.
     *
     * @return false if there is none, or an owner listens
     * @throws RondoException if it cannot be removed, or is no socket
     */
    public boolean removeStale() {
        boolean[] removed = new boolean[1];
        if (isStale()) {
            locked(() -> {
                if (isStale()) {
                    removed[0] = Files.deleteIfExists(path);
                }
            });
        }
        return removed[0];
    }

    /**
     * Whether the file exists and no owner listens.
     *
     * @throws RondoException if it is no socket
     */
    public boolean isStale() {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || isLive()) {
            return false;
        }
        try {
            requireSocket();
            return true;
        } catch (IOException e) {
            // Removed meanwhile.
            return false;
        }
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
