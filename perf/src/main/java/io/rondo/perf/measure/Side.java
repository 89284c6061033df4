package io.rondo.perf.measure;

/** What a process does in its group. */
public enum Side {
    /** Sends. The first producer leads: it sends the first message of a round trip, and holds what the group shares. */
    PRODUCER,
    /** Receives; in a round trip, answers. */
    CONSUMER
}
