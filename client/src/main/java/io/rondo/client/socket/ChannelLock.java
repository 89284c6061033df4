package io.rondo.client.socket;

import io.rondo.core.AccessException;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The lock of one channel. A process holds it while it reads which files of the channel exist and creates, replaces or
 * removes one, so that each decision rests on one consistent state. It is a file lock ({@code fcntl(2)}), which the
 * kernel drops with the process, on {@code <name>@lock} in each of the directories; the file exists only while it is
 * locked. Needs no native call of this project, because a process that is denied those takes part too. Thread-safe.
 */
public final class ChannelLock {
    private static final String SUFFIX = "@lock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Another user's process sets the mode right after it creates the file. */
    private static final Duration DENIED_PATIENCE = Duration.ofSeconds(1);
    /** A file that a killed process left must not keep the users of the directory's group out. */
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-rw----");
    private static final long RETRY_NANOS = 200_000;
    private static final long MAX_LENGTH = 1L << 40;
    /** The C library's text of ENOSPC: asking it for the text is a native call. */
    private static final String NO_SPACE = "No space left";
    /** POSIX file locks belong to the process: these keep its threads apart. A thread holds one of them at a time. */
    private static final ReentrantLock[] THREADS = Stream.generate(ReentrantLock::new).limit(64)
            .toArray(ReentrantLock[]::new);

    private final String channel;
    private final List<Path> directories;

    private ChannelLock(String channel, List<Path> directories) {
        this.channel = channel;
        this.directories = directories;
    }

    /**
     * The lock of a channel in the directories that this process may write to. In one that it may not write to it can
     * create nothing either. The directories are locked in the order of their device and inode numbers, whatever their
     * order here is, so two processes that lock the same two directories never wait for each other.
     *
     * @param channel the name
     * @param directories the directory of segments and the directory of sockets; equal directories count once, null is
     * left out
     * @return the lock, not held yet
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
            // Removed meanwhile: the attempt to lock it fails.
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

    /**
     * What is done under the lock.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface Step<T> {
        /**
         * Does it; must not take a channel's lock.
         *
         * @return the result
         * @throws IOException as {@link ChannelLock#call} does
         */
        T run() throws IOException;
    }

    /**
     * Does something under the lock, after at most 10 s of waiting for it.
     *
     * @param <T> type of the result
     * @param step what to do
     * @return the step's result
     * @throws IOException thrown by the step
     * @throws RondoException if the lock cannot be had; the message names the process that holds it
     */
    public <T> T call(Step<T> step) throws IOException {
        Waiting waiting = new Waiting();
        ReentrantLock threads = THREADS[Math.floorMod(channel.hashCode(), THREADS.length)];
        try {
            if (!threads.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RondoException("channel " + channel + ": another thread of this process has held its lock, or"
                        + " that of another channel, for " + PATIENCE.toSeconds() + " s: see a thread dump");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("channel " + channel + ": interrupted while it was opened");
        }
        try {
            return locked(0, step, waiting);
        } finally {
            threads.unlock();
            waiting.restoreInterrupt();
        }
    }

    /** One wait for the lock, during which the thread's interrupt is kept aside. */
    private static final class Waiting {
        private final long deadline = Deadline.after(PATIENCE);
        /** The JDK closes a channel under an interrupted thread. */
        private boolean interrupted = Thread.interrupted();

        boolean isOver() {
            return System.nanoTime() - deadline > 0;
        }

        void pause() {
            LockSupport.parkNanos(RETRY_NANOS);
            // The next pause would return at once.
            interrupted |= Thread.interrupted();
        }

        void restoreInterrupt() {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T locked(int index, Step<T> step, Waiting waiting) throws IOException {
        if (index == directories.size()) {
            return step.run();
        }
        Path file = directories.get(index).resolve(channel + SUFFIX);
        long denied = Deadline.after(DENIED_PATIENCE);
        while (true) {
            boolean refused = false;
            try (Held held = tryLock(file)) {
                if (held != null) {
                    return locked(index + 1, step, waiting);
                }
            } catch (Refused e) {
                refused = true;
            }
            if (!refused) {
                denied = Deadline.after(DENIED_PATIENCE);
            } else if (System.nanoTime() - denied > 0) {
                throw refused(file);
            }
            if (waiting.isOver()) {
                throw new RondoException("channel " + channel + ": " + LockHolder.describe(file) + " has held " + file
                        + " for " + PATIENCE.toSeconds() + " s: continue it (kill -CONT) or end it");
            }
            waiting.pause();
        }
    }

    /** The file's mode does not let this process open it. */
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
                + "let " + owner + " remove it, unless a process of that user has it locked");
    }

    /** Null if another process holds the lock, or held it and removed the file. */
    private Held tryLock(Path file) throws IOException {
        if (!createUnlessFull(file)) {
            return Held.NOTHING;
        }
        FileChannel open = open(file);
        if (open == null) {
            return null;
        }
        boolean locked = false;
        try {
            FileLock lock = open.tryLock();
            locked = lock != null && isCurrent(open, file);
            return locked ? new Held(open, file) : null;
        } catch (ClosedByInterruptException e) {
            // The next attempt is made without the interrupt.
            return null;
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException("channel " + channel + ": its lock is held by this thread already", e);
        } finally {
            if (!locked) {
                open.close();
            }
        }
    }

    /** False where there is no room for a file: then no process can create one of the channel's either. */
    private boolean createUnlessFull(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE));
            restoreMode(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process holds it, or died while it did.
            return true;
        } catch (FileSystemException e) {
            if (e.getReason() != null && e.getReason().contains(NO_SPACE)) {
                return false;
            }
            throw failure(file, IoReason.of(e), e);
        } catch (IOException e) {
            throw failure(file, IoReason.of(e), e);
        }
    }

    /** Sets the bits that the umask took. */
    private static void restoreMode(Path file) {
        try {
            Files.setPosixFilePermissions(file, MODE);
        } catch (IOException e) {
            // Another process has locked the new file already, and removed it.
        }
    }

    /** Without creating it, so that every file has the mode above. Null if it was removed meanwhile. */
    private FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
     * Whether the path still leads to the locked file. Only the holder changes that one's length, so a random length
     * tells it from any other. Asked by stat: to open and close the file again would drop the process's lock.
     */
    private static boolean isCurrent(FileChannel open, Path file) throws IOException {
        long length = ThreadLocalRandom.current().nextLong(1, MAX_LENGTH);
        open.truncate(0);
        try (Arena arena = Arena.ofConfined()) {
            // To map the last byte sets the length. The byte is not touched: a hole takes no space, so this works on a
            // full file system.
            open.map(FileChannel.MapMode.READ_WRITE, length - 1, 1, arena);
        }
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The lock of one directory. */
    private record Held(FileChannel open, Path file) implements AutoCloseable {
        /** Of a directory that has no room for a lock. */
        static final Held NOTHING = new Held(null, null);

        @Override
        public void close() throws IOException {
            if (open != null) {
                try (open) {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // In a sticky directory another user's file stays. The next process locks it; the step is done.
                }
            }
        }
    }
}
