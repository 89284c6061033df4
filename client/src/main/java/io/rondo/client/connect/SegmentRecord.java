package io.rondo.client.connect;

import io.rondo.core.os.LockFile;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        } catch (MalformedInputException | InvalidPathException e) {
            // Its writer died meanwhile, or it is no note.
        }
        return new SegmentRecord(file, "", Path.of("/an unknown place"), "");
    }

    /**
     * Writes the note if it does not describe this segment, and locks it.
     *
     * @return unlocks it
     */
    static Runnable use(Path file, Identity identity, Path segment) throws IOException {
        SegmentRecord present = read(file);
        if (present == null || !present.describes(identity)) {
            create(file);
            Files.writeString(file, identity.id() + "\n" + segment + "\n" + key(segment.getParent()) + "\n",
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
        LockFile lock = LockFile.open(file);
        if (lock == null) {
            throw new NoSuchFileException(file.toString());
        }
        lock.tryLockShared(0, 1);
        return lock::close;
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
        } catch (FileAlreadyExistsException e) {
            // It is overwritten.
        }
    }

    /** What tells a directory from all others of this host, in every mount namespace. */
    private static String key(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev") + ":" + Files.getAttribute(directory, "unix:ino");
    }

    boolean describes(Identity identity) {
        return id.equals(identity.id().toString());
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
            return parent != null && key(parent).equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** A file lock of this process through another description counts, too. */
    private boolean isLocked() throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE));
                FileLock lock = channel.tryLock(0, 1, false)) {
            return lock == null;
        }
    }
}
