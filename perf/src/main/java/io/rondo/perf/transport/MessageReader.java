package io.rondo.perf.transport;

import org.agrona.DirectBuffer;

/** Reads a message in place. */
@FunctionalInterface
public interface MessageReader {
    /**
     * Reads a message.
     *
     * @param buffer the transport's memory
     * @param offset index of the first byte
     * @param length length in bytes
     */
    void read(DirectBuffer buffer, int offset, int length);
}
