package io.rondo.client.socket.peer;

import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.codecs.session.Terms;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The owner's socket to connect to.
 *
 * @param channel the name
 * @param path of the owner's socket
 * @param family the Netty implementation
 * @param terms the settings that the user named explicitly
 * @param noOwnerReasons returns why no owner will ever listen there, or null if an owner may
 */
public record ConnectTarget(String channel, Path path, SocketFamily family, Terms terms,
        Supplier<String> noOwnerReasons) {
    SocketAddress address() {
        return family.address(path);
    }
}
