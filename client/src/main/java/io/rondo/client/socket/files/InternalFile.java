package io.rondo.client.socket.files;

import io.rondo.client.RondoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of Rondo beside the sockets. Another user may share the directory, so a path is never followed to another file, and
 * nothing that may block is opened.
 */
public final class InternalFile {
    private InternalFile() {}

    /**
     * Checks that the path leads to a regular file, if to any.
     *
     * @param file to be opened
     * @throws RondoException if it is of another kind
     * @throws IOException if it does not exist, or its directory denies access
     */
    public static void requireRegular(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            String kind = found.isSymbolicLink()
                    ? "a symbolic link"
                    : found.isDirectory() ? "a directory" : "a socket, a pipe or a device";
            throw new RondoException(
                    "cannot open " + file + ": it is " + kind + ", not a file: move it out of the way");
        }
    }

    /** Opens a file that exists, as {@link #requireRegular} describes. */
    static FileChannel open(Path file) throws IOException {
        requireRegular(file);
        // The path may have changed since.
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
}
