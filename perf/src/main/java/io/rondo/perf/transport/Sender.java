package io.rondo.perf.transport;

import org.agrona.DirectBuffer;

/** The writing end of a one-way channel. Confined to one thread. */
public interface Sender {
    /**
     * Sends one message if there is room.
     *
     * @param writer writes it in place
     * @param length length in bytes
     * @return whether it was sent; if not, the writer was not called
     */
    boolean trySend(MessageWriter writer, int length);

    /**
     * Sends a copy of one message if there is room; by default the copy is made in place.
     *
     * @param message holds the message from {@code offset} on
     * @param length length in bytes
     * @return whether it was sent
     */
    default boolean trySend(DirectBuffer message, int offset, int length) {
        return trySend((buffer, index, size) -> buffer.putBytes(index, message, offset, size), length);
    }

    /** Sends messages that were only collected so far; called after each burst. */
    default void flush() {}

    /** Sends one message, spinning for room. */
    default void send(MessageWriter writer, int length) {
        while (!trySend(writer, length)) {
            Thread.onSpinWait();
        }
    }

    /** Sends a copy of one message, spinning for room. */
    default void send(DirectBuffer message, int offset, int length) {
        while (!trySend(message, offset, length)) {
            Thread.onSpinWait();
        }
    }
}
