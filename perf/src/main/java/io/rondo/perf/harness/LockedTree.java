package io.rondo.perf.harness;

import io.rondo.core.SegmentException;
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
 * A directory with a lock file, which is locked as long as the process that made it is alive. The kernel releases the
 * lock of a dead process, so that its leftovers can be told from directories in use.
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

    /** Makes a directory with access for its owner only. */
    static LockedTree create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        try {
            return new LockedTree(path, locked(path));
        } catch (IOException | SegmentException e) {
            deleteTree(path);
            throw e;
        }
    }

    /**
     * The lock file gets its name only after it is locked, so that an unlocked one always belongs to a dead process.
     */
    private static LockFile locked(Path path) throws IOException {
        Path file = Files.createFile(path.resolve(UNLOCKED));
        LockFile lock = LockFile.open(file);
        if (lock == null || !lock.tryLock(0, 1)) {
            throw new IOException("another process has locked " + file);
        }
        Files.move(file, path.resolve(LOCK));
        return lock;
    }

    Path path() {
        return path;
    }

    /** Deletes the directory; does nothing if it is missing. */
    void delete() throws IOException {
        deleteTree(path);
        lock.close();
    }

    /**
     * Deletes the directories that killed processes of the same user left. Directories in use, or that cannot be
     * deleted, stay.
     */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, PREFIX + "*")) {
            UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
            for (Path path : leftovers) {
                sweep(path, self);
            }
        } catch (IOException e) {
            // Sweeping only frees space; a lack of space is reported elsewhere.
        }
    }

    private static void sweep(Path path, UserPrincipal self) {
        try {
            // In a directory of another user, names could be links to other places.
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(self)) {
                return;
            }
            try (LockFile lock = LockFile.open(path.resolve(LOCK))) {
                if (lock != null && lock.tryLock(0, 1)) {
                    deleteTree(path);
                }
            }
        } catch (IOException | SegmentException e) {
            // Children of the dead process may still create files there: the next sweep finds the directory again.
        }
    }

    /** The lock file is deleted last, so that a directory that could not be deleted can be told from one in use. */
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
