package io.rondo.client.connect;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketDirectory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.client.socket.SocketTransport;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.NoSpaceException;
import io.rondo.core.RondoException;
import io.rondo.core.UnavailableException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Chooses a transport for each side of a channel, so that both meet. The owner (a queue's consumer, a topic's producer) uses a segment if
 * it can and listens on a socket besides; the others use the segment or, if they cannot or must not, the socket. An owner without a
 * segment is found by its socket, and there is no segment of that name.
 *
 * <p>Sockets replace shared memory only where that is out of reach; never where it is denied, or where something does not match.
 */
final class TransportChoice {
    /** How long who made a segment in vain may take to remove it. */
    private static final long RETREAT_NANOS = 1_000_000_000L;
    private static final long LOOK_NANOS = 5_000_000L;
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final RondoConfig config;
    /** Null where shared memory is out of reach, and then why. */
    private final SharedMemory memory;
    private final RondoException fault;
    private final AtomicBoolean warned = new AtomicBoolean();
    private SocketTransport sockets;

    private TransportChoice(RondoConfig config, SharedMemory memory, RondoException fault) {
        this.config = config;
        this.memory = memory;
        this.fault = fault;
    }

    static TransportChoice of(RondoConfig config) {
        try {
            return new TransportChoice(config, SharedMemory.open(config), null);
        } catch (RondoException e) {
            // Who only uses sockets needs no directory of segments.
            if (config.transport() == Transport.SHM || config.transport() == Transport.AUTO && !isOutOfReach(e)) {
                throw e;
            }
            requireSockets(config, e);
            return new TransportChoice(config, null, e);
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

    private static boolean isOutOfReach(RondoException e) {
        return e instanceof UnavailableException || e instanceof NoSpaceException;
    }

    private synchronized SocketTransport sockets() {
        if (sockets == null) {
            sockets = new SocketTransport(SocketDirectory.of(config), config);
        }
        return sockets;
    }

    /** Looking needs no event loop, which takes a while to load. */
    private SocketObserver observer() {
        return SocketObserver.of(config);
    }

    private Transport transport(ChannelOptions options) {
        return options.transport() == null ? config.transport() : options.transport();
    }

    Publisher publisher(String channel, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        ChannelName.require(channel);
        Transport transport = transport(options);
        requireMemory(transport);
        Identity existing = find(channel);
        Ways<Publisher> ways = new Ways<>(channel, transport, existing, Role.PRODUCER,
                companion -> memory.publisher(channel, options, companion, onClosed),
                () -> sockets().ownTopic(channel, options, onClosed),
                () -> sockets().publisher(channel, options, obstacle(channel, Role.CONSUMER), onClosed));
        if (transport == Transport.SHM) {
            return inMemoryOnly(ways);
        }
        return isTopic(existing, options) ? own(ways, options) : join(ways, options);
    }

    Subscriber subscriber(String channel, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        ChannelName.require(channel);
        Transport transport = transport(options);
        requireMemory(transport);
        Identity existing = find(channel);
        Ways<Subscriber> ways = new Ways<>(channel, transport, existing, Role.CONSUMER,
                companion -> memory.subscriber(channel, options, companion, onClosed),
                () -> sockets().ownQueue(channel, options, onClosed),
                () -> sockets().subscriber(channel, options, obstacle(channel, Role.PRODUCER), onClosed));
        if (transport == Transport.SHM) {
            return inMemoryOnly(ways);
        }
        // An owner that listens knows better what kind of channel it is.
        boolean unsaid = existing == null && options.segment().topic() == null && isLive(channel);
        return isTopic(existing, options) || unsaid ? join(ways, options) : own(ways, options);
    }

    private static boolean isTopic(Identity existing, ChannelOptions options) {
        return (existing == null ? options.segment().ringKind() : existing.kind()).isTopic();
    }

    private void requireMemory(Transport transport) {
        if (transport == Transport.SHM && memory == null) {
            throw fault;
        }
    }

    private Identity find(String channel) {
        return memory == null ? null : memory.store().find(channel);
    }

    /** Makes an endpoint over a segment. */
    @FunctionalInterface
    private interface InMemory<T> {
        T open(SharedMemory.Companion companion);
    }

    /** The ways an endpoint may be made. */
    private record Ways<T extends AutoCloseable>(String channel, Transport transport, Identity existing, Role role,
            InMemory<T> inMemory, Supplier<T> owningSocket, Supplier<T> connected) {}

    /** Who must not use a socket: in shared memory, unless the channel has an owner without a segment, which it would not meet. */
    private <T extends AutoCloseable> T inMemoryOnly(Ways<T> ways) {
        String channel = ways.channel();
        // An owner with a segment makes that first.
        if (ways.existing() == null && isLive(channel) && find(channel) == null) {
            throw split(channel);
        }
        T endpoint = ways.inMemory().open(SharedMemory.Companion.NONE);
        if (ways.existing() == null && isOwnedBySocket(ways)) {
            giveUp(channel, endpoint);
            throw split(channel);
        }
        return endpoint;
    }

    private UnavailableException split(String channel) {
        return new UnavailableException("channel " + channel + " has an owner without shared memory, which listens on "
                + observer().path(channel)
                + ", and this side uses shared memory only (transport shm): use transport auto"
                + " or socket here, or stop that owner");
    }

    /** The side that exists once: in shared memory if possible, and listening. */
    private <T extends AutoCloseable> T own(Ways<T> ways, ChannelOptions options) {
        String channel = ways.channel();
        if (memory != null) {
            if (ways.existing() == null && isLive(channel)) {
                throw new ChannelInUseException("channel " + channel + " has an owner already, which listens on "
                        + observer().path(channel) + ": stop it first, or use another name");
            }
            try {
                return ways.inMemory().open(owned -> listen(ways, options, owned));
            } catch (UnavailableException | NoSpaceException e) {
                warn(e);
            }
        } else if (isOutOfReach(fault)) {
            warn(fault);
        } else {
            throw fault;
        }
        requireNoSegment(channel);
        T owner = ways.owningSocket().get();
        try {
            awaitNoSegment(channel);
            return owner;
        } catch (RuntimeException e) {
            ChannelRondo.close(owner);
            throw e;
        }
    }

    /** Who made a segment just now either sees this owner's socket, and gives it up, or made it before that was there, and is seen here. */
    private void awaitNoSegment(String channel) {
        long deadline = System.nanoTime() + RETREAT_NANOS;
        while (Files.exists(segment(channel)) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        requireNoSegment(channel);
    }

    private Path segment(String channel) {
        return SocketDirectory.ofSegments(config).resolve(channel + ".ring");
    }

    private SharedMemory.Company listen(Ways<?> ways, ChannelOptions options, SharedMemory.Owned owned) {
        try {
            return sockets().listen(memory, options, owned);
        } catch (ChannelInUseException e) {
            throw e;
        } catch (RondoException e) {
            if (ways.transport() == Transport.SOCKET) {
                // It is no lack of shared memory, whatever it is.
                throw new RondoException(e.getMessage(), e);
            }
            LOG.log(Level.WARNING, "channel {0}: peers without shared memory cannot connect: {1}", ways.channel(),
                    e.getMessage());
            return SharedMemory.Company.NONE;
        }
    }

    /** What others see as a segment, an owner that cannot use it must not split from. */
    private void requireNoSegment(String channel) {
        Path segment = segment(channel);
        if (Files.exists(segment)) {
            throw new UnavailableException("channel " + channel + " has a segment, " + segment
                    + ", which this process cannot use, so it would not meet those who use it: " + reason()
                    + "; or remove the channel (rondo rm " + channel + ")");
        }
    }

    private String reason() {
        return fault == null ? "see the warning before" : fault.getMessage();
    }

    /** A side that may exist many times: in shared memory if possible and allowed, otherwise over the owner's socket. */
    private <T extends AutoCloseable> T join(Ways<T> ways, ChannelOptions options) {
        String channel = ways.channel();
        if (ways.transport() == Transport.SOCKET) {
            return ways.connected().get();
        }
        if (memory == null) {
            warn(fault);
            return ways.connected().get();
        }
        if (ways.existing() == null && isLive(channel)) {
            return ways.connected().get();
        }
        T endpoint;
        try {
            endpoint = ways.inMemory().open(owned -> watch(ways));
        } catch (UnavailableException | NoSpaceException e) {
            warn(e);
            return ways.connected().get();
        }
        return ways.existing() == null && isOwnedBySocket(ways) ? retreat(ways, endpoint) : endpoint;
    }

    /** Whether an owner without a segment began to listen while the segment was made: it looks for one after that. */
    private boolean isOwnedBySocket(Ways<?> ways) {
        return isLive(ways.channel())
                && !livesInSegment(ways.channel(), ways.role() == Role.PRODUCER ? Role.CONSUMER : Role.PRODUCER);
    }

    private SharedMemory.Company watch(Ways<?> ways) {
        return new SharedMemory.Company(new SplitWatch(() -> isOwnedBySocket(ways), () -> apart(ways)), () -> {});
    }

    private UnavailableException apart(Ways<?> ways) {
        return new UnavailableException("channel " + ways.channel() + ": its owner listens on "
                + observer().path(ways.channel()) + " and does not use the segment "
                + segment(ways.channel())
                + ", which this side uses: remove that (rondo rm " + ways.channel()
                + ") and start again, or use transport socket here");
    }

    private <T extends AutoCloseable> T retreat(Ways<T> ways, T endpoint) {
        giveUp(ways.channel(), endpoint);
        return ways.connected().get();
    }

    /** Undoes what was made where it turned out not to be wanted. */
    private void giveUp(String channel, AutoCloseable endpoint) {
        ChannelRondo.close(endpoint);
        if (holdsMessages(channel)) {
            // Somebody else was here meanwhile.
            throw new UnavailableException("channel " + channel + ": its owner listens on " + observer().path(channel)
                    + " and does not use the segment " + segment(channel)
                    + ", where messages are waiting: let that owner"
                    + " use shared memory, or remove the segment (rondo rm " + channel + ")");
        }
        try {
            memory.store().remove(channel);
        } catch (RondoException e) {
            // Somebody uses it.
        }
    }

    private boolean holdsMessages(String channel) {
        try (SegmentObserver observer = memory.store().observe(channel)) {
            return !observer.identity().kind().isTopic() && observer.backlog().messages() > 0;
        } catch (RondoException e) {
            return false;
        }
    }

    /** Whether an owner listens; not where there can be no socket. */
    private boolean isLive(String channel) {
        try {
            return observer().isLive(channel);
        } catch (RondoException e) {
            if (memory == null) {
                throw e;
            }
            return false;
        }
    }

    private boolean livesInSegment(String channel, Role role) {
        return holder(channel, role) != null;
    }

    private ParticipantInfo holder(String channel, Role role) {
        if (memory == null) {
            return null;
        }
        try (SegmentObserver observer = memory.store().observe(channel)) {
            return observer.table().list().stream().filter(info -> info.role() == role && info.alive()).findFirst()
                    .orElse(null);
        } catch (RondoException e) {
            return null;
        }
    }

    /** Says why a socket that is waited for will not come: the owner is there, and does not listen. */
    private SilentOwner obstacle(String channel, Role owner) {
        return new SilentOwner(channel, () -> holder(channel, owner), () -> isLive(channel));
    }

    private void warn(RondoException reason) {
        if (warned.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "shared memory is out of reach, using sockets instead: {0}", reason.getMessage());
        }
    }
}
