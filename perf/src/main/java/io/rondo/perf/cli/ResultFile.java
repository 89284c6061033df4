package io.rondo.perf.cli;

import java.io.IOException;
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
        if (Files.exists(path) && !Files.isWritable(path) || !isSpecial() && !Files.isWritable(directory)) {
            throw new IOException(path + " cannot be written, permission denied: give " + option + " a file elsewhere");
        }
    }

    private boolean isSpecial() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    /**
     * Writes it.
     *
     * @throws IOException if that fails
     */
    void write(String content) throws IOException {
        if (isSpecial()) {
            Files.writeString(path, content);
            return;
        }
        Path file = Files.exists(path) ? path.toRealPath() : path;
        // Not a temporary file of the library's, which nobody else could read.
        Path whole = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(whole, content);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
