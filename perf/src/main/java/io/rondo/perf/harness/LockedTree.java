package io.rondo.perf.harness;

import io.rondo.core.RondoException;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

/**
 * A directory with a lock file in it, which is locked as long as the process that made it lives: the kernel drops the lock of one
 * that was killed, and whoever comes next can tell what it left from what is in use.
 */
final class LockedTree {
    private static final String PREFIX = "rondo-perf-";
    private static final String LOCK = ".lock";
    private static final String UNLOCKED = ".unlocked";

    private final Path path;
    private final LockFile lock;

    private LockedTree(Path path, LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a directory that only its owner may enter. */
    static LockedTree create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        try {
            return new LockedTree(path, locked(path));
        } catch (IOException | RondoException e) {
            deleteTree(path);
            throw e;
        }
    }

    /** The lock file has its name only once it is locked, so that one without a lock is always a dead process's. */
    private static LockFile locked(Path path) throws IOException {
        Path file = Files.createFile(path.resolve(UNLOCKED));
        LockFile lock = LockFile.open(file);
        if (lock == null || !lock.tryLock(0, 1)) {
            throw new IOException("somebody else uses " + file);
        }
        Files.move(file, path.resolve(LOCK));
        return lock;
    }

    Path path() {
        return path;
    }

    /** Deletes it; does nothing where it is gone. */
    void delete() throws IOException {
        deleteTree(path);
        lock.close();
    }

    /** Deletes what killed processes of the same user left in a directory. What is in use, or cannot be deleted, stays. */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, PREFIX + "*")) {
            UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
            for (Path path : leftovers) {
                sweep(path, self);
            }
        } catch (IOException e) {
            // It only frees space: whoever needs that finds out.
        }
    }

    private static void sweep(Path path, UserPrincipal self) {
        try {
            // In a directory of another user's, names could be made to lead elsewhere.
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(self)) {
                return;
            }
            try (LockFile lock = LockFile.open(path.resolve(LOCK))) {
                if (lock != null && lock.tryLock(0, 1)) {
                    deleteTree(path);
                }
            }
        } catch (IOException | RondoException e) {
            // Processes of the dead one may still be making files there: the next sweep finds it again.
        }
    }

    /** The lock file goes last, so that what could not be deleted can be told from what is in use. */
    private static void deleteTree(Path root) throws IOException {
        Path lock = root.resolve(LOCK);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(lock)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) { // a process removed its own file meanwhile
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (directory.equals(root)) {
                    Files.deleteIfExists(lock);
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
