package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.core.os.UnixAddress;
import java.nio.file.Path;

/**
 * The files of a broker in the directory of its channels. Their names begin with {@code @}, which no channel's does.
 *
 * @param directory holds the channels
 */
public record BrokerFiles(Path directory) {
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
        int length = UnixAddress.pathBytes(path);
        if (length > UnixAddress.MAX_PATH_BYTES) {
            throw new RondoException("the broker's socket would be " + path + ": its " + length
                    + " bytes are more than the " + UnixAddress.MAX_PATH_BYTES
                    + " a Unix socket's path can have: use a shorter directory (RONDO_DIR)");
        }
        return path;
    }
}
