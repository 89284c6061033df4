package io.rondo.client.socket.owner;

import io.rondo.core.os.UnixSocket;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * The sockets of an owner that a listener takes over. A descriptor that was taken is not closed.
 *
 * @param listening listens
 * @param connections that were accepted, in their order
 */
public record TakenSockets(UnixSocket listening, List<UnixSocket> connections) implements AutoCloseable {
    @Override
    public void close() {
        listening.close();
        CloseHelper.closeAll(connections);
    }
}
