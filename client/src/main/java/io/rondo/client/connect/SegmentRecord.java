package io.rondo.client.connect;

import io.rondo.client.socket.files.InternalFile;
import io.rondo.core.SegmentException;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Records the location of a channel's segment in {@code <name>@segment} beside the socket, if the two directories
 * differ: another process may share only the directory of sockets. Each process that uses the segment holds a shared
 * file lock on the record. So a process that cannot see the segment's directory can determine whether the segment is in
 * use. An owner that does not listen locks a second byte, so that no peer waits for it at its socket. Written under the
 * channel's lock.
 */
final class SegmentRecord {
    static final String SUFFIX = "@segment";
    /** Replaces the segment's id in a record that this process may not read. */
    private static final String UNREADABLE = "unreadable";
    /** The mode of a new segment, by default. */
    private static final int DEFAULT_MODE = 0600;
    /** The mode's bits of the group. */
    private static final int GROUP = 0060;
    private static final int LINES = 3;
    private static final int MAX_LENGTH = 8192;
    /** Locked by each user of the segment. */
    private static final long USE = 0;
    /** Locked by an owner that does not listen. */
    private static final long SILENT_OWNER = 1;

    private final Path file;
    private final String id;
    private final Path segment;
    private final String directory;

    private SegmentRecord(Path file, String id, Path segment, String directory) {
        this.file = file;
        this.id = id;
        this.segment = segment;
        this.directory = directory;
    }

    /** Creates the record of a segment that is in the directory of sockets. */
    static SegmentRecord ofSegment(Path segment) {
        return new SegmentRecord(null, "", segment, "");
    }

    /** Reads a record; null if there is none. An invalid record names an unknown segment. */
    static SegmentRecord read(Path file) throws IOException {
        try {
            InternalFile.requireRegular(file);
            List<String> lines = Files.size(file) > MAX_LENGTH ? List.of() : Files.readAllLines(file);
            if (lines.size() == LINES) {
                return new SegmentRecord(file, lines.get(0), Path.of(lines.get(1)), lines.get(2));
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (AccessDeniedException e) {
            return new SegmentRecord(file, UNREADABLE, Path.of("/unknown"), "");
        } catch (MalformedInputException | InvalidPathException e) {
            // The writer died before it had written the record, or the file is no record.
        }
        return new SegmentRecord(file, "", Path.of("/unknown"), "");
    }

    /**
     * Writes the record unless it describes this segment already, and locks it.
     *
     * @param fileMode of the segment if it does not exist yet; null for the default
     * @param silent whether this process owns the channel and does not listen
     * @return unlocks it; does nothing if another user's record of this segment is unreadable
     */
    static Runnable use(Path file, Identity identity, Path segment, Integer fileMode, boolean silent)
            throws IOException {
        SegmentRecord present = read(file);
        if (present != null && present.id.equals(UNREADABLE)) {
            return () -> {};
        }
        if (present == null || !present.mayDescribe(identity)) {
            write(file, identity.id() + "\n" + segment + "\n" + key(segment.getParent()) + "\n",
                    mode(segment, fileMode));
        }
        // A shared lock needs only read permission.
        LockFile lock = LockFile.openForQueries(file);
        if (lock == null) {
            throw new NoSuchFileException(file.toString());
        }
        lock.tryLockShared(USE, 1);
        if (silent) {
            lock.tryLockShared(SILENT_OWNER, 1);
        }
        return lock::close;
    }

    /** A record has the segment's mode, independent of the umask. */
    private static Set<PosixFilePermission> mode(Path segment, Integer fileMode) throws IOException {
        try {
            return Files.getPosixFilePermissions(segment);
        } catch (NoSuchFileException e) {
            int mode = fileMode == null ? DEFAULT_MODE : fileMode;
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
            if ((mode & GROUP) != 0) {
                permissions.addAll(PosixFilePermissions.fromString("---rw----"));
            }
            return permissions;
        }
    }

    /** Replaces an unused record. */
    private static void write(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        Files.setPosixFilePermissions(file, mode);
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }

    /** Identifies a directory on this host, in all mount namespaces. */
    private static String key(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev") + ":" + Files.getAttribute(directory, "unix:ino");
    }

    /** Whether it names this segment, or is unreadable and may name it. */
    boolean mayDescribe(Identity identity) {
        return id.equals(identity.id().toString()) || id.equals(UNREADABLE);
    }

    /** Whether its segment is in this directory, under any path. */
    boolean isOf(Path segments) {
        try {
            return key(segments).equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** The path of the segment, as seen by the process that created it. */
    Path segment() {
        return segment;
    }

    /** Whether the segment exists, or, if this process cannot see its directory, a live process uses it. */
    boolean mayBeInUse() {
        return isDirectoryVisible() ? Files.exists(segment) : isLocked(USE, true);
    }

    private boolean isDirectoryVisible() {
        Path parent = segment.getParent();
        try {
            // In a directory without search permission, existing files appear to be missing.
            return parent != null && key(parent).equals(directory) && Files.isExecutable(parent);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a live process owns the segment and does not listen. */
    boolean hasSilentOwner() {
        return isLocked(SILENT_OWNER, false);
    }

    /**
     * Asks without taking the lock. Detects also a lock of this process, which is held through another description.
     *
     * @param otherwise the result if the record of another user cannot be opened
     */
    private boolean isLocked(long at, boolean otherwise) {
        try (LockFile record = LockFile.openForQueries(file)) {
            return record != null && record.isLockedByOther(at, 1);
        } catch (SegmentException e) {
            return otherwise;
        }
    }
}
