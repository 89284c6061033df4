package io.rondo.perf.peer;

/**
 * One process's entry to a transport. Opens ends of one-way channels; either side may open its end first. A process opens its
 * receivers before its senders: a receiver does not wait for senders until it is polled, but a sender may wait for the receiver.
 */
public interface Peer extends AutoCloseable {
    /**
     * Opens a writing end.
     *
     * @param channel a name in this group's directory
     */
    Sender sender(String channel);

    /**
     * Opens a reading end. May be called by another thread than the one that opened the transport, which then polls it.
     *
     * @param channel a name in this group's directory
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
