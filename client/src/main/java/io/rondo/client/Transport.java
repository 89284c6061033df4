package io.rondo.client;

/** How messages travel. */
public enum Transport {
    /** The best this process is able to use: so far shared memory, or an error that says what is missing. */
    AUTO,
    /** Shared memory, or an error that says what is missing. */
    SHM
}
