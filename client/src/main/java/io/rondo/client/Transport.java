package io.rondo.client;

/** How messages travel. */
public enum Transport {
    /** Shared memory where this process is able to use it. */
    AUTO,
    /** Shared memory, or an error that says what is missing. */
    SHM
}
