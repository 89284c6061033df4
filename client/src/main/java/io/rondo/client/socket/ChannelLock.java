package io.rondo.client.socket;

import io.rondo.core.InterruptedWaitException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import io.rondo.core.os.IoReason;
import io.rondo.core.wait.Deadline;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
     * create nothing either.
     *
     * @param channel the name
     * @param directories the directory of segments first, then the directory of sockets; equal directories count once,
     * null is left out
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
        return new ChannelLock(channel, writable);
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
        // The JDK closes a channel under an interrupted thread.
        boolean interrupted = Thread.interrupted();
        long deadline = Deadline.after(PATIENCE);
        ReentrantLock threads = THREADS[Math.floorMod(channel.hashCode(), THREADS.length)];
        try {
            if (!threads.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RondoException("channel " + channel + ": another thread of this process holds its lock for "
                        + PATIENCE.toSeconds() + " s: see a thread dump");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("channel " + channel + ": interrupted while it was opened");
        }
        try {
            return locked(0, step, deadline);
        } finally {
            threads.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T locked(int index, Step<T> step, long deadline) throws IOException {
        if (index == directories.size()) {
            return step.run();
        }
        Path file = directories.get(index).resolve(channel + SUFFIX);
        while (true) {
            try (Held held = tryLock(file)) {
                if (held != null) {
                    return locked(index + 1, step, deadline);
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RondoException("channel " + channel + ": " + LockHolder.describe(file) + " has held " + file
                        + " for " + PATIENCE.toSeconds() + " s: continue it (kill -CONT) or end it");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** Null if another process holds the lock, or held it and removed the file. */
    private Held tryLock(Path file) throws IOException {
        if (!createUnlessFull(file)) {
            return Held.NOTHING;
        }
        RandomAccessFile open = open(file);
        if (open == null) {
            return null;
        }
        boolean locked = false;
        try {
            FileLock lock = open.getChannel().tryLock();
            locked = lock != null && isCurrent(open, file);
            return locked ? new Held(open, file) : null;
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
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
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

    private RandomAccessFile open(Path file) {
        try {
            return new RandomAccessFile(file.toFile(), "rw");
        } catch (IOException e) {
            if (!Files.exists(file) || !Files.isWritable(file)) {
                // Removed meanwhile, or another user's, which removes it soon.
                return null;
            }
            throw failure(file, e.getMessage(), e);
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
    private static boolean isCurrent(RandomAccessFile open, Path file) throws IOException {
        long length = ThreadLocalRandom.current().nextLong(1, MAX_LENGTH);
        // A hole: takes no space, so it works on a full file system.
        open.setLength(length);
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The lock of one directory. */
    private record Held(RandomAccessFile open, Path file) implements AutoCloseable {
        /** Of a directory that has no room for a lock. */
        static final Held NOTHING = new Held(null, null);

        @Override
        public void close() throws IOException {
            if (open != null) {
                try (open) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
