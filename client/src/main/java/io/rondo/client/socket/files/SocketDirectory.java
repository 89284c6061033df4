package io.rondo.client.socket.files;

import com.sun.security.auth.module.UnixSystem;
import io.rondo.client.AccessException;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of sockets. Checked as the directory of segments is, but without native calls, which this process may
 * be denied.
 */
public final class SocketDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path SELF = Path.of("/proc/self");
    private static final int ROOT = 0;
    private static final int WORLD_WRITABLE = 0002;
    private static final int OTHERS = 0077;

    private SocketDirectory() {}

    /**
     * Opens the configured directory, and creates it with mode 0700 if it does not exist.
     *
     * @param config the settings
     * @return a real path
     * @throws AccessException if it belongs to another user, or other users may write to it
     * @throws RondoException if it cannot be used; the message names the reason
     */
    public static Path of(RondoConfig config) {
        Path chosen = config.socketDirectory() == null ? config.directory() : config.socketDirectory();
        Path path = chosen == null ? ofSegments(config) : chosen.toAbsolutePath();
        try {
            create(path);
            Path real = path.toRealPath();
            requireTrusted(real, chosen == null, config.directoryUid());
            return real;
        } catch (AccessDeniedException e) {
            throw new AccessException("cannot use directory " + path + " for sockets: permission denied"
                    + ": set RONDO_SOCKET_DIR to a directory of your own");
        } catch (IOException | UnsupportedOperationException e) {
            throw new UnavailableException("cannot use directory " + path + " for sockets: "
                    + (e instanceof IOException io ? IoReason.of(io) : e.toString())
                    + ": set RONDO_SOCKET_DIR to a directory of your own", e);
        }
    }

    /**
     * The directory of segments, even if this process cannot use it.
     *
     * @param config the settings
     * @return the directory, which need not exist
     */
    public static Path ofSegments(RondoConfig config) {
        return config.directory() == null ? ofUser() : config.directory().toAbsolutePath();
    }

    private static Path ofUser() {
        String name = "rondo-" + uid();
        // Platforms other than Linux have no /dev/shm.
        return Files.isDirectory(SHARED_MEMORY)
                ? SHARED_MEMORY.resolve(name)
                : Path.of(System.getProperty("java.io.tmpdir"), name);
    }

    /**
     * The user of this process. Needs no native call of this project, and no JDK library whose loading would need a
     * descriptor.
     */
    public static long uid() {
        try {
            return Integer.toUnsignedLong((int) Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Not Linux.
            return new UnixSystem().getUid();
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Files.createDirectory(path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // requireTrusted() checks what exists.
        }
    }

    private static void requireTrusted(Path real, boolean ours, Integer allowedUid) throws IOException {
        if (!Files.isDirectory(real)) {
            throw new RondoException(real + " is not a directory: set RONDO_SOCKET_DIR to a directory");
        }
        int owner = (int) Files.getAttribute(real, "unix:uid");
        int mode = (int) Files.getAttribute(real, "unix:mode");
        boolean trusted = owner == (int) uid() || !ours && (owner == ROOT || allowedUid != null && owner == allowedUid);
        if (!trusted || (mode & (ours ? OTHERS : WORLD_WRITABLE)) != 0) {
            throw new AccessException("directory " + real + " belongs to uid " + Integer.toUnsignedString(owner)
                    + " and has mode 0" + Integer.toOctalString(mode & 0777)
                    + ", so others could replace its sockets: uid " + Integer.toUnsignedString((int) uid())
                    + " needs a directory of its own in RONDO_SOCKET_DIR, or the owner's uid in RONDO_DIR_UID");
        }
    }
}
