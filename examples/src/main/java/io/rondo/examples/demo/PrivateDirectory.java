package io.rondo.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A directory of mode 0700 for one run; close removes it with all its files. */
final class PrivateDirectory implements AutoCloseable {
    private final Path path;

    PrivateDirectory(Path parent) throws IOException {
        try {
            path = Files.createTempDirectory(parent, "rondo-demo-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new IOException("cannot create a directory in " + parent + " (" + e
                    + "): set RONDO_DIR to a directory with a parent that this user may write to", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /** Removes a directory of files, which another process may remove at the same time. */
    static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
