package io.rondo.cli.format;

import io.rondo.client.MessageHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.DirectBuffer;

/** Writes messages to an output in one format, without allocating per message. Confined to one thread. */
@FunctionalInterface
public interface MessageWriter {
    /**
     * Appends a message. A flush of the output writes it at the latest.
     *
     * @param buffer holds the message
     * @param offset index of its first byte
     * @param length its length in bytes, from 0
     * @throws IOException if the output cannot be written
     */
    void write(DirectBuffer buffer, int offset, int length) throws IOException;

    /**
     * This writer as a handler for a poll.
     *
     * @return a handler that throws {@link UncheckedIOException} if the output cannot be written
     */
    default MessageHandler handler() {
        return (buffer, offset, length) -> {
            try {
                write(buffer, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
