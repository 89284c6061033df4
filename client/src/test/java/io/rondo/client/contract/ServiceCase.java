package io.rondo.client.contract;

import io.rondo.client.FenceSide;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Service;
import io.rondo.client.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The transports that connect the responder of a service with its requesters. */
enum ServiceCase {
    SHARED_MEMORY(Side.SHM, Side.SHM),
    WAKER_FENCES(Side.SHM, Side.SHM),
    DESCRIPTORS(Side.AUTO, Side.DESCRIPTOR),
    RESPONDER_BY_DESCRIPTOR(Side.DESCRIPTOR, Side.AUTO),
    SOCKETS(Side.SOCKET, Side.SOCKET),
    REQUESTERS_BY_SOCKET(Side.AUTO, Side.SOCKET, Side.AUTO),
    RESPONDER_BY_SOCKET(Side.SOCKET, Side.AUTO),
    WITHOUT_SEGMENTS(Side.NO_MEMORY, Side.NO_MEMORY),
    REQUESTERS_WITHOUT_SEGMENTS(Side.AUTO, Side.NO_MEMORY, Side.AUTO),
    RESPONDER_WITHOUT_SEGMENTS(Side.NO_MEMORY, Side.SOCKET),
    COMPETING_IN_SHARED_MEMORY(Side.SHM, Side.SHM),
    COMPETING_WITH_DESCRIPTORS(Side.AUTO, Side.DESCRIPTOR),
    COMPETING_WITH_SOCKETS(Side.AUTO, Side.SOCKET, Side.AUTO),
    /** The first responder listens, and others use its socket. */
    COMPETING_OVER_SOCKETS(List.of(Side.AUTO, Side.SOCKET), List.of(Side.AUTO)),
    /** The first responder listens, and others map the segment that it passes. */
    COMPETING_BY_DESCRIPTOR(List.of(Side.AUTO, Side.DESCRIPTOR), List.of(Side.AUTO)),
    IDEMPOTENT(Side.SHM, Side.SHM);

    /** How a process takes part. */
    private enum Side {
        SHM(Transport.SHM, true), AUTO(Transport.AUTO, true), DESCRIPTOR(Transport.SHM_DESCRIPTOR, true), SOCKET(
                Transport.SOCKET, true),
        NO_MEMORY(Transport.AUTO, false);

        private static final Path UNUSABLE = Path.of("/proc/none/x");

        private final Transport transport;
        private final boolean memory;

        Side(Transport transport, boolean memory) {
            this.transport = transport;
            this.memory = memory;
        }

        Rondo connect(Path directory) {
            return Rondo.connect(RondoConfig.builder().transport(transport).directory(memory ? directory : UNUSABLE)
                    .socketDirectory(directory).build());
        }
    }

    static final int MOST_RESPONDERS = 3;

    private final List<Side> responders;
    private final List<Side> requesters;

    ServiceCase(Side responder, Side... requesters) {
        this(List.of(responder), List.of(requesters));
    }

    ServiceCase(List<Side> responders, List<Side> requesters) {
        this.responders = responders;
        this.requesters = requesters;
    }

    static Stream<ServiceCase> all() {
        return Stream.of(values());
    }

    /** The connections of a responder without another one, and of those beside it. */
    List<Rondo> connectResponders(Path directory) {
        return responders.stream().map(side -> side.connect(directory)).toList();
    }

    /** The connections of the requesters, which use them in turn. */
    List<Rondo> connectRequesters(Path directory) {
        return requesters.stream().map(side -> side.connect(directory)).toList();
    }

    Service describe(Service service) {
        return switch (this) {
            case WAKER_FENCES -> service.fenceSide(FenceSide.WAKER);
            case COMPETING_IN_SHARED_MEMORY, COMPETING_WITH_DESCRIPTORS, COMPETING_WITH_SOCKETS, COMPETING_OVER_SOCKETS,
                    COMPETING_BY_DESCRIPTOR ->
                service
                        .responders(MOST_RESPONDERS);
            case IDEMPOTENT -> service.idempotent();
            default -> service;
        };
    }

    /** Whether several responders may be attached at the same time. */
    boolean hasCompetingResponders() {
        return this == COMPETING_IN_SHARED_MEMORY || this == COMPETING_WITH_DESCRIPTORS
                || this == COMPETING_WITH_SOCKETS || this == COMPETING_OVER_SOCKETS
                || this == COMPETING_BY_DESCRIPTOR;
    }

    /**
     * Whether a requester finds out itself that its request will not be answered: not of an idempotent service, and not over a
     * socket if responders compete.
     */
    boolean failsTakenRequestsAtTheEndOfTheResponder() {
        return this != IDEMPOTENT && this != COMPETING_WITH_SOCKETS;
    }

    /** Whether requests wait in a work queue. */
    boolean usesWorkQueue() {
        return this == IDEMPOTENT || hasCompetingResponders();
    }

    /** Whether the first requester can create the request queue, in which requests wait for a responder. */
    boolean keepsRequests() {
        return requesters.getFirst() == Side.SHM
                || requesters.getFirst() == Side.AUTO && responders.getFirst() != Side.NO_MEMORY;
    }
}
