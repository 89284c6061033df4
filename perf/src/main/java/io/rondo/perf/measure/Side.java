package io.rondo.perf.measure;

/** The side of a process in its group. */
public enum Side {
    /**
     * Sends. The first producer leads: it sends the first message of a round trip and owns the shared resources of the
     * group.
     */
    PRODUCER,
    /** Receives; in a round trip, responds. */
    CONSUMER,
    /** Forwards the messages of the producers to the consumers. */
    RELAY
}
