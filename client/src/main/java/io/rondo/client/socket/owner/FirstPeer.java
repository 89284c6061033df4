package io.rondo.client.socket.owner;

import io.rondo.core.os.UnixSocket;

/**
 * The first peer of a socket that has no listener yet.
 *
 * @param socket listens
 * @param connection of the peer; null if it was not accepted yet
 */
public record FirstPeer(UnixSocket socket, UnixSocket connection) implements AutoCloseable {
    @Override
    public void close() {
        socket.close();
        if (connection != null) {
            connection.close();
        }
    }
}
