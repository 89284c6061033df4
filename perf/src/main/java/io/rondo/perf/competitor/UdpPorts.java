package io.rondo.perf.competitor;

import io.rondo.perf.transport.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The UDP ports of the receivers of a group, each in a file that the sender reads.
 *
 * @param directory private to the group
 */
record UdpPorts(Path directory) {
    /** The Aeron channel of a port, on loopback. */
    static String uri(int port) {
        return "aeron:udp?endpoint=127.0.0.1:" + port;
    }

    /** Chooses a free port for a channel, and tells the sender. */
    int choose(String channel) {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Path own = Files.writeString(directory.resolve(channel + ".new"), Integer.toString(free.getLocalPort()));
            Files.move(own, file(channel), StandardCopyOption.ATOMIC_MOVE);
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port of a channel, as soon as its receiver has chosen it. */
    int of(String channel) {
        return Retry.untilThere(channel, () -> Integer.parseInt(Files.readString(file(channel))));
    }

    private Path file(String channel) {
        return directory.resolve(channel + ".port");
    }
}
