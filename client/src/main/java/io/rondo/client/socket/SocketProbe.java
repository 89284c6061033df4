package io.rondo.client.socket;

import io.netty.channel.epoll.Epoll;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.socket.files.SocketFile;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.Probe;
import io.rondo.core.os.UnixAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Probes whether sockets work on this host. */
public final class SocketProbe {
    private SocketProbe() {}

    /**
     * Binds a socket in the configured directory, if that exists.
     *
     * @param config the settings
     * @return whether an owner can listen there
     */
    public static Probe directory(RondoConfig config) {
        try {
            Path directory = SocketObserver.of(config).directory();
            if (!Files.exists(directory)) {
                return new Probe(true, directory + " is not there yet");
            }
            listen(directory.resolve(".p" + Integer.toHexString(ThreadLocalRandom.current().nextInt())));
            return new Probe(true, directory.toString());
        } catch (RondoException e) {
            return new Probe(false, e.getMessage());
        } catch (IOException e) {
            return new Probe(false, "cannot listen in " + SocketObserver.of(config).directory() + ": "
                    + IoReason.of(e));
        }
    }

    private static void listen(Path path) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /**
     * The longest channel name whose socket fits into the configured directory.
     *
     * @param config the settings
     * @return bytes; 0 or less if no name fits
     * @throws RondoException if the directory cannot be used
     */
    public static int longestName(RondoConfig config) {
        Path shortest = SocketObserver.of(config).directory().resolve(SocketFile.SUFFIX);
        return UnixAddress.MAX_PATH_BYTES - UnixAddress.pathBytes(shortest);
    }

    /**
     * Loads Netty's native library.
     *
     * @return whether epoll can be used
     */
    public static Probe epoll() {
        return Epoll.isAvailable()
                ? new Probe(true, "epoll")
                : new Probe(false, String.valueOf(Epoll.unavailabilityCause().getMessage()));
    }
}
