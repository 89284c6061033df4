package io.rondo.client.socket.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes to a socket from any thread, without the event loop, while the socket is known to be open. */
@FunctionalInterface
interface DirectWriter {
    /**
     * Writes as many bytes as the socket accepts without blocking.
     *
     * @param memory direct memory
     * @param from index of the first byte
     * @param to index behind the last byte
     * @return bytes written; 0 if the socket's buffer is full
     * @throws IOException if the connection is broken
     */
    int write(ByteBuffer memory, int from, int to) throws IOException;
}
