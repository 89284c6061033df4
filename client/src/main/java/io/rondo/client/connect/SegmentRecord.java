package io.rondo.client.connect;

import io.rondo.core.os.LockFile;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Where a channel's segment is, noted in {@code <name>@segment} beside the socket, where the two directories differ:
 * another process may share only that of the sockets. Each process that uses the segment holds a shared file lock on
 * the note, so that a note whose users are gone can be told from one of a directory that this process does not see.
 * Read and written under the channel's lock.
 */
final class SegmentRecord {
    static final String SUFFIX = "@segment";
    /** Stands for the id of a segment whose note this process may not read. */
    private static final String UNREADABLE = "unreadable";
    /** Of a new segment, where no mode was named. */
    private static final int DEFAULT_MODE = 0600;
    /** The bits of the file's group. */
    private static final int GROUP = 0060;
    private static final int LINES = 3;
    private static final int MAX_LENGTH = 8192;

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

    /** Stands for a segment that lies beside the socket itself. */
    static SegmentRecord ofSegment(Path segment) {
        return new SegmentRecord(null, "", segment, "");
    }

    /** Reads a note; null if there is none. A note of another form names an unknown segment. */
    static SegmentRecord read(Path file) throws IOException {
        try {
            List<String> lines = Files.size(file) > MAX_LENGTH ? List.of() : Files.readAllLines(file);
            if (lines.size() == LINES) {
                return new SegmentRecord(file, lines.get(0), Path.of(lines.get(1)), lines.get(2));
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (AccessDeniedException e) {
            return new SegmentRecord(file, UNREADABLE, Path.of("/an unknown place"), "");
        } catch (MalformedInputException | InvalidPathException e) {
            // Its writer died meanwhile, or it is no note.
        }
        return new SegmentRecord(file, "", Path.of("/an unknown place"), "");
    }

    /**
     * Writes the note if it does not describe this segment, and locks it.
     *
     * @param fileMode of the segment if it does not exist yet; null for the default
     * @return unlocks it; does nothing where another user's note of this segment cannot be read
     */
    static Runnable use(Path file, Identity identity, Path segment, Integer fileMode) throws IOException {
        SegmentRecord present = read(file);
        if (present != null && present.id.equals(UNREADABLE)) {
            return () -> {};
        }
        if (present == null || !present.mayDescribe(identity)) {
            write(file, identity.id() + "\n" + segment + "\n" + key(segment.getParent()) + "\n",
                    mode(segment, fileMode));
        }
        // A shared lock needs no right to write.
        LockFile lock = LockFile.openForQuestions(file);
        if (lock == null) {
            throw new NoSuchFileException(file.toString());
        }
        lock.tryLockShared(0, 1);
        return lock::close;
    }

    /** A note lets in the users that the segment lets in, whatever the umask is. */
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

    /** Replaces a note that is not in use. */
    private static void write(Path file, String text, Set<PosixFilePermission> mode) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        Files.setPosixFilePermissions(file, mode);
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** What tells a directory from all others of this host, in every mount namespace. */
    private static String key(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev") + ":" + Files.getAttribute(directory, "unix:ino");
    }

    /** Whether it names this segment, or cannot be read and so may name it. */
    boolean mayDescribe(Identity identity) {
        return id.equals(identity.id().toString()) || id.equals(UNREADABLE);
    }

    /** Whether its segment is in this directory, by whatever path. */
    boolean isOf(Path segments) {
        try {
            return key(segments).equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the segment is, as the process that created it sees it. */
    Path segment() {
        return segment;
    }

    /** Whether the segment exists, as far as this process can see, or a process that lives uses it. */
    boolean mayBeInUse() throws IOException {
        return isDirectoryVisible() ? Files.exists(segment) : isLocked();
    }

    private boolean isDirectoryVisible() {
        Path parent = segment.getParent();
        try {
            // In a directory that it cannot search, this process finds no file that exists.
            return parent != null && key(parent).equals(directory) && Files.isExecutable(parent);
        } catch (IOException e) {
            return false;
        }
    }

    /** A file lock of this process through another description counts, too. */
    private boolean isLocked() throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE));
                FileLock lock = channel.tryLock(0, 1, false)) {
            return lock == null;
        } catch (AccessDeniedException e) {
            // Another user's, which this process cannot ask: it may be in use.
            return true;
        }
    }
}
