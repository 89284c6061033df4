package io.rondo.perf.measure;

/** A process's part in its pair. */
public enum Side {
    /** Sends the first message and decides when a slice ends. */
    LEADER,
    /** Answers or consumes. */
    FOLLOWER
}
