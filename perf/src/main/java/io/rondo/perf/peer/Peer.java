package io.rondo.perf.peer;

/** One process's entry to a transport. Opens ends of one-way channels; either side may open its end first. */
public interface Peer extends AutoCloseable {
    /**
     * Opens the writing end.
     *
     * @param channel a name in this pair's directory
     */
    Sender sender(String channel);

    /**
     * Opens the reading end.
     *
     * @param channel a name in this pair's directory
     * @param reader called for each message
     */
    Receiver receiver(String channel, MessageReader reader);

    /** A slice begins: helper threads may spin. */
    default void resume() {}

    /** A slice ended: until {@link #resume()} nothing of this peer may use the cores others are measured on. */
    default void pause() {}

    @Override
    void close();
}
