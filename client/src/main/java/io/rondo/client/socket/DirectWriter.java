package io.rondo.client.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes to a socket from any thread, without its event loop; only while the socket cannot be closed. */
@FunctionalInterface
interface DirectWriter {
    /**
     * Writes what the socket takes now.
     *
     * @param memory direct memory
     * @param from index of the first byte
     * @param to index behind the last byte
     * @return bytes written; 0 if the socket takes nothing now
     * @throws IOException if the connection is gone
     */
    int write(ByteBuffer memory, int from, int to) throws IOException;
}
