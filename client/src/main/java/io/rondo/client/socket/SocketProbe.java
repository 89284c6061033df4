package io.rondo.client.socket;

import io.netty.channel.epoll.Epoll;
import io.rondo.client.RondoConfig;
import io.rondo.core.RondoException;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.Probe;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Whether sockets work here, tried and not looked up. */
public final class SocketProbe {
    private SocketProbe() {}

    /**
     * Listens for a moment in the directory of these settings, if it is there.
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
     * The longest name of a channel whose owner can listen there.
     *
     * @param config the settings
     * @return bytes; 0 or less if there is no room for any
     * @throws RondoException if the directory cannot be used
     */
    public static int longestName(RondoConfig config) {
        Path shortest = SocketObserver.of(config).directory().resolve(SocketFile.SUFFIX);
        return SocketFile.MAX_PATH_BYTES - shortest.toString().getBytes(StandardCharsets.UTF_8).length;
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
