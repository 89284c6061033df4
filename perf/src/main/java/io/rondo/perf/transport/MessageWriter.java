package io.rondo.perf.transport;

import org.agrona.MutableDirectBuffer;

/** Writes a message in place. */
@FunctionalInterface
public interface MessageWriter {
    /**
     * Writes every byte of the next message.
     *
     * @param buffer the transport's memory
     * @param offset index of the first byte
     * @param length length in bytes
     */
    void write(MutableDirectBuffer buffer, int offset, int length);
}
