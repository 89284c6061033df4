package io.rondo.perf.transport;

/** The reading end of a one-way channel, bound to its reader. Confined to one thread. */
@FunctionalInterface
public interface Receiver {
    /** The largest number of messages of one poll. */
    int LIMIT = 256;

    /**
     * Reads the available messages; where the transport itself waits, waits for at least one.
     *
     * @return number of messages read, from 0
     */
    int poll();

    /** Polls, with one pause if there was no message. */
    default void pollOrPause() {
        if (poll() == 0) {
            Thread.onSpinWait();
        }
    }
}
