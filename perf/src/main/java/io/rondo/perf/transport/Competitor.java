package io.rondo.perf.transport;

/**
 * Access of one process to the transport of a competitor. Opens the ends of one-way channels; either side may open its
 * end first. A process opens its receivers before its senders: a sender may wait for the receiver, a receiver waits for
 * senders only when it is polled.
 */
public interface Competitor extends AutoCloseable {
    /** Name of the channel from a relay to the consumers, which has one sender. */
    String RELAYED = "relayed";

    /**
     * Opens a writing end.
     *
     * @param channel a name in this group's directory
     */
    Sender sender(String channel);

    /**
     * Opens a reading end. May be called by a thread other than the one that opened the transport; that thread then
     * polls it.
     *
     * @param channel a name in this group's directory
     * @param reader called for each message
     */
    Receiver receiver(String channel, MessageReader reader);

    /**
     * Begins to forward messages from senders to receivers by threads of this process, if the product does that.
     *
     * @return false if it does not: the worker is the relay
     */
    default boolean startRelay() {
        return false;
    }

    /** A slice begins: helper threads may spin. */
    default void resume() {}

    /** A slice ended: until {@link #resume()} the helper threads of this competitor must not use CPU. */
    default void pause() {}

    @Override
    void close();
}
