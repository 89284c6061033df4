package io.rondo.perf.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A directory of our own for every ring's file, on tmpfs where there is one. It goes when it is closed and also when the JVM is
 * told to end, after the processes that use it.
 */
public final class PrivateDirectory implements AutoCloseable {
    private static final Path TMPFS = Path.of("/dev/shm");

    private final Path path;
    private final Thread hook = new Thread(this::abandon, "remove rings");

    public PrivateDirectory() {
        try {
            path = Files.isWritable(TMPFS)
                    ? Files.createTempDirectory(TMPFS, "rondo-perf-")
                    : Files.createTempDirectory("rondo-perf-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory for the rings", e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Path path() {
        return path;
    }

    private void abandon() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            removeTree();
        } catch (IOException e) {
            System.err.println("could not remove " + path + ": " + e);
        }
    }

    private void removeTree() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
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
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        try {
            removeTree();
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + path, e);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
