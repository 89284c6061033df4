package io.rondo.client;

import java.util.Locale;

/** How messages travel. */
public enum Transport {
    /**
     * The first that is possible: shared memory by the path of the segment, shared memory by descriptor, a socket. Where
     * the directory of sockets is not that of segments, only the owner of a channel creates its segment, and the other
     * side waits for the owner. Never the transport of an open endpoint.
     */
    AUTO,
    /** Shared memory, or an error that says what is missing; an owner does not listen for sockets. */
    SHM,
    /**
     * Shared memory by descriptor: the owner of the channel passes its segment over the socket. For processes that share
     * the directory of sockets but not that of segments, such as two containers. The side that is not the owner waits for
     * the owner, and fails if the owner cannot pass the segment. The owner itself uses its segment, and listens.
     */
    SHM_DESCRIPTOR,
    /** A socket to the owner of the channel. The owner itself uses shared memory if it can, and listens. */
    SOCKET;

    /**
     * Returns the name for people.
     *
     * @return {@code auto}, {@code shm}, {@code shm (descriptor)} or {@code socket}
     */
    public String displayName() {
        return this == SHM_DESCRIPTOR ? "shm (descriptor)" : name().toLowerCase(Locale.ROOT);
    }
}
