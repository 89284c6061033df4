package io.rondo.broker.log;

import io.rondo.client.RondoException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates the directory of the logs. */
public final class LogDirectories {
    private LogDirectories() {}

    /**
     * Creates a directory, and those above it, for this user alone, if it does not exist.
     *
     * @param path of the directory
     * @return the path
     * @throws RondoException if that is not possible
     */
    public static Path create(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return path;
        } catch (IOException e) {
            throw new RondoException("cannot create the log directory " + path + ": " + IoReason.of(e)
                    + ": create it, or use another one (RONDO_LOG_DIR)", e);
        }
    }
}
