package io.rondo.broker.status;

/** What the log of a topic does with messages. */
public enum LogState {
    /** It records them. */
    RECORDING,
    /** The next file cannot be made, usually because the disk is full. */
    NO_SPACE,
    /** A sync failed: it takes nothing until the broker is started again. */
    READ_ONLY
}
