package io.rondo.client.socket.files;

import io.rondo.client.AccessException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.os.IoReason;
import io.rondo.core.wait.Deadline;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The lock of one channel. A process holds it while it reads which files of the channel exist and creates, replaces or
 * removes one, so that each decision is based on a consistent state. It is a file lock ({@code fcntl(2)}) on {@code
 * <name>@lock} in each of the directories, released by the kernel when the process dies; the file exists only while it
 * is locked. Needs no native call, because processes that are denied native access take part too. Thread-safe.
 */
public final class ChannelLock {
    private static final String SUFFIX = "@lock";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Another user's process sets the mode right after it has created the file. */
    private static final Duration DENIED_TIMEOUT = Duration.ofSeconds(1);
    /** Includes the group, because a killed process leaves the file to the other users of the directory. */
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-rw----");
    private static final long MAX_LENGTH = 1L << 40;
    /**
     * POSIX file locks belong to the process. These locks exclude its threads. A thread holds one of them at a time.
     */
    private static final ReentrantLock[] THREADS = Stream.generate(ReentrantLock::new).limit(64)
            .toArray(ReentrantLock[]::new);

    private final String channel;
    private final List<Path> directories;

    private ChannelLock(String channel, List<Path> directories) {
        this.channel = channel;
        this.directories = directories;
    }

    /**
     * Creates the lock of a channel in those directories that this process may write to. In others it can create no
     * files either. Directories are locked in the order of their device and inode numbers, so that two processes that
     * lock the same directories do not deadlock.
     *
     * @param channel the name
     * @param directories of segments and of sockets; equal directories count once, null is ignored
     * @return the lock, not held
     */
    public static ChannelLock of(String channel, Path... directories) {
        List<Path> writable = new ArrayList<>();
        for (Path directory : directories) {
            if (directory != null && Files.isWritable(directory) && writable.stream().noneMatch(
                    other -> isSame(other, directory))) {
                writable.add(directory);
            }
        }
        writable.sort(Comparator.comparingLong((Path directory) -> number(directory, "unix:dev"))
                .thenComparingLong(directory -> number(directory, "unix:ino")));
        return new ChannelLock(channel, writable);
    }

    private static long number(Path directory, String attribute) {
        try {
            return ((Number) Files.getAttribute(directory, attribute)).longValue();
        } catch (IOException e) {
            // The directory was removed. Locking it will fail.
            return -1;
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the channel that the lock file of this name belongs to; null for another file. */
    public static String channelOf(String file) {
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : null;
    }

    /**
     * Removes the lock file that a killed process left. A file that a live process has locked stays. Never waits.
     *
     * @param channel the name
     * @param directory of the file
     * @param dryRun true to keep the file
     * @return the file's name; null if there is none to remove
     * @throws RondoException if the file cannot be opened or removed
     */
    public static String removeStale(String channel, Path directory, boolean dryRun) {
        Path file = directory.resolve(channel + SUFFIX);
        // Closing the file would drop a lock on it that another thread of this process holds.
        ReentrantLock threads = threads(channel);
        if (!Files.exists(file) || !threads.tryLock()) {
            return null;
        }
        ChannelLock lock = new ChannelLock(channel, List.of(directory));
        try (FileChannel open = lock.open(file); FileLock held = open == null ? null : open.tryLock()) {
            if (held == null || !isCurrent(open, file)) {
                return null;
            }
            if (!dryRun) {
                Files.deleteIfExists(file);
            }
            return channel + SUFFIX;
        } catch (Refused e) {
            throw lock.refused(file);
        } catch (IOException e) {
            throw lock.failure(file, IoReason.of(e), e);
        } finally {
            threads.unlock();
        }
    }

    private static ReentrantLock threads(String channel) {
        return THREADS[Math.floorMod(channel.hashCode(), THREADS.length)];
    }

    /**
     * A step that runs under the lock.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface Step<T> {
        /**
         * Runs the step, which must not take a channel's lock.
         *
         * @return the result
         * @throws IOException thrown by {@link ChannelLock#call}
         */
        T run() throws IOException;
    }

    /**
     * Runs a step under the lock, after waiting for it for at most 10 s.
     *
     * @param <T> type of the result
     * @param step what to run
     * @return the step's result
     * @throws IOException thrown by the step
     * @throws NoSpaceException if the file system has no space for the lock's file
     * @throws RondoException if the lock is not available; the message names the process that holds it
     */
    public <T> T call(Step<T> step) throws IOException {
        return call(step, false);
    }

    /**
     * Runs a step that creates no file, without the lock if the file system has no space for the lock's file. A process
     * must be able to open existing channels on a full file system. No process can change the channel's files under the
     * lock there. If space becomes free during the step, another process may, and the result is outdated; so any step
     * that acts on the result must take the lock again and check.
     *
     * @param <T> type of the result
     * @param step reads only
     * @return the step's result
     * @throws IOException thrown by the step
     * @throws RondoException as {@link #call} does, except for a lack of space
     */
    public <T> T callReading(Step<T> step) throws IOException {
        return call(step, true);
    }

    private <T> T call(Step<T> step, boolean reading) throws IOException {
        LockWait waiting = new LockWait(TIMEOUT);
        try {
            return call(step, reading, waiting);
        } finally {
            waiting.restoreInterrupt();
        }
    }

    private <T> T call(Step<T> step, boolean reading, LockWait waiting) throws IOException {
        ReentrantLock threads = threads(channel);
        try {
            if (!threads.tryLock(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RondoException("channel " + channel + ": another thread of this process has held its lock, or"
                        + " that of another channel, for " + TIMEOUT.toSeconds() + " s: check a thread dump");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("channel " + channel + ": interrupted while waiting for its lock");
        }
        try {
            return locked(0, step, reading, waiting);
        } finally {
            threads.unlock();
        }
    }

    private <T> T locked(int index, Step<T> step, boolean reading, LockWait waiting) throws IOException {
        if (index == directories.size()) {
            return step.run();
        }
        Path file = directories.get(index).resolve(channel + SUFFIX);
        long denied = Deadline.after(DENIED_TIMEOUT);
        while (true) {
            boolean refused = false;
            try (Held held = tryLock(file, reading, waiting)) {
                if (held != null) {
                    return locked(index + 1, step, reading, waiting);
                }
            } catch (Refused e) {
                refused = true;
            }
            if (!refused) {
                denied = Deadline.after(DENIED_TIMEOUT);
            } else if (System.nanoTime() - denied > 0) {
                throw refused(file);
            }
            if (waiting.isOver()) {
                throw new RondoException("channel " + channel + ": " + LockHolder.describe(file) + " has held " + file
                        + " for " + TIMEOUT.toSeconds() + " s: continue it (kill -CONT) or end it");
            }
            waiting.pause();
        }
    }

    /** The file's mode denies this process to open it. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    private AccessException refused(Path file) {
        String owner;
        try {
            owner = "uid " + Integer.toUnsignedString((int) Files.getAttribute(file, "unix:uid"));
        } catch (IOException e) {
            owner = "its owner";
        }
        return new AccessException("channel " + channel + ": cannot open " + file + " to lock it: permission denied: "
                + "have " + owner + " remove it, unless a process of that user holds the lock");
    }

    /** Null if another process holds the lock, or held it and removed the file. */
    private Held tryLock(Path file, boolean reading, LockWait waiting) throws IOException {
        if (!create(file, reading)) {
            return Held.NOTHING;
        }
        FileChannel open = open(file);
        if (open == null) {
            return null;
        }
        boolean locked = false;
        try {
            FileLock lock = tryLock(open, file, waiting);
            locked = lock != null && isCurrent(open, file);
            return locked ? new Held(open, file) : null;
        } catch (ClosedByInterruptException e) {
            // The next attempt runs without the interrupt.
            return null;
        } finally {
            if (!locked) {
                open.close();
            }
        }
    }

    /**
     * Waits for another copy of this library in this process (another class loader), if that holds the lock. Keeps the
     * file open meanwhile, because closing it releases all locks that this process has on the file.
     */
    private FileLock tryLock(FileChannel open, Path file, LockWait waiting) throws IOException {
        while (true) {
            try {
                return open.tryLock();
            } catch (OverlappingFileLockException e) {
                if (threads(channel).getHoldCount() > 1) {
                    throw new IllegalStateException("channel " + channel + ": its lock is held by this thread already",
                            e);
                }
                if (waiting.isOver()) {
                    throw new RondoException("channel " + channel + ": another copy of this library in this process"
                            + " has held " + file + " for " + TIMEOUT.toSeconds() + " s: check a thread dump", e);
                }
                waiting.pause();
            }
        }
    }

    /** Creates the file if it does not exist. Returns false if the file system is full and the step only reads. */
    private boolean create(Path file, boolean reading) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE));
            restoreMode(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process holds the lock, or died while it did.
            return true;
        } catch (FileSystemException e) {
            if (NoSpaceReason.is(e)) {
                if (reading) {
                    return false;
                }
                throw new NoSpaceException("channel " + channel + ": cannot lock " + file
                        + ": no space left on the file system: remove files there, or use another directory", e);
            }
            throw failure(file, IoReason.of(e), e);
        } catch (IOException e) {
            throw failure(file, IoReason.of(e), e);
        }
    }

    /** Sets the mode's bits that the umask cleared. */
    private static void restoreMode(Path file) {
        try {
            Files.setPosixFilePermissions(file, MODE);
        } catch (IOException e) {
            // Another process has already locked and removed the new file.
        }
    }

    /** Opens the file without creating it, so that every file has the right mode; null if it was removed. */
    private FileChannel open(Path file) {
        try {
            return InternalFile.open(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (AccessDeniedException e) {
            throw new Refused();
        } catch (IOException e) {
            throw failure(file, IoReason.of(e), e);
        }
    }

    private RondoException failure(Path file, String reason, IOException e) {
        String message = "channel " + channel + ": cannot lock " + file + ": " + reason;
        return Files.isWritable(file.getParent())
                ? new RondoException(message + ": check the limits of this process (ulimit -n) and of the file system",
                        e)
                : new UnavailableException(message + ": use a directory this process may write to", e);
    }

    /**
     * Whether the path still leads to the locked file. Sets a random length, which only the holder may change, and
     * compares by stat(2): opening and closing the path again would release the process's lock.
     */
    private static boolean isCurrent(FileChannel open, Path file) throws IOException {
        long length = ThreadLocalRandom.current().nextLong(1, MAX_LENGTH);
        open.truncate(0);
        try (Arena arena = Arena.ofConfined()) {
            // Mapping the last byte sets the length. The byte is not written, so this takes no space on a full file
            // system.
            open.map(FileChannel.MapMode.READ_WRITE, length - 1, 1, arena);
        }
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The held lock of one directory. */
    private record Held(FileChannel open, Path file) implements AutoCloseable {
        /** For a step that only reads a directory on a full file system. */
        static final Held NOTHING = new Held(null, null);

        @Override
        public void close() throws IOException {
            if (open != null) {
                try (open) {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // In a sticky directory another user's file cannot be deleted. The next process locks it.
                }
            }
        }
    }
}
