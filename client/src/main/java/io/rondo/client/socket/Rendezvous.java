package io.rondo.client.socket;

import io.rondo.codecs.session.Terms;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where the two sides of a channel meet.
 *
 * @param channel the name
 * @param path of the owner's socket
 * @param family how sockets are used
 * @param terms what was asked for explicitly
 * @param obstacles says why no owner will ever listen there, or null
 */
record Rendezvous(String channel, Path path, SocketFamily family, Terms terms, Supplier<String> obstacles) {
    SocketAddress address() {
        return family.address(path);
    }

    String obstacle() {
        return obstacles.get();
    }
}
