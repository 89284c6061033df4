package io.rondo.client.contract;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.util.List;

/** The transports of the publishers and subscribers of a work queue, which use them in turn. */
enum WorkWiring {
    /** All use one segment. */
    SHARED_MEMORY(List.of(Transport.SHM), List.of(Transport.SHM)),
    /** The publishers use the socket of a subscriber. */
    SOCKETS(List.of(Transport.SOCKET), List.of(Transport.AUTO)),
    /** The publishers use a socket and the segment in turn; only every other subscriber may listen. */
    MIXED(List.of(Transport.SOCKET, Transport.AUTO), List.of(Transport.AUTO, Transport.SHM)),
    /** The publishers map the segment by descriptors that a subscriber passes. */
    DESCRIPTORS(List.of(Transport.SHM_DESCRIPTOR), List.of(Transport.AUTO));

    private final List<Transport> publishers;
    private final List<Transport> subscribers;

    WorkWiring(List<Transport> publishers, List<Transport> subscribers) {
        this.publishers = publishers;
        this.subscribers = subscribers;
    }

    /** Adds a connection in shared memory. */
    void start(Path directory, List<Rondo> connections) {
        connections.add(Rondo.connect(config(directory, Transport.SHM)));
    }

    RondoConfig publisher(Path directory, int number) {
        return config(directory, publishers.get(number % publishers.size()));
    }

    RondoConfig subscriber(Path directory, int number) {
        return config(directory, subscribers.get(number % subscribers.size()));
    }

    private static RondoConfig config(Path directory, Transport transport) {
        return RondoConfig.builder().directory(directory).transport(transport).build();
    }
}
