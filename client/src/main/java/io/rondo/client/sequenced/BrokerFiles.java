package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files of a broker in the directory of its channels. Their names begin with {@code @}, which no channel's does.
 *
 * @param directory holds the channels
 */
public record BrokerFiles(Path directory) {
    /** The longest path of a Unix socket (unix(7)). */
    private static final int MAX_SOCKET_PATH = 107;

    /** Returns the file of which the broker keeps the first byte locked. */
    public Path lock() {
        return directory.resolve("@broker.lock");
    }

    /**
     * Returns the socket on which the broker answers requests.
     *
     * @throws io.rondo.client.RondoException if the path is too long for a socket
     */
    public Path socket() {
        Path path = directory.resolve("@broker.sock");
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_PATH) {
            throw new RondoException("the broker's socket would be " + path + ": its " + length
                    + " bytes are more than the " + MAX_SOCKET_PATH
                    + " a Unix socket's path can have: use a shorter directory (RONDO_DIR)");
        }
        return path;
    }
}
