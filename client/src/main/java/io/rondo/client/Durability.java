package io.rondo.client;

/** The state that a message of a sequenced topic must reach before it counts as confirmed. */
public enum Durability {
    /** In shared memory, in the order of the topic: survives every process, not the host. */
    MEMORY,
    /** Written to the broker's log, in the page cache: survives every process, and can be read again later. */
    OS,
    /** Synced to disk: survives power loss. */
    DISK
}
