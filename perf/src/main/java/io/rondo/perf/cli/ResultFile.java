package io.rondo.perf.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where results go. A file is replaced as a whole, when they are there; something else, such as a device, is written to.
 *
 * @param path of it
 * @param option which named it
 */
record ResultFile(Path path, String option) {
    /**
     * Finds out before the measuring whether it can be written.
     *
     * @throws IOException if not; the message names it and says the remedy
     */
    void check() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory: give a file to " + option);
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException(path + " cannot be written, there is no such directory: create it, or give " + option
                    + " another file");
        }
        if (Files.exists(path) && !Files.isWritable(path)) {
            throw denied("permission denied");
        }
        if (isDevice()) {
            return;
        }
        // Rights alone do not tell: the file system may be read-only, or have no files of ours.
        Path whole = whole(target());
        try {
            Files.createFile(whole);
        } catch (AccessDeniedException e) {
            throw denied("permission denied");
        } catch (FileSystemException e) {
            throw denied(e.getReason() == null ? "its directory takes no files" : e.getReason());
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private IOException denied(String reason) {
        return new IOException(path + " cannot be written, " + reason + ": give " + option + " a file elsewhere");
    }

    /** Whether it is there and no file, which takes what is written one after the other. */
    boolean isDevice() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    /**
     * Writes it.
     *
     * @throws IOException if that fails
     */
    void write(String content) throws IOException {
        if (isDevice()) {
            Files.writeString(path, content);
            return;
        }
        Path file = target();
        Path whole = whole(file);
        try {
            Files.writeString(whole, content);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private Path target() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path;
    }

    /** Where it grows. Not a temporary file of the library's, which nobody else could read. */
    private static Path whole(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    }
}
