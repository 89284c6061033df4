package io.rondo.client.contract;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The transports of the publishers and subscribers of a work queue, which use them in turn. */
enum WorkWiring {
    /** All use one segment. */
    SHARED_MEMORY(List.of(Transport.SHM), List.of(Transport.SHM), false),
    /** The publishers use the socket of a subscriber. */
    SOCKET_PUBLISHERS(List.of(Transport.SOCKET), List.of(Transport.AUTO), false),
    /** All use the socket of a further subscriber, which does not poll. */
    SOCKETS(List.of(Transport.SOCKET), List.of(Transport.SOCKET), true),
    /** The publishers use a socket and the segment in turn; only every other subscriber may listen. */
    MIXED_PUBLISHERS(List.of(Transport.SOCKET, Transport.AUTO), List.of(Transport.AUTO, Transport.SHM), false),
    /** The first subscriber uses the socket of a further one, the second one the segment, the third one descriptors. */
    MIXED(List.of(Transport.AUTO), List.of(Transport.SOCKET, Transport.AUTO, Transport.SHM_DESCRIPTOR), true),
    /** The publishers map the segment by descriptors that a subscriber passes. */
    DESCRIPTOR_PUBLISHERS(List.of(Transport.SHM_DESCRIPTOR), List.of(Transport.AUTO), false),
    /** All map the segment by descriptors that a further subscriber passes, which does not poll. */
    DESCRIPTORS(List.of(Transport.SHM_DESCRIPTOR), List.of(Transport.SHM_DESCRIPTOR), true);

    private final List<Transport> publishers;
    private final List<Transport> subscribers;
    private final boolean furtherSubscriber;

    WorkWiring(List<Transport> publishers, List<Transport> subscribers, boolean furtherSubscriber) {
        this.publishers = publishers;
        this.subscribers = subscribers;
        this.furtherSubscriber = furtherSubscriber;
    }

    /** Adds a connection that listens for peers of its channels. */
    void start(Path directory, List<Rondo> connections) {
        connections.add(Rondo.connect(listener(directory)));
    }

    /** Whether a further subscriber is needed, which listens. */
    boolean needsFurtherSubscriber() {
        return furtherSubscriber;
    }

    /** How long a publisher waits for confirmations: by descriptor, messages that a test leaves unconsumed have none. */
    Duration linger() {
        return publishers.contains(Transport.SHM_DESCRIPTOR)
                ? Duration.ofMillis(30)
                : Duration.ofSeconds(Watchdog.SECONDS);
    }

    RondoConfig listener(Path directory) {
        return config(directory, Transport.AUTO);
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
