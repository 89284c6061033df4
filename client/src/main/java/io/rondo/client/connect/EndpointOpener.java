package io.rondo.client.connect;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.descriptor.DescriptorTransport;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.sequenced.LogHistories;
import io.rondo.client.sequenced.SequencedChannels;
import io.rondo.client.sequenced.socket.SequencedSockets;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.WorkQueueSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.shm.SharedMemory.Companion;
import io.rondo.client.shm.WorkQueues;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.client.socket.SocketObserver;
import io.rondo.client.socket.SocketTransport;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens publishers and subscribers over the transport that {@link TransportSelector} selects. Falls back to sockets
 * only if shared memory is unavailable, never on a denied permission or a mismatch. Thread-safe.
 */
final class EndpointOpener {
    private static final System.Logger LOG = System.getLogger("io.rondo");
    /** How long an owner may take to describe its channel. */
    private static final Duration OWNER_TIMEOUT = Duration.ofSeconds(5);

    private final RondoConfig config;
    private final MemoryAvailability availability;
    /** Null if shared memory is unavailable. */
    private final SharedMemory memory;
    private SocketTransport sockets;

    private EndpointOpener(RondoConfig config, MemoryAvailability availability) {
        this.config = config;
        this.availability = availability;
        memory = availability.memory();
    }

    static EndpointOpener of(RondoConfig config) {
        return new EndpointOpener(config, MemoryAvailability.of(config));
    }

    private synchronized SocketTransport sockets() {
        if (sockets == null) {
            sockets = new SocketTransport(SocketDirectory.of(config), config);
        }
        return sockets;
    }

    /** Returns whether the settings name a sequenced topic, or no kind while the channel exists as one. */
    boolean isSequenced(String channel, ChannelSettings settings) {
        SegmentSpec spec = settings.segment();
        if (spec.sequenced() || spec.form() != null || memory == null) {
            return spec.sequenced();
        }
        Identity identity = memory.find(ChannelName.require(channel));
        return identity != null && identity.sequenced();
    }

    /** Returns what opens a sequenced topic with these settings. */
    SequencedOpener sequenced(String topic, ChannelSettings settings) {
        Transport transport = settings.transport() == null ? config.transport() : settings.transport();
        return new SequencedOpener(topic, transport, this::sequencedChannels, this::sequencedSockets,
                availability::warnWithout);
    }

    private SequencedChannels sequencedChannels() {
        return new SequencedChannels(availability.require(), new LogHistories(memory.store().directory()));
    }

    private SequencedSockets sequencedSockets() {
        return new SequencedSockets(SocketDirectory.of(config), sockets());
    }

    PublisherEndpoint publisher(String channel, ChannelSettings settings) {
        EndpointRequest request = request(channel, Role.PRODUCER, settings);
        ChannelFiles files = ChannelFiles.of(config, memory, channel, settings.segment().fileMode());
        return open(request, files, new Openers<>(
                entry -> memory.publisher(channel, settings, entry),
                owned -> startCompanion(request, settings, owned),
                precondition -> sockets().ownTopic(channel, settings, precondition),
                () -> byDescriptor(request, settings, Role.CONSUMER, files).publisher(),
                () -> sockets().publisher(channel, settings, silentOwner(request, Role.CONSUMER, files))));
    }

    SubscriberEndpoint subscriber(String channel, ChannelSettings settings) {
        EndpointRequest request = request(channel, Role.CONSUMER, settings);
        ChannelFiles files = ChannelFiles.of(config, memory, channel, settings.segment().fileMode());
        return open(request, files, new Openers<>(
                entry -> memory.subscriber(channel, settings, entry),
                owned -> startCompanion(request, settings, owned),
                precondition -> sockets().ownQueue(channel, settings, precondition),
                () -> byDescriptor(request, settings, Role.PRODUCER, files).subscriber(),
                () -> sockets().subscriber(channel, settings, silentOwner(request, Role.PRODUCER, files))));
    }

    /** Returns the directory of sockets, which identifies the channels of this: all sides of a channel share it. */
    Path directory() {
        return SocketObserver.of(config).directory().toAbsolutePath().normalize();
    }

    /** Removes the segment of a queue that only this process owns, if it exists. Its peers may still be attached. */
    void removeSegment(String channel) {
        try {
            Files.deleteIfExists(
                    SocketDirectory.ofSegments(config).resolve(channel + ChannelFiles.SEGMENT_SUFFIX));
        } catch (IOException e) {
            // It is ephemeral: listing and cleaning remove it.
        }
    }

    /**
     * Attaches to a queue in shared memory by its path as a producer. Creates nothing and never waits.
     *
     * @param maxCapacity of the queue; mapping a larger one takes long
     * @return null if there is no such queue here, it must not be used by its path, it is too large, or another process has
     * locked its file at this moment
     */
    PublisherEndpoint tryAttach(String channel, ChannelSettings settings, int maxCapacity) {
        Identity found = findSegment(request(channel, Role.PRODUCER, settings));
        return found == null || found.capacity() > maxCapacity ? null : memory.tryPublisher(found, settings);
    }

    /** Returns null if there is no segment here, or it must not be used by its path. */
    private Identity findSegment(EndpointRequest request) {
        return request.usesSocketsOnly() ? null : memory.find(request.channel());
    }

    /**
     * Attaches to the queue of a live owner as a producer, in shared memory if possible. Creates nothing. May wait.
     *
     * @return null if there is no segment here, and no owner listens
     * @throws UnavailableException if another process has locked the file of the segment at this moment
     * @throws io.rondo.client.ChannelMismatchException if the owner uses only its segment, and this side only sockets
     */
    PublisherEndpoint attach(String channel, ChannelSettings settings) {
        EndpointRequest request = request(channel, Role.PRODUCER, settings);
        Identity found = findSegment(request);
        if (found != null) {
            return attach(found, settings);
        }
        if (request.transport() == Transport.SHM) {
            return null;
        }
        PublisherEndpoint opened = attachThroughOwner(request, settings);
        if (opened == null) {
            ChannelFiles files = ChannelFiles.of(config, memory, channel, settings.segment().fileMode());
            new SilentOwner(request, Role.CONSUMER, memory, config, files).requireNone();
        }
        return opened;
    }

    /** Returns null if no owner listens. */
    private PublisherEndpoint attachThroughOwner(EndpointRequest request, ChannelSettings settings) {
        PublisherEndpoint opened = request.transport() == Transport.SOCKET || memory == null
                ? null
                : tryDescriptor(request, settings);
        if (opened == null && request.transport() != Transport.SHM_DESCRIPTOR) {
            opened = sockets().publisher(request.channel(), settings, () -> null);
        }
        if (opened == null || opened.hasConsumer()) {
            return opened;
        }
        opened.close();
        return null;
    }

    private PublisherEndpoint attach(Identity segment, ChannelSettings settings) {
        PublisherEndpoint opened = memory.tryPublisher(segment, settings);
        if (opened == null) {
            throw new UnavailableException("channel " + segment.name()
                    + ": another process has locked its file at this moment: try again");
        }
        return opened;
    }

    private PublisherEndpoint tryDescriptor(EndpointRequest request, ChannelSettings settings) {
        try {
            return new DescriptorTransport(sockets(), request.channel(), settings, () -> null,
                    () -> "no owner listens", false).publisher();
        } catch (UnavailableException | NoSpaceException e) {
            // No owner, or one without a segment.
            return null;
        }
    }

    /**
     * Returns whether the settings name a work queue, or no kind while the channel exists as one. The settings of a service
     * may leave open how its requests wait.
     */
    boolean isWorkQueue(String channel, ChannelSettings settings) {
        ChannelForm form = settings.segment().form();
        boolean decided = form != null && !settings.segment().service();
        Identity identity = decided || memory == null ? null : memory.find(ChannelName.require(channel));
        return identity == null
                ? form == ChannelForm.WORK_QUEUE || settings.segment().service() && hasCompetingOwner(channel)
                : ChannelForm.of(identity.kind()) == ChannelForm.WORK_QUEUE;
    }

    /** Returns whether a process listens that says so of a service of which this process does not see the segment. */
    private boolean hasCompetingOwner(String service) {
        ListeningChannel found = SocketObserver.of(config).ask(service, OWNER_TIMEOUT);
        return found != null && found.welcome().competingConsumers();
    }

    /** Returns whether a service may take several responders. Only its segment tells the number. */
    boolean mayHaveCompetingResponders(String service) {
        Identity identity = memory == null ? null : memory.find(service);
        return identity == null || identity.responders() > 1;
    }

    WorkSubscription workSubscriber(String channel, WorkQueueSettings settings) {
        ChannelSettings own = settings.channel();
        EndpointRequest request = request(channel, Role.CONSUMER, own).with(ChannelForm.WORK_QUEUE);
        ChannelFiles files = ChannelFiles.of(config, memory, channel, own.segment().fileMode());
        WorkQueues workQueues = new WorkQueues(memory, new DeadLetterChannels(memory, settings, this::publisher));
        return open(request, files, new Openers<>(
                entry -> workQueues.subscriber(channel, own, entry),
                owned -> startElection(request, own, owned, workQueues),
                precondition -> {
                    throw new IllegalStateException("a work queue has no owner");
                },
                () -> byDescriptor(request, own, Role.CONSUMER, files)
                        .workSubscriber(new DeadLetterChannels(null, settings, this::publisher)),
                () -> sockets().workSubscriber(channel, own, () -> null)));
    }

    private DescriptorTransport byDescriptor(EndpointRequest request, ChannelSettings settings, Role owner,
            ChannelFiles files) {
        boolean required = request.transport() == Transport.SHM_DESCRIPTOR;
        // What keeps this process from creating a segment may keep the owner from it, too. A socket meets any owner.
        Supplier<String> obstacles = required
                ? () -> null
                : request.obstacle() == null
                        ? new CreationProbe(memory, request.channel(), settings)
                        : request::obstacle;
        return new DescriptorTransport(sockets(), request.channel(), settings, silentOwner(request, owner, files),
                obstacles, required);
    }

    private EndpointRequest request(String channel, Role role, ChannelSettings settings) {
        if (settings.segment().service()) {
            ChannelName.requireSegment(channel);
        } else {
            ChannelName.require(channel);
        }
        Transport transport = settings.transport() == null ? config.transport() : settings.transport();
        if (transport == Transport.SHM) {
            availability.require();
        }
        return new EndpointRequest(channel, role, settings.segment().form(),
                settings.segment().ringKind().isTopic(), transport, availability.obstacle());
    }

    /**
     * Opens an endpoint by each of the selections.
     *
     * @param inMemory in a segment
     * @param companion starts the companion of a segment's owner
     * @param owning as an owner without a segment
     * @param byDescriptor in the segment that the owner passes; null if a socket must be used
     * @param connected over the owner's socket
     */
    private record Openers<T>(Function<SegmentEntry, T> inMemory, Function<SharedMemory.Owned, Companion> companion,
            Function<BindPrecondition, T> owning, Supplier<T> byDescriptor, Supplier<T> connected) {}

    private <T> T open(EndpointRequest request, ChannelFiles files, Openers<T> openers) {
        EndpointRequest now = request;
        while (true) {
            EndpointRequest asked = now;
            Selection selection = files.lockedReading(state -> TransportSelector.select(asked, files, state));
            try {
                return switch (selection) {
                    case Selection.Conflict conflict -> throw conflict.reason();
                    case Selection.ConnectToOwner _ -> connected(now, openers);
                    case Selection.OwnWithoutSegment _ -> {
                        availability.requireUnavailable(now);
                        availability.warnWithout(now.obstacle());
                        yield openers.owning().apply(unlessChanged(now, files));
                    }
                    case Selection.OpenSegment _,Selection.CreateSegment _ -> inMemory(now, files, openers);
                };
            } catch (SegmentEntry.SelectionChanged e) {
                // The files have changed: selects again.
            } catch (SegmentUnavailable e) {
                if (now.transport() == Transport.SHM) {
                    throw e.reason;
                }
                now = now.withoutSegments(e.reason.getMessage());
            }
        }
    }

    /** Prefers the segment that the owner passes to its socket. */
    private <T> T connected(EndpointRequest request, Openers<T> openers) {
        String obstacle = request.obstacle();
        try {
            T endpoint = request.transport() == Transport.SOCKET ? null : openers.byDescriptor().get();
            if (endpoint != null) {
                return endpoint;
            }
        } catch (UnavailableException | NoSpaceException e) {
            if (request.transport() == Transport.SHM_DESCRIPTOR) {
                throw e;
            }
            obstacle = obstacle == null ? e.getMessage() : obstacle;
        }
        availability.warnWithout(obstacle);
        return openers.connected().get();
    }

    /** The segment is unavailable to this process. */
    private static final class SegmentUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RondoException reason;

        SegmentUnavailable(RondoException reason) {
            super(null, reason, false, false);
            this.reason = reason;
        }
    }

    private static <T> T inMemory(EndpointRequest request, ChannelFiles files, Openers<T> openers) {
        try (SegmentEntry entry = new SegmentEntry(request, files, openers.companion())) {
            return openers.inMemory().apply(entry);
        } catch (UnavailableException | NoSpaceException e) {
            throw new SegmentUnavailable(e);
        }
    }

    private static BindPrecondition unlessChanged(EndpointRequest request, ChannelFiles files) {
        return new BindPrecondition(files.segments(), () -> {
            if (!(TransportSelector.select(request, files, files.state()) instanceof Selection.OwnWithoutSegment)) {
                throw new SegmentEntry.SelectionChanged();
            }
        });
    }

    /** Listens beside the owner's segment, unless the owner is restricted to shared memory. */
    private Companion startCompanion(EndpointRequest request, ChannelSettings settings, SharedMemory.Owned owned) {
        boolean owner = owned.identity().kind().isTopic() == (request.role() == Role.PRODUCER);
        if (!owner || request.transport() == Transport.SHM) {
            return Companion.NONE;
        }
        try {
            return sockets().listen(memory, null, settings, owned);
        } catch (ChannelInUseException e) {
            throw e;
        } catch (RondoException e) {
            if (request.transport() != Transport.AUTO) {
                // Never a reason to fall back, whatever its type.
                throw new RondoException(e.getMessage(), e);
            }
            LOG.log(Level.WARNING, "channel {0}: peers without shared memory cannot connect: {1}", request.channel(),
                    e.getMessage());
            return Companion.NONE;
        }
    }

    /** Lets one of the consumers of a work queue listen, unless this one is restricted to shared memory. */
    private Companion startElection(EndpointRequest request, ChannelSettings settings, SharedMemory.Owned owned,
            WorkQueues workQueues) {
        return request.transport() == Transport.SHM
                ? Companion.NONE
                : ListenerElection.start(() -> SocketObserver.of(config).isLive(request.channel()),
                        () -> sockets().listen(memory, workQueues, settings, owned));
    }

    /** Returns why the owner will never listen: it uses its segment without listening. */
    private Supplier<String> silentOwner(EndpointRequest request, Role owner, ChannelFiles files) {
        // The consumers of a work queue listen in turn.
        return request.form() == ChannelForm.WORK_QUEUE
                ? () -> null
                : new SilentOwner(request, owner, memory, config, files);
    }
}
