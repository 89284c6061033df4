package io.rondo.client.contract;

import io.rondo.client.Channel;
import io.rondo.client.FenceSide;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import io.rondo.client.socket.connection.SocketFamily;
import java.nio.file.Path;
import java.util.List;

/**
 * The transports that connect a channel's owner with its peers. The owner is the only subscriber of a queue, or the only
 * publisher of a topic; the peers are the other side.
 */
enum Wiring {
    /** All use one segment. */
    SHARED_MEMORY("shared memory", SocketIo.AUTO, true, Transport.SHM, Transport.SHM),
    /** The peers use sockets, and the owner has a segment. */
    SOCKETS("sockets", SocketIo.AUTO, true, Transport.SOCKET, Transport.SOCKET),
    /** The peers use sockets, and the owner has no segment. */
    SOCKETS_ONLY("sockets without a segment", SocketIo.AUTO, false, Transport.AUTO, Transport.AUTO),
    /** The peers use a socket and the owner's segment in turn. */
    MIXED("sockets and shared memory", SocketIo.AUTO, true, Transport.AUTO, Transport.SOCKET, Transport.AUTO),

    /** The peers map the segment by descriptors that the owner passes. */
    DESCRIPTORS("descriptors", SocketIo.AUTO, true, Transport.AUTO, Transport.SHM_DESCRIPTOR),

    /** For the smoke test: the side that wakes executes the fence. */
    WAKER_FENCES("shared memory with fences of the waker", SocketIo.AUTO, true, Transport.SHM, Transport.SHM),
    /** For the smoke test: sockets of the JDK. */
    NIO_SOCKETS("NIO sockets", SocketIo.NIO, true, Transport.SOCKET, Transport.SOCKET),
    /** For the smoke test: sockets of the JDK, and an owner without a segment. */
    NIO_SOCKETS_ONLY("NIO sockets without a segment", SocketIo.NIO, false, Transport.AUTO, Transport.AUTO);

    private static final Path UNUSABLE = Path.of("/proc/none/x");

    private final String description;
    private final SocketIo io;
    private final boolean hasSegment;
    private final Transport owner;
    private final List<Transport> peers;
    private final Delivery delivery;

    Wiring(String description, SocketIo io, boolean hasSegment, Transport owner, Transport... peers) {
        this.description = description;
        this.io = io;
        this.hasSegment = hasSegment;
        this.owner = owner;
        this.peers = List.of(peers);
        delivery = owner == Transport.SHM
                ? new SharedMemoryDelivery()
                : new SocketDelivery(io == SocketIo.NIO ? SocketFamily.NIO : SocketFamily.best());
    }

    RondoConfig owner(Path directory) {
        return config(directory, owner);
    }

    /** The configurations that the peers use in turn. */
    List<RondoConfig> peers(Path directory) {
        return peers.stream().map(transport -> config(directory, transport)).toList();
    }

    private RondoConfig config(Path directory, Transport transport) {
        RondoConfig.Builder config = RondoConfig.builder().transport(transport).socketIo(io);
        return hasSegment
                ? config.directory(directory).build()
                : config.directory(UNUSABLE).socketDirectory(directory).build();
    }

    /** Adds what this wiring needs to the description of a channel. */
    Channel<?> describe(Channel<?> channel) {
        return this == WAKER_FENCES ? channel.fenceSide(FenceSide.WAKER) : channel;
    }

    Delivery delivery() {
        return delivery;
    }

    boolean usesSockets() {
        return owner != Transport.SHM;
    }

    @Override
    public String toString() {
        return description;
    }
}
