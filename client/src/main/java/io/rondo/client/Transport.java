package io.rondo.client;

/** How messages travel. */
public enum Transport {
    /** Shared memory where this process is able to use it, otherwise a socket. */
    AUTO,
    /** Shared memory, or an error that says what is missing; an owner does not listen for sockets. */
    SHM,
    /** A socket to the owner of the channel. The owner itself uses shared memory if it can, and listens. */
    SOCKET
}
