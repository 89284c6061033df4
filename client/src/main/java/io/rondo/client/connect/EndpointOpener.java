package io.rondo.client.connect;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.shm.SharedMemory.Company;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.BindPrecondition;
import io.rondo.client.socket.SocketDirectory;
import io.rondo.client.socket.SocketTransport;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.NoSpaceException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Role;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens publishers and subscribers over the transport that {@link TransportSelector} selects. Sockets replace shared
 * memory only where that is unavailable, never where it is denied or where something does not match. Thread-safe.
 */
final class EndpointOpener {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final RondoConfig config;
    /** Null where shared memory is unavailable, and then why. */
    private final SharedMemory memory;
    private final RondoException fault;
    private final AtomicBoolean warned = new AtomicBoolean();
    private SocketTransport sockets;

    private EndpointOpener(RondoConfig config, SharedMemory memory, RondoException fault) {
        this.config = config;
        this.memory = memory;
        this.fault = fault;
    }

    static EndpointOpener of(RondoConfig config) {
        try {
            return new EndpointOpener(config, SharedMemory.open(config), null);
        } catch (RondoException e) {
            // A process that only uses sockets needs no directory of segments.
            if (config.transport() == Transport.SHM || config.transport() == Transport.AUTO && !isUnavailable(e)) {
                throw e;
            }
            requireSockets(config, e);
            return new EndpointOpener(config, null, e);
        }
    }

    /** Without either, what is wrong with shared memory is the better hint. */
    private static void requireSockets(RondoConfig config, RondoException fault) {
        try {
            SocketDirectory.of(config);
        } catch (RondoException e) {
            fault.addSuppressed(e);
            throw fault;
        }
    }

    private static boolean isUnavailable(RondoException e) {
        return e instanceof UnavailableException || e instanceof NoSpaceException;
    }

    private synchronized SocketTransport sockets() {
        if (sockets == null) {
            sockets = new SocketTransport(SocketDirectory.of(config), config);
        }
        return sockets;
    }

    Publisher publisher(String channel, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        OpenRequest request = request(channel, Role.PRODUCER, options);
        ChannelFiles files = ChannelFiles.of(config, memory, channel, options.segment().fileMode());
        return open(request, files, new Ways<>(
                entry -> memory.publisher(channel, options, entry, onClosed),
                owned -> accompany(request, options, owned),
                precondition -> sockets().ownTopic(channel, options, precondition, onClosed),
                () -> sockets().publisher(channel, options, silentOwner(channel, Role.CONSUMER), onClosed)));
    }

    Subscriber subscriber(String channel, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        OpenRequest request = request(channel, Role.CONSUMER, options);
        ChannelFiles files = ChannelFiles.of(config, memory, channel, options.segment().fileMode());
        return open(request, files, new Ways<>(
                entry -> memory.subscriber(channel, options, entry, onClosed),
                owned -> accompany(request, options, owned),
                precondition -> sockets().ownQueue(channel, options, precondition, onClosed),
                () -> sockets().subscriber(channel, options, silentOwner(channel, Role.PRODUCER), onClosed)));
    }

    private OpenRequest request(String channel, Role role, ChannelOptions options) {
        ChannelName.require(channel);
        Transport transport = options.transport() == null ? config.transport() : options.transport();
        if (transport == Transport.SHM && memory == null) {
            throw fault;
        }
        return new OpenRequest(channel, role, options.segment().topic(),
                options.segment().ringKind().isTopic(), transport,
                memory == null ? fault.getMessage() : null);
    }

    /**
     * The ways an endpoint may be made.
     *
     * @param inMemory in a segment
     * @param companion what accompanies it there
     * @param owning as an owner without a segment
     * @param connected over the owner's socket
     */
    private record Ways<T>(Function<SegmentEntry, T> inMemory, Function<SharedMemory.Owned, Company> companion,
            Function<BindPrecondition, T> owning, Supplier<T> connected) {}

    private <T> T open(OpenRequest request, ChannelFiles files, Ways<T> ways) {
        OpenRequest now = request;
        while (true) {
            OpenRequest asked = now;
            Selection selection = files.locked(state -> TransportSelector.select(asked, files, state));
            try {
                return switch (selection) {
                    case Selection.Conflict conflict -> throw conflict.reason();
                    case Selection.ConnectToOwner _ -> {
                        warnWithout(now.obstacle());
                        yield ways.connected().get();
                    }
                    case Selection.OwnWithoutSegment _ -> {
                        requireUnavailable();
                        warnWithout(now.obstacle());
                        yield ways.owning().apply(unlessChanged(now, files));
                    }
                    case Selection.OpenSegment _,Selection.CreateSegment _ -> inMemory(now, files, ways);
                };
            } catch (SegmentEntry.SelectionChanged e) {
                // Another side came first: what exists now decides.
            } catch (OutOfReach e) {
                if (now.transport() == Transport.SHM) {
                    throw e.reason;
                }
                now = now.withoutSegments(e.reason.getMessage());
            }
        }
    }

    /** The segment turned out to be unavailable to this process. */
    private static final class OutOfReach extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RondoException reason;

        OutOfReach(RondoException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }

    private static <T> T inMemory(OpenRequest request, ChannelFiles files, Ways<T> ways) {
        try (SegmentEntry entry = new SegmentEntry(request, files, ways.companion())) {
            return ways.inMemory().apply(entry);
        } catch (UnavailableException | NoSpaceException e) {
            throw new OutOfReach(e);
        }
    }

    private static BindPrecondition unlessChanged(OpenRequest request, ChannelFiles files) {
        return new BindPrecondition(files.segments(), () -> {
            if (!(TransportSelector.select(request, files, files.state()) instanceof Selection.OwnWithoutSegment)) {
                throw new SegmentEntry.SelectionChanged();
            }
        });
    }

    /** The owner listens besides; a process that may use shared memory only does not. */
    private Company accompany(OpenRequest request, ChannelOptions options, SharedMemory.Owned owned) {
        boolean owner = owned.identity().kind().isTopic() == (request.role() == Role.PRODUCER);
        if (!owner || request.transport() == Transport.SHM) {
            return Company.NONE;
        }
        try {
            return sockets().listen(memory, options, owned);
        } catch (ChannelInUseException e) {
            throw e;
        } catch (RondoException e) {
            if (request.transport() == Transport.SOCKET) {
                // Whatever it is, it is no lack of shared memory.
                throw new RondoException(e.getMessage(), e);
            }
            LOG.log(Level.WARNING, "channel {0}: peers without shared memory cannot connect: {1}", request.channel(),
                    e.getMessage());
            return Company.NONE;
        }
    }

    /** Says why a socket that is waited for will not come: the owner is in the segment and does not listen. */
    private Supplier<String> silentOwner(String channel, Role owner) {
        return memory == null ? () -> null : new SilentOwner(channel, owner, memory, config);
    }

    /** An owner uses sockets alone where shared memory is unavailable, not where it is denied. */
    private void requireUnavailable() {
        if (memory == null && !isUnavailable(fault)) {
            throw fault;
        }
    }

    private void warnWithout(String obstacle) {
        if (obstacle != null && warned.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "shared memory is out of reach, using sockets instead: {0}", obstacle);
        }
    }
}
