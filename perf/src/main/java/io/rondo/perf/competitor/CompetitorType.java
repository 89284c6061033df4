package io.rondo.perf.competitor;

import static io.rondo.perf.competitor.RondoChannels.overSocket;
import static io.rondo.perf.competitor.RondoChannels.relayed;
import static io.rondo.perf.competitor.RondoChannels.singleProducer;
import static io.rondo.perf.competitor.RondoChannels.topic;
import static io.rondo.perf.competitor.RondoChannels.waiting;
import static io.rondo.perf.competitor.RondoChannels.wakerFence;

import io.rondo.client.Durability;
import io.rondo.client.WaitStrategy;
import io.rondo.perf.competitor.chronicle.ChronicleCompetitor;
import io.rondo.perf.competitor.netty.NettyCompetitor;
import io.rondo.perf.competitor.service.GrpcCompetitor;
import io.rondo.perf.competitor.service.ServiceCompetitor;
import io.rondo.perf.competitor.set.EventLoopReceiver;
import io.rondo.perf.competitor.set.NoChannels;
import io.rondo.perf.competitor.set.SelectorReceiver;
import io.rondo.perf.competitor.work.ManyToManyCompetitor;
import io.rondo.perf.competitor.work.RedisCompetitor;
import io.rondo.perf.competitor.work.RedisServer;
import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The competitors, each configured as its own documents recommend for speed.
 *
 * <p>Agrona's broadcast buffer is omitted because it loses messages when a consumer is slow; no other competitor does.
 */
public enum CompetitorType {
    /** Agrona's single-producer ring. */
    AGRONA_SPSC("agrona-spsc", "Agrona OneToOneRingBuffer over a mapped file, tryClaim, bounds checks off",
            Abilities.oneToOne().mixed(), settings -> new AgronaCompetitor(settings, OneToOneRingBuffer::new)),
    /** Agrona's many-producer ring. */
    AGRONA_MPSC("agrona-mpsc", "Agrona ManyToOneRingBuffer over a mapped file, tryClaim, bounds checks off",
            Abilities.oneToOne().manyProducers().and(Pattern.SET_ROUND_TRIP),
            settings -> new AgronaCompetitor(settings, ManyToOneRingBuffer::new)),
    /** Aeron over shared memory, each producer with its own log. */
    AERON_IPC("aeron-ipc",
            "Aeron IPC, exclusive publication, tryClaim, busy spin, own driver, by default 64 MiB terms one way (16 MiB"
                    + " each with many producers), bounds checks off",
            Abilities.oneToOne().fanOut().manyProducers(AeronCompetitor.MANY_PRODUCERS_LENGTH).and(Pattern.CALL,
                    Pattern.REQUESTS),
            settings -> yielding(settings, new AeronCompetitor(settings, true))),
    /** Aeron's response channels over shared memory. */
    AERON_RESPONSE("aeron-response",
            "Aeron IPC, response channels (control-mode=response), exclusive publications, tryClaim, busy spin, own driver,"
                    + " bounds checks off",
            Abilities.only(Pattern.CALL), AeronCompetitor::withResponseChannels),
    /** Aeron between two hosts. */
    AERON_UDP("aeron-udp",
            "Aeron UDP on loopback, exclusive publication, tryClaim, yielding, a driver per process with default settings,"
                    + " bounds checks off",
            Abilities.only(Pattern.BRIDGED, Pattern.BRIDGED_ROUND_TRIP),
            settings -> new Yielding(AeronCompetitor.overUdp(settings))),
    /** gRPC. */
    GRPC("grpc",
            "gRPC over a Unix-domain socket with Netty's epoll, unary blocking calls, plain bytes, direct executor of the"
                    + " client, the server's handler in a thread of its own",
            Abilities.only(Pattern.CALL), GrpcCompetitor::new),
    /** Aeron over shared memory, with a publication that threads may share. */
    AERON_IPC_SHARED("aeron-ipc-shared",
            "Aeron IPC, shared publication, tryClaim, busy spin, own driver, by default 64 MiB terms one way (16 MiB each"
                    + " with many producers), bounds checks off",
            Abilities.oneToOne().fanOut().manyProducers(AeronCompetitor.MANY_PRODUCERS_LENGTH),
            settings -> new AeronCompetitor(settings, false)),
    /** Chronicle Queue. */
    CHRONICLE("chronicle",
            "Chronicle Queue on tmpfs, documents written and read in place, tailer spinning, blocks of 64 MiB, rolled"
                    + " every 48 MiB and deleted when read",
            Abilities.oneToOne(), settings -> new ChronicleCompetitor(settings.directory())),
    /** Chronicle Queue with several tailers. */
    CHRONICLE_SHARES("chronicle-shares",
            "Chronicle Queue on tmpfs as chronicle; it has no competing consumers, so each tailer reads every message and"
                    + " verifies its share; yielding",
            Abilities.only(Pattern.WORK),
            settings -> new Yielding(new ChronicleCompetitor(settings.directory(), settings.role().index(),
                    settings.point().consumers()))),
    /** Agrona's queue for threads. */
    AGRONA_MANY_TO_MANY("agrona-many-to-many",
            "Agrona ManyToManyConcurrentArrayQueue between the threads of one process, an object per message, yielding",
            Abilities.only(Pattern.WORK), settings -> new Yielding(new ManyToManyCompetitor(settings))),
    /** A Redis list. */
    REDIS("redis",
            "Redis list over a Unix-domain socket, LPUSH, up to 64 sent together, and BRPOP, one message each, server in a"
                    + " process of its own without persistence",
            Abilities.only(Pattern.WORK), RedisCompetitor::new),
    /** A Unix-domain socket of the JDK. */
    UDS("uds",
            "JDK SocketChannel over a Unix-domain socket, blocking, length before each message, one write per message",
            Abilities.oneToOne().orAsleep(), UnixSocketCompetitor::new),
    /** Netty. */
    NETTY("netty",
            "Netty 4.2 epoll over a Unix-domain socket, length-field frames, the worker is the event loop, one flush per"
                    + " burst, leak detection and bounds checks off",
            Abilities.oneToOne().manyProducers(), NettyCompetitor::new),
    /** A pipe. */
    PIPE("pipe", "FIFO of 64 KiB, blocking, length before each message, one write per message",
            Abilities.oneToOne().orAsleep().manyProducers(PipeCompetitor.ATOMIC_LENGTH - FrameSender.HEADER),
            PipeCompetitor::new),
    /** Rondo's single-producer queue. */
    RONDO_SPSC("rondo-spsc", "Rondo queue with a single producer, tryClaim and poll",
            Abilities.oneToOne().mixed(),
            settings -> new RondoCompetitor(settings, singleProducer(WaitStrategy.busySpin()), false)),
    /** Rondo's many-producer queue. */
    RONDO_MPSC("rondo-mpsc", "Rondo queue, tryClaim and poll", Abilities.oneToOne().manyProducers().mixed(),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.busySpin()), false)),
    /** Rondo's single-producer queue in processes that also use other kinds of queues. */
    RONDO_SPSC_MIXED("rondo-spsc-mixed",
            "Rondo queue with a single producer, tryClaim and poll; both processes also use a many-producer queue and a"
                    + " queue over a socket",
            Abilities.only(Pattern.MIXED_PUBLISHERS),
            settings -> mixed(settings, CompetitorType.RONDO_SPSC, CompetitorType.RONDO_MPSC)),
    /** Rondo's many-producer queue in processes that also use other kinds of queues. */
    RONDO_MPSC_MIXED("rondo-mpsc-mixed",
            "Rondo queue, tryClaim and poll; both processes also use a single-producer queue and a queue over a socket",
            Abilities.only(Pattern.MIXED_PUBLISHERS),
            settings -> mixed(settings, CompetitorType.RONDO_MPSC, CompetitorType.RONDO_SPSC)),
    /** Rondo's topic. */
    RONDO_TOPIC("rondo-topic", "Rondo topic, tryClaim and poll, consumers block the producer",
            Abilities.oneToOne().fanOut().and(Pattern.BESIDE_BRIDGE),
            settings -> new RondoCompetitor(settings, topic(WaitStrategy.busySpin()), false)),
    /** Rondo's topic with a bridge that has no receiver. */
    RONDO_TOPIC_BRIDGED("rondo-topic-bridged",
            "as rondo-topic, and a bridge in the producer's process sends the topic to a host that is down",
            Abilities.only(Pattern.BESIDE_BRIDGE), BridgeCompetitor::withoutReceiver),
    /** Rondo's bridge between two hosts. */
    RONDO_BRIDGE("rondo-bridge",
            "Rondo queue, a bridge over Aeron UDP on loopback, a Rondo queue; tryClaim and poll, yielding, one thread per"
                    + " process for its bridges and its driver",
            Abilities.only(Pattern.BRIDGED, Pattern.BRIDGED_ROUND_TRIP),
            settings -> new Yielding(BridgeCompetitor.ofQueues(settings))),
    /** A copy of a sequenced topic. */
    RONDO_COPY("rondo-copy",
            "Rondo sequenced topic with durability os, published at its home and received at a copy over Aeron UDP on"
                    + " loopback; tryClaim and poll, yielding, a broker in each process",
            Abilities.only(Pattern.BRIDGED), settings -> new Yielding(new CopyCompetitor(settings, false))),
    /** Publishing at a copy of a sequenced topic. */
    RONDO_FORWARDED("rondo-forwarded", "as rondo-copy, published at the copy and received at the home",
            Abilities.only(Pattern.BRIDGED), settings -> new Yielding(new CopyCompetitor(settings, true))),
    /** Rondo's single-producer queue with the waiting calls and the default wait strategy. */
    RONDO_SPSC_DEFAULT("rondo-spsc-default", "Rondo queue with a single producer, claim and receive, spin then park",
            Abilities.oneToOne().sleepy(),
            settings -> new RondoCompetitor(settings, singleProducer(WaitStrategy.spinThenPark()), true)),
    /** Rondo's many-producer queue with the waiting calls and the default wait strategy. */
    RONDO_MPSC_DEFAULT("rondo-mpsc-default", "Rondo queue, claim and receive, spin then park",
            Abilities.oneToOne().sleepy().manyProducers(),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.spinThenPark()), true)),
    /** Rondo's single-producer queue, asleep while it waits. */
    RONDO_SPSC_PARK("rondo-spsc-park",
            "Rondo queue with a single producer, claim and receive, parks at once, fence on the waker's side",
            Abilities.asleep(),
            settings -> new RondoCompetitor(settings, wakerFence(singleProducer(WaitStrategy.park())),
                    true)),
    /** Rondo's many-producer queue, asleep while it waits. */
    RONDO_MPSC_PARK("rondo-mpsc-park", "Rondo queue, claim and receive, parks at once, fence on the waker's side",
            Abilities.asleep(),
            settings -> new RondoCompetitor(settings, wakerFence(waiting(WaitStrategy.park())), true)),
    /** Rondo's many-producer queue over a socket, with the waiting calls and the default wait strategy. */
    RONDO_SOCKET("rondo-socket",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, claim and receive, spin then park",
            Abilities.oneToOne().sleepy().manyProducers(),
            settings -> new RondoCompetitor(settings, overSocket(WaitStrategy.spinThenPark()), true)),
    /** Rondo's many-producer queue over a socket. */
    RONDO_SOCKET_SPIN("rondo-socket-spin",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, tryClaim and poll",
            Abilities.oneToOne().manyProducers(),
            settings -> new RondoCompetitor(settings, overSocket(WaitStrategy.busySpin()), false)),
    /** Rondo's many-producer queue over a socket, asleep while it waits. */
    RONDO_SOCKET_PARK("rondo-socket-park",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, claim and receive, parks at once",
            Abilities.asleep(), settings -> new RondoCompetitor(settings, overSocket(WaitStrategy.park()), true)),
    /** Rondo's sequenced topic, not recorded. */
    RONDO_SEQUENCED("rondo-sequenced",
            "Rondo sequenced topic, durability memory, the broker in a third process, tryClaim and poll, yielding",
            Abilities.only(Pattern.RELAYED),
            settings -> new Yielding(new SequencedCompetitor(settings, Durability.MEMORY, false))),
    /** Rondo's sequenced topic, not recorded, between processes that spin. */
    RONDO_SEQUENCED_SPIN("rondo-sequenced-spin",
            "Rondo sequenced topic, durability memory, one client and the broker, tryClaim and poll",
            Abilities.only(Pattern.RELAYED_ROUND_TRIP),
            settings -> new SequencedCompetitor(settings, Durability.MEMORY, false)),
    /** Rondo's sequenced topic, recorded in the page cache. */
    RONDO_SEQUENCED_OS("rondo-sequenced-os",
            "Rondo sequenced topic, durability os, the broker in a third process, claim and receive, spin then park",
            Abilities.only(Pattern.RECORDED),
            settings -> new SequencedCompetitor(settings, Durability.OS, true)),
    /** History of a sequenced topic. */
    RONDO_HISTORY("rondo-history",
            "the messages of a slice recorded by a sequenced topic, durability os, then read from the log by a new"
                    + " subscriber",
            Abilities.only(Pattern.RECORDED), HistoryCompetitor::new),
    /** Rondo's sequenced topic, synced. */
    RONDO_SEQUENCED_DISK("rondo-sequenced-disk",
            "Rondo sequenced topic, durability disk, the broker in a further process, claim and receive, spin then park",
            Abilities.only(Pattern.SYNCED, Pattern.SYNCED_ROUND_TRIP),
            settings -> new SequencedCompetitor(settings, Durability.DISK, true)),
    /** Rondo's log, without a broker. */
    RONDO_LOG("rondo-log", "Rondo's log without a broker, durability os, append and read",
            Abilities.only(Pattern.LOGGED), LogCompetitor::new),
    /** Chronicle Queue on a disk. */
    CHRONICLE_DISK("chronicle-disk",
            "Chronicle Queue in the page cache of a disk, documents written and read in place, tailer spinning, blocks of"
                    + " 64 MiB, rolled every 48 MiB and deleted when read",
            Abilities.only(Pattern.LOGGED),
            settings -> new ChronicleCompetitor(settings.disk())),
    /** A service of Rondo's. */
    RONDO_SERVICE("rondo-service",
            "Rondo service, call (several requesters: tryClaim and poll, yielding), busy spin; the responder writes in place",
            Abilities.only(Pattern.CALL, Pattern.REQUESTS, Pattern.HANDLED_REQUESTS),
            settings -> yielding(settings, new ServiceCompetitor(settings, ServiceCompetitor.ONE))),
    /** A service of Rondo's for several responders. */
    RONDO_RESPONDERS("rondo-responders", "as rondo-service, created for several responders (calls: one is attached)",
            Abilities.only(Pattern.CALL, Pattern.HANDLED_REQUESTS),
            settings -> yielding(settings, new ServiceCompetitor(settings, ServiceCompetitor.SEVERAL))),
    /** Two queues, to compare a service with. */
    RONDO_QUEUES("rondo-queues",
            "Rondo queue for requests and one per requester for responses, tryClaim and poll (several requesters: yielding)",
            Abilities.only(Pattern.CALL, Pattern.REQUESTS),
            settings -> yielding(settings, new RondoCompetitor(settings, waiting(WaitStrategy.busySpin()), false))),
    /** The queue of the requests without responses, to compare a service with. */
    RONDO_REQUESTS_ONLY("rondo-requests-only",
            "Rondo queue for requests that have no responses, tryClaim and poll, yielding",
            Abilities.only(Pattern.REQUESTS),
            settings -> new OneWay(
                    yielding(settings, new RondoCompetitor(settings, waiting(WaitStrategy.busySpin()), false)))),
    /** A wait set over Rondo's queues. */
    RONDO_SET("rondo-set", "Rondo queues in a wait set, tryClaim and poll", Abilities.only(Pattern.SET_ROUND_TRIP),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.busySpin()), false)),
    /** A wait set over Rondo's queues, asleep while it waits. */
    RONDO_SET_PARK("rondo-set-park",
            "Rondo queues in a wait set, claim and await; the other side parks at once",
            Abilities.only(Pattern.PARKED_SET_ROUND_TRIP, Pattern.PARKED_SET),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.park()), true)),
    /** What a parked wait set is compared with. */
    IDLE_JVM("idle-jvm", "a JVM without channels, asleep", Abilities.only(Pattern.PARKED_SET),
            settings -> new NoChannels()),
    /** A wait set that wakes a selector. */
    RONDO_SET_SELECTOR("rondo-set-selector",
            "as rondo-set-park, the thread sleeps in Selector.select and the wait set wakes it by onReady",
            Abilities.only(Pattern.PARKED_SET_ROUND_TRIP),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.park()), true, SelectorReceiver::new)),
    /** A wait set that hands over to an event loop. */
    RONDO_SET_NETTY("rondo-set-netty",
            "as rondo-set-park, the thread is a Netty event loop over epoll and the wait set executes its poll by onReady",
            Abilities.only(Pattern.PARKED_SET_ROUND_TRIP),
            settings -> new RondoCompetitor(settings, waiting(WaitStrategy.park()), true, EventLoopReceiver::new)),
    /** A work queue of Rondo's. */
    RONDO_WORK("rondo-work", "Rondo work queue, tryClaim and poll, acknowledged when the handler returns, yielding",
            Abilities.only(Pattern.WORK),
            settings -> new Yielding(new RondoCompetitor(settings,
                    (rondo, name) -> rondo.workQueue(name).waitStrategy(WaitStrategy.busySpin()), false))),
    /** A relay over Rondo's rings. */
    RELAY("relay",
            "a loop that copies each message from a Rondo queue to a Rondo topic, in a third process, poll and tryPublish,"
                    + " yielding",
            Abilities.only(Pattern.RELAYED), settings -> new Yielding(relay(settings)), CompetitorKind.ALTERNATIVE),
    /** A relay over Rondo's rings that spins. */
    RELAY_SPIN("relay-spin",
            "a loop that copies each message from a Rondo queue to a Rondo topic, in a second process, poll and tryPublish,"
                    + " busy spin",
            Abilities.only(Pattern.RELAYED_ROUND_TRIP), CompetitorType::relay, CompetitorKind.ALTERNATIVE),
    /** The first design of Rondo's single-producer queue. */
    FIRST_SPSC("first-spsc",
            "the first design of Rondo's single-producer ring: records at multiples of 8 bytes, the producer clears the"
                    + " header behind each, the consumer only reads and does not pause",
            Abilities.oneToOne(), FirstRingCompetitor::new, CompetitorKind.ALTERNATIVE);

    private final String label;
    private final String description;
    private final Abilities abilities;
    private final Function<CompetitorSettings, Competitor> opener;
    private final CompetitorKind kind;

    CompetitorType(String label, String description, Abilities abilities,
            Function<CompetitorSettings, Competitor> opener) {
        this(label, description, abilities, opener,
                label.startsWith("rondo") ? CompetitorKind.RONDO : CompetitorKind.EXTERNAL);
    }

    CompetitorType(String label, String description, Abilities abilities,
            Function<CompetitorSettings, Competitor> opener,
            CompetitorKind kind) {
        this.label = label;
        this.description = description;
        this.abilities = abilities;
        this.opener = opener;
        this.kind = kind;
    }

    /** Name on the command line and in the report. */
    public String label() {
        return label;
    }

    /** The configuration, in one line. */
    public String description() {
        return description;
    }

    /** The kind of the competitor. */
    public CompetitorKind kind() {
        return kind;
    }

    /** Whether the competitor can run a point. */
    public boolean canRun(Point point) {
        return abilities.suffice(point);
    }

    /** The number of its consumers at a point: a service for one responder has one. */
    public int consumers(Point point) {
        return this == RONDO_SERVICE ? 1 : point.consumers();
    }

    /** Bytes of memory of a channel between two processes; 0 if it has none, or another process decides on it. */
    public long memory(CompetitorSettings settings) {
        return switch (this) {
            case AERON_IPC, AERON_IPC_SHARED, AERON_RESPONSE -> AeronCompetitor.memory(settings);
            case AGRONA_SPSC, AGRONA_MPSC, FIRST_SPSC -> settings.ring();
            case RONDO_BRIDGE, RONDO_COPY, RONDO_FORWARDED -> 0;
            default ->
                kind == CompetitorKind.RONDO && settings.point().pattern().scenario() != Scenario.BROKER
                        ? settings.ring()
                        : 0;
        };
    }

    /** Whether its producer and consumers are threads of one process. */
    public boolean isOneProcess() {
        return this == AGRONA_MANY_TO_MANY;
    }

    /** The reason why it cannot run on this machine; empty if it can. */
    public Optional<String> missing() {
        return this == REDIS && !RedisServer.isInstalled()
                ? Optional.of("there is no redis-server on the PATH")
                : Optional.empty();
    }

    /** JVM arguments of its processes beyond the common ones. Rondo keeps its bounds checks. */
    public List<String> jvmArguments() {
        return switch (this) {
            case NETTY, GRPC ->
                List.of("-Dagrona.disable.bounds.checks=true", "-Dio.netty.leakDetection.level=disabled",
                        "-Dio.netty.buffer.checkBounds=false", "-Dio.netty.buffer.checkAccessible=false");
            case CHRONICLE, CHRONICLE_DISK, CHRONICLE_SHARES ->
                List.of("-Dagrona.disable.bounds.checks=true", "-Dchronicle.disk.monitor.disable=true",
                        "-Dchronicle.announcer.disable=true");
            default -> kind == CompetitorKind.EXTERNAL ? List.of("-Dagrona.disable.bounds.checks=true") : List.of();
        };
    }

    /** Opens the transport in this process. */
    public Competitor open(CompetitorSettings settings) {
        return opener.apply(settings);
    }

    /**
     * Finds a competitor by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CompetitorType of(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no competitor '" + label + "': use "
                        + Arrays.stream(values()).map(CompetitorType::label).collect(Collectors.joining(", "))));
    }

    /** Processes that are more than the cores of a small machine yield. */
    private static Competitor yielding(CompetitorSettings settings, Competitor competitor) {
        return settings.point().pattern().yields() ? new Yielding(competitor) : competitor;
    }

    private static Competitor mixed(CompetitorSettings settings, CompetitorType measured, CompetitorType other) {
        return new MixedCompetitor(measured.open(settings),
                List.of(other.open(settings), RONDO_SOCKET_SPIN.open(settings)));
    }

    private static Competitor relay(CompetitorSettings settings) {
        return new RondoCompetitor(settings, relayed(WaitStrategy.busySpin()), false);
    }
}
