package io.rondo.broker.bridge;

import java.util.List;

/** An open bridge: its stream, and its local channels. For the thread that opened it, unless stated otherwise. */
public interface BridgeLink extends AutoCloseable {
    /**
     * Moves messages, and never waits.
     *
     * @return the amount of work
     * @throws io.rondo.client.RondoException if a local channel or the stream cannot be used any more
     */
    int doWork();

    /** Returns whether there are local channels of which messages are sent. */
    default boolean isSource() {
        return false;
    }

    /**
     * Waits for a message of a local channel, and sends it.
     *
     * @param longest wait in nanoseconds
     * @return false if it cannot wait
     */
    default boolean await(long longest) {
        return false;
    }

    /** Returns whether the other side is there. */
    boolean isConnected();

    /** Returns whether nothing crosses until an operator has acted. Any thread. */
    default boolean isStopped() {
        return false;
    }

    /** Returns the other side, as far as it is known: addresses. */
    List<String> peers();

    /**
     * Returns a sender of which packets do not arrive; null if there is none.
     *
     * @param now of {@link System#nanoTime}
     */
    default String findLoss(long now) {
        return null;
    }

    /** Returns the messages of local topics that wait to be sent; of a copy of a sequenced topic, those of the home that it
     * lacks; 0 for other bridges that receive. Any thread. */
    long lag();

    /** Returns how far the clock of the home is ahead of that of a copy, in seconds; 0 for other bridges. Any thread. */
    default double clockOffsetSeconds() {
        return 0;
    }

    /** Describes the stream, with the addresses that are bound. */
    String description();

    @Override
    void close();
}
