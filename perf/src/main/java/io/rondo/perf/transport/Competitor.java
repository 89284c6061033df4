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
     * Opens the reading ends of several channels, to be polled as one. By default each poll polls every channel.
     *
     * @param channel the beginning of the names; a number from 0 follows
     * @param count number of channels
     * @param reader called for each message
     */
    default Receiver receivers(String channel, int count, MessageReader reader) {
        Receiver[] all = new Receiver[count];
        for (int i = 0; i < count; i++) {
            all[i] = receiver(channel + i, reader);
        }
        return () -> {
            int messages = 0;
            for (Receiver each : all) {
                messages += each.poll();
            }
            return messages;
        };
    }

    /** Whether consumers compete for messages. If not, each receives all messages and handles its share. */
    default boolean competes() {
        return true;
    }

    /** Whether requests have responses. If not, requests alone are measured. */
    default boolean responds() {
        return true;
    }

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
