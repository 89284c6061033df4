package io.rondo.perf.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A directory of this process. It is removed when it is closed and when the JVM is told to end, after the processes
 * that use it; if the JVM was killed, the next process that makes a directory in the same place removes it.
 */
public final class PrivateDirectory implements AutoCloseable {
    private static final Path TMPFS = Path.of("/dev/shm");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    /** By the file system hierarchy standard it is kept over a restart, so it is on a disk. */
    private static final Path DISK = Path.of("/var/tmp");
    private static final int KILL_SECONDS = 2;

    private final LockedTree tree;
    private final Thread hook = new Thread(this::abandon, "remove rings");

    PrivateDirectory(Path parent) {
        LockedTree.sweep(parent);
        try {
            tree = LockedTree.create(parent);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory in " + parent + ": " + e.getMessage(), e);
        }
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) { // the JVM is ending and no hook would remove the directory
            remove();
            throw new HarnessException("interrupted", e);
        }
    }

    /** A directory for the files of rings: on tmpfs if there is one. */
    public static PrivateDirectory forRings() {
        return new PrivateDirectory(Files.isWritable(TMPFS) ? TMPFS : TEMPORARY);
    }

    /** A directory for files that are to reach a disk. */
    static PrivateDirectory onDisk() {
        return new PrivateDirectory(Files.isWritable(DISK) ? DISK : TEMPORARY);
    }

    /** A directory for programs: not on a file system that may forbid their execution. */
    static PrivateDirectory forPrograms() {
        return new PrivateDirectory(TEMPORARY);
    }

    public Path path() {
        return tree.path();
    }

    private void abandon() {
        List<ProcessHandle> users = ProcessHandle.current().descendants().toList();
        users.forEach(ProcessHandle::destroyForcibly);
        users.forEach(user -> user.onExit().completeOnTimeout(user, KILL_SECONDS, TimeUnit.SECONDS).join());
        try {
            tree.delete();
        } catch (IOException e) {
            System.err.println("could not remove " + path() + ": " + e);
        }
    }

    private void remove() {
        try {
            tree.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + path() + ": " + e, e);
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook finds nothing to remove.
        }
    }
}
