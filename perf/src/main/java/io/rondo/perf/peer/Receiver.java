package io.rondo.perf.peer;

/** The reading end of a one-way channel, bound to its reader. Confined to one thread. */
@FunctionalInterface
public interface Receiver {
    /** The most messages of one poll. */
    int LIMIT = 256;

    /**
     * Reads what is there; where the transport waits by itself, once there is something.
     *
     * @return number of messages read, from 0
     */
    int poll();

    /** Polls, with one pause when there was nothing. */
    default void pollOrPause() {
        if (poll() == 0) {
            Thread.onSpinWait();
        }
    }
}
