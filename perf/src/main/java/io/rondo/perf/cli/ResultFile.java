package io.rondo.perf.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file for results. A regular file is replaced as a whole; any other, such as a device, is written to.
 *
 * @param path its path
 * @param option the option that named it
 */
record ResultFile(Path path, String option) {
    /**
     * Checks before the measurement whether the file can be written.
     *
     * @throws IOException if it cannot; the message names the file and the remedy
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
        // Permissions alone are not sufficient: the file system may be read-only or refuse new files.
        Path whole = whole(target());
        try {
            Files.createFile(whole);
        } catch (AccessDeniedException e) {
            throw denied("permission denied");
        } catch (FileSystemException e) {
            throw denied(e.getReason() == null ? "its directory accepts no files" : e.getReason());
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private IOException denied(String reason) {
        return new IOException(path + " cannot be written, " + reason + ": give " + option + " a file elsewhere");
    }

    /** Whether the file exists and is not regular; such a file takes several results in sequence. */
    boolean isDevice() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    /**
     * Writes the file.
     *
     * @throws IOException if writing fails
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

    /** The temporary file. Not one of {@link Files#createTempFile}, which only its owner could read. */
    private static Path whole(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    }
}
