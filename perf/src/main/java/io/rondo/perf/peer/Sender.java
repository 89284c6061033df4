package io.rondo.perf.peer;

/** The writing end of a one-way channel. Confined to one thread. */
@FunctionalInterface
public interface Sender {
    /**
     * Sends one message if there is room.
     *
     * @param writer writes it in place
     * @param length length in bytes
     * @return whether it was sent; if not, the writer was not called
     */
    boolean trySend(MessageWriter writer, int length);

    /** Sends one message, spinning for room. */
    default void send(MessageWriter writer, int length) {
        while (!trySend(writer, length)) {
            Thread.onSpinWait();
        }
    }
}
