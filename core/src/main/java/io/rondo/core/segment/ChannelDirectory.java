package io.rondo.core.segment;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import io.rondo.core.os.Platform;
import io.rondo.core.os.Probe;
import io.rondo.core.os.SystemCalls;
import io.rondo.core.os.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory of one user's or group's channels. It is checked that no other user can change it. Thread-safe. */
public final class ChannelDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String SUFFIX = ".ring";
    private static final String PRODUCER_TABLE = "@ids";
    private static final String LOG_LINK = "@log";
    private static final String SUBSCRIPTIONS = "@subs";
    private static final String UNFINISHED = ".new-";
    /** The channel's name is the first group; the rest has a fixed length. */
    private static final Pattern TEMPORARY = Pattern.compile(Pattern.quote(UNFINISHED) + "(" + ChannelName.SEGMENT_FORM
            + ")-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int OTHERS = 077;
    private static final int WORLD_WRITABLE = 02;
    private static final int ROOT = 0;
    private static final int PROBE_MODE = 0600;

    private final Path path;

    private ChannelDirectory(Path path) {
        this.path = path;
    }

    /**
     * Returns the default directory of this user, {@code /dev/shm/rondo-<uid>}; creates it if it does not exist.
     *
     * @return the directory
     * @throws SegmentException {@code ACCESS_DENIED} if it belongs to another user or its mode grants access to others;
     * {@code UNAVAILABLE} if there is no {@code /dev/shm}
     */
    public static ChannelDirectory ofUser() {
        Path path = pathOfUser();
        return requirePrivate(path, create(path));
    }

    /**
     * Returns the default directory of this user without creating it. A missing directory has no channels.
     *
     * @return the directory
     * @throws SegmentException {@code ACCESS_DENIED} if it belongs to another user or its mode grants access to others;
     * {@code UNAVAILABLE} if there is no {@code /dev/shm}
     */
    public static ChannelDirectory existingOfUser() {
        Path path = pathOfUser();
        FileStatus status = FileStatus.of(path);
        return status == null ? new ChannelDirectory(path) : requirePrivate(path, status);
    }

    private static Path pathOfUser() {
        if (!Files.isDirectory(SHARED_MEMORY)) {
            throw new SegmentException(Reason.UNAVAILABLE,
                    "there is no " + SHARED_MEMORY + ": mount a tmpfs there, or set RONDO_DIR");
        }
        return SHARED_MEMORY.resolve("rondo-" + Integer.toUnsignedString(Platform.User.effectiveUid()));
    }

    private static ChannelDirectory requirePrivate(Path path, FileStatus status) {
        int uid = Platform.User.effectiveUid();
        if (!status.isDirectory() || status.uid() != uid || (status.permissions() & OTHERS) != 0) {
            throw new SegmentException(Reason.ACCESS_DENIED,
                    "directory " + path + " " + describe(status) + ", but must be a directory of uid "
                            + Integer.toUnsignedString(uid)
                            + " with mode 0700: remove it, or set RONDO_DIR to another directory");
        }
        return new ChannelDirectory(path);
    }

    /**
     * Returns a configured directory; creates it with mode 0700 if it does not exist.
     *
     * @param chosen the directory; symbolic links are followed
     * @param allowedUid a uid that may own it, besides this process's and root; or null
     * @return the directory
     * @throws SegmentException {@code ACCESS_DENIED} if it belongs to another user or is world-writable
     */
    public static ChannelDirectory of(Path chosen, Integer allowedUid) {
        return requireTrusted(chosen, allowedUid, create(chosen.toAbsolutePath()));
    }

    /**
     * Returns a configured directory without creating it. A missing directory has no channels.
     *
     * @param chosen the directory; symbolic links are followed
     * @param allowedUid a uid that may own it, besides this process's and root; or null
     * @return the directory
     * @throws SegmentException {@code ACCESS_DENIED} if it belongs to another user or is world-writable; another reason
     * if it could not be created either
     */
    public static ChannelDirectory look(Path chosen, Integer allowedUid) {
        Path path = chosen.toAbsolutePath();
        FileStatus status = FileStatus.of(path);
        if (status != null) {
            return requireTrusted(chosen, allowedUid, status);
        }
        if (!Files.isDirectory(path.getParent())) {
            throw failure("use", path, new NoSuchFileException(path.toString()));
        }
        return new ChannelDirectory(path);
    }

    private static ChannelDirectory requireTrusted(Path chosen, Integer allowedUid, FileStatus found) {
        Path path = real(chosen);
        FileStatus status = found.isDirectory() ? found : FileStatus.of(path);
        int uid = Platform.User.effectiveUid();
        boolean trusted = status.uid() == uid || status.uid() == ROOT
                || allowedUid != null && status.uid() == allowedUid;
        if (!trusted) {
            throw new SegmentException(Reason.ACCESS_DENIED,
                    "directory " + path + " " + describe(status) + ", neither root's nor uid "
                            + Integer.toUnsignedString(uid)
                            + "'s: use one of your own, or name its owner with RONDO_DIR_UID");
        }
        if ((status.permissions() & WORLD_WRITABLE) != 0) {
            throw new SegmentException(Reason.ACCESS_DENIED, "directory " + path + " " + describe(status)
                    + ", so any user could replace its channels: "
                    + (status.isSticky() ? "" : "run chmod o-w on it, or ") + "use another directory");
        }
        return new ChannelDirectory(path);
    }

    private static String describe(FileStatus status) {
        return "belongs to uid " + Integer.toUnsignedString(status.uid()) + " and has mode 0"
                + Integer.toOctalString(status.permissions());
    }

    private static FileStatus create(Path path) {
        try {
            Files.createDirectory(path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // The caller checks what exists there.
        } catch (IOException e) {
            throw failure("create", path, e);
        }
        FileStatus status = FileStatus.of(path);
        if (status == null) {
            throw new SegmentException(Reason.FAILED, "directory " + path + " vanished: try again");
        }
        return status;
    }

    private static Path real(Path path) {
        try {
            Path real = path.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new SegmentException(Reason.FAILED,
                        path + " is not a directory: set RONDO_DIR to a directory");
            }
            return real;
        } catch (NoSuchFileException e) {
            throw new SegmentException(Reason.FAILED,
                    path + " is a symbolic link that leads nowhere: make what it leads to, or set"
                            + " RONDO_DIR to a directory",
                    e);
        } catch (IOException e) {
            throw failure("use", path, e);
        }
    }

    private static SegmentException failure(String what, Path path, IOException e) {
        String reason = e instanceof NoSuchFileException ? "its parent does not exist" : IoReason.of(e);
        String message = "cannot " + what + " directory " + path + ": " + reason
                + ": set RONDO_DIR to a directory you may write to";
        return e instanceof AccessDeniedException
                ? new SegmentException(Reason.ACCESS_DENIED, message)
                : new SegmentException(Reason.UNAVAILABLE, message, e);
    }

    /** Returns the failure of a file creation that found no directory here. */
    SegmentException unusable() {
        return unusable(path);
    }

    private static SegmentException unusable(Path path) {
        return new SegmentException(Reason.UNAVAILABLE, Files.isDirectory(path)
                ? "directory " + path + " takes no files: set RONDO_DIR to a directory on a tmpfs"
                : "directory " + path + " vanished: create it again, or set RONDO_DIR");
    }

    /** Returns the absolute path of the directory. */
    public Path path() {
        return path;
    }

    /**
     * Returns the names of all segments, those of ingresses included, sorted.
     *
     * @return the names of files that look like segments; empty if the directory does not exist
     * @throws SegmentException if the directory cannot be read
     */
    public List<String> channels() {
        return files().filter(file -> file.endsWith(SUFFIX))
                .map(file -> file.substring(0, file.length() - SUFFIX.length())).filter(ChannelName::isSegment)
                .sorted()
                .toList();
    }

    private Stream<String> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (UncheckedIOException e) {
            throw failure("read", path, e.getCause());
        } catch (IOException e) {
            throw failure("read", path, e);
        }
    }

    /** Returns the files with the name of a temporary segment. */
    List<Path> unfinished() {
        return files().filter(file -> TEMPORARY.matcher(file).matches()).sorted().map(path::resolve).toList();
    }

    /** Returns the file of a channel; the name has been checked. */
    Path segment(String name) {
        return path.resolve(name + SUFFIX);
    }

    /**
     * Returns the file in which a broker keeps the last sequence of each identified producer of a sequenced topic.
     *
     * @param topic a valid channel name
     * @return its path; the file need not exist
     */
    public Path producerTable(String topic) {
        return path.resolve(topic + PRODUCER_TABLE);
    }

    /**
     * Returns the symbolic link to the log of a sequenced topic, which the broker makes.
     *
     * @param topic a valid channel name
     * @return its path; a topic that is not recorded has none
     */
    public Path logLink(String topic) {
        return path.resolve(topic + LOG_LINK);
    }

    /**
     * Returns the table of the durable subscriptions of a sequenced topic, which the broker makes.
     *
     * @param topic a valid channel name
     * @return its path; a topic that is not recorded has none
     */
    public Path subscriptions(String topic) {
        return path.resolve(topic + SUBSCRIPTIONS);
    }

    /** Returns the temporary files of one channel, those of dead creators included. */
    List<Path> unfinished(String name) {
        return files().map(TEMPORARY::matcher).filter(file -> file.matches() && file.group(1).equals(name))
                .map(file -> path.resolve(file.group())).toList();
    }

    /** Returns a new temporary name, which no channel can have; {@link #TEMPORARY} matches it. */
    Path temporary(String name) {
        return path.resolve(UNFINISHED + name + "-" + UUID.randomUUID());
    }

    /**
     * Returns the file system that the directory is on, or would be on.
     *
     * @return its type, size and free space now
     * @throws SegmentException if it cannot be queried
     */
    public Volume volume() {
        return Volume.of(nearest());
    }

    /**
     * Checks that a file can be created here, and removes it. The file is beside the directory if that does not exist.
     *
     * @throws SegmentException if the file cannot be created
     */
    public void requireFiles() {
        Path file = probe();
        try (NativeFile made = NativeFile.create(file, PROBE_MODE)) {
            if (made == null) {
                throw unusable(file.getParent());
            }
        }
        SegmentCreator.delete(file);
    }

    /**
     * Checks whether file locks work here, on a temporary file. The file is beside the directory if that does not
     * exist.
     *
     * @return the answer
     */
    public Probe probeLocks() {
        return LockFile.probe(probe());
    }

    /**
     * Checks whether space can be allocated here, on a temporary file. The file is beside the directory if that does not
     * exist.
     *
     * @return the answer
     */
    public Probe probeAllocation() {
        return SystemCalls.fallocate(probe());
    }

    /** Returns the failure for a channel that does not exist. */
    SegmentException missing(String name) {
        return new SegmentException(Reason.FAILED, "there is no channel " + name + " in " + path + ": see rondo ls");
    }

    private Path probe() {
        return nearest().resolve(temporary("probe").getFileName());
    }

    private Path nearest() {
        return Files.isDirectory(path) ? path : path.getParent();
    }
}
