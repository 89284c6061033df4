package io.rondo.broker.bridge.aeron;

import io.rondo.client.UnavailableException;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * A directory for the files of a media driver, in the directory of the channels: {@code @aeron-<id>}. A kernel lock on the
 * file {@code @aeron-<id>.lock} shows that its process lives; a later process deletes what a killed one left.
 */
final class DriverDirectory implements AutoCloseable {
    private static final String PREFIX = "@aeron-";
    private static final String LOCK_SUFFIX = ".lock";
    private static final int MODE = 0600;
    private static final int ATTEMPTS = 8;

    private final Path path;
    private final Path lockPath;
    private final LockFile lock;

    private DriverDirectory(Path path, Path lockPath, LockFile lock) {
        this.path = path;
        this.lockPath = lockPath;
        this.lock = lock;
    }

    /**
     * Chooses a directory, and locks it. The driver creates it.
     *
     * @param channels directory of the channels
     * @throws UnavailableException if the directory of the channels cannot be used
     */
    static DriverDirectory create(Path channels) {
        removeAbandoned(channels);
        for (int i = 0; i < ATTEMPTS; i++) {
            String name = PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong());
            Path lockPath = channels.resolve(name + LOCK_SUFFIX);
            NativeFile created = NativeFile.create(lockPath, MODE);
            if (created == null) {
                throw new UnavailableException("directory " + channels + " does not exist: create it again");
            }
            LockFile lock = LockFile.of(created);
            // Another process may take an unlocked file for abandoned, and removes it while it holds the lock.
            if (lock.tryLock(0, 1) && Files.exists(lockPath)) {
                return new DriverDirectory(channels.resolve(name), lockPath, lock);
            }
            lock.close();
        }
        throw new UnavailableException(
                "cannot lock a directory for a media driver in " + channels + " after " + ATTEMPTS
                        + " attempts: other processes start there at the same time; try again");
    }

    private static void removeAbandoned(Path channels) {
        List<Path> locks;
        try (Stream<Path> files = Files.list(channels)) {
            locks = files.filter(DriverDirectory::isLock).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("cannot read " + channels + ": " + e, e);
        }
        for (Path lockPath : locks) {
            try (LockFile lock = LockFile.open(lockPath)) {
                if (lock != null && lock.tryLock(0, 1)) {
                    String name = lockPath.getFileName().toString();
                    delete(channels.resolve(name.substring(0, name.length() - LOCK_SUFFIX.length())), lockPath);
                }
            }
        }
    }

    private static boolean isLock(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(LOCK_SUFFIX);
    }

    private static void delete(Path directory, Path lockPath) {
        IoUtil.delete(directory.toFile(), true);
        // Last: without it nothing would find the directory.
        IoUtil.deleteIfExists(lockPath.toFile());
    }

    Path path() {
        return path;
    }

    /** Deletes the directory. The driver has ended. */
    @Override
    public void close() {
        delete(path, lockPath);
        lock.close();
    }
}
