package io.rondo.broker.socket;

import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a broker listens. Other users reach a socket if they can enter its directory and write to the file; the segments are
 * in a directory that they cannot enter, so that the broker decides what they may do.
 *
 * @param directory of the sockets
 * @param allUsers whether users other than the broker's reach the sockets
 */
public record SocketPlace(Path directory, boolean allUsers) {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final String ENTERED_BY_ALL = "rwx--x--x";
    private static final String SUFFIX = "-sockets";

    /**
     * Chooses the directory and creates it if it does not exist. Where other users have rights and none is configured, it is
     * beside the directory of the channels, with mode 0711.
     *
     * @param config of the broker
     * @param channels the directory of the channels
     * @param allUsers whether other users have rights
     * @return the place
     * @throws RondoException if the directory cannot be used
     */
    public static SocketPlace of(RondoConfig config, Path channels, boolean allUsers) {
        if (!allUsers) {
            return new SocketPlace(SocketDirectory.of(config), false);
        }
        Path chosen = config.socketDirectory() == null
                ? channels.resolveSibling(channels.getFileName() + SUFFIX)
                : config.socketDirectory().toAbsolutePath();
        try {
            if (!Files.isDirectory(chosen)) {
                Files.createDirectory(chosen);
                Files.setPosixFilePermissions(chosen, PosixFilePermissions.fromString(ENTERED_BY_ALL));
            }
            Path directory = SocketDirectory.of(RondoConfig.builder().socketDirectory(chosen).build());
            if (!Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                LOG.log(Level.WARNING, "other users have rights to topics and cannot enter {0}, where the sockets are:"
                        + " change its mode to 0711, or set rondo.socket-dir", directory);
            }
            return new SocketPlace(directory, true);
        } catch (IOException e) {
            throw new RondoException("cannot create the directory of sockets " + chosen + ": " + IoReason.of(e)
                    + ": create it, or use another one (rondo.socket-dir)", e);
        }
    }

    /** Returns the mode of the sockets. */
    public String mode() {
        return allUsers ? "rw-rw-rw-" : "rw-------";
    }
}
