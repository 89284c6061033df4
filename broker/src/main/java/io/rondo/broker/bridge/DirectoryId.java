package io.rondo.broker.bridge;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The id of a directory of channels, in the file {@code @origin}: all bridges of the directory send it, and drop what comes
 * back with it.
 */
final class DirectoryId {
    private static final String FILE = "@origin";
    private static final SecureRandom RANDOM = new SecureRandom();

    private DirectoryId() {}

    /**
     * Reads the id, or chooses one.
     *
     * @param directory of the channels
     * @return the id, not 0
     * @throws RondoException if the file cannot be used
     */
    static long of(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return HexFormat.fromHexDigitsToLong(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new RondoException(file + " holds no id of 16 hexadecimal digits: remove it", e);
        } catch (IOException e) {
            throw new UnavailableException("cannot use " + file + ": " + e + ": check the mode of the directory", e);
        }
    }

    /** Another process may do the same: the link makes the whole file appear, once. */
    private static void create(Path file) throws IOException {
        Path own = Files.createTempFile(file.getParent(), FILE, ".new");
        try {
            Files.writeString(own, HexFormat.of().toHexDigits(random()) + "\n");
            Files.createLink(file, own);
        } catch (FileAlreadyExistsException e) {
            // That one counts.
        } finally {
            Files.delete(own);
        }
    }

    /** Returns a random id, not 0. */
    static long random() {
        long id = RANDOM.nextLong();
        return id == 0 ? 1 : id;
    }
}
