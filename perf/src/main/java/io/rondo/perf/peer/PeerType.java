package io.rondo.perf.peer;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Transport;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.wait.WaitStrategy;
import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.Point;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The transports that can be compared, each configured as its own documents call fast.
 *
 * <p>Agrona's broadcast buffer is not among them: it loses messages when a consumer is slow, which none of the others does.
 */
public enum PeerType {
    /** Agrona's single-producer ring. */
    AGRONA_SPSC("agrona-spsc", "Agrona OneToOneRingBuffer over a mapped file, tryClaim, bounds checks off",
            Abilities.oneToOne(), settings -> new AgronaPeer(settings, OneToOneRingBuffer::new)),
    /** Agrona's many-producer ring. */
    AGRONA_MPSC("agrona-mpsc", "Agrona ManyToOneRingBuffer over a mapped file, tryClaim, bounds checks off",
            Abilities.oneToOne().manyProducers(), settings -> new AgronaPeer(settings, ManyToOneRingBuffer::new)),
    /** Aeron over shared memory, each producer with a log of its own. */
    AERON_IPC("aeron-ipc",
            "Aeron IPC, exclusive publication, tryClaim, busy spin, own driver, 64 MiB terms one way (16 MiB each with"
                    + " many producers), bounds checks off",
            Abilities.oneToOne().fanOut().manyProducers(AeronPeer.MANY_PRODUCERS_LENGTH),
            settings -> new AeronPeer(settings, true)),
    /** Aeron over shared memory, with the publication that threads may share. */
    AERON_IPC_SHARED("aeron-ipc-shared",
            "Aeron IPC, shared publication, tryClaim, busy spin, own driver, 64 MiB terms one way (16 MiB each with many"
                    + " producers), bounds checks off",
            Abilities.oneToOne().fanOut().manyProducers(AeronPeer.MANY_PRODUCERS_LENGTH),
            settings -> new AeronPeer(settings, false)),
    /** Chronicle Queue. */
    CHRONICLE("chronicle",
            "Chronicle Queue on tmpfs, documents written and read in place, tailer spinning, blocks of 64 MiB, rolled"
                    + " every 48 MiB and deleted when read",
            Abilities.oneToOne(), ChroniclePeer::new),
    /** A Unix-domain socket of the JDK. */
    UDS("uds",
            "JDK SocketChannel over a Unix-domain socket, blocking, length before each message, one write per message",
            Abilities.oneToOne().orAsleep(), UnixSocketPeer::new),
    /** Netty. */
    NETTY("netty",
            "Netty 4.2 epoll over a Unix-domain socket, length-field frames, the worker is the event loop, one flush per"
                    + " burst, leak detection and bounds checks off",
            Abilities.oneToOne().manyProducers(), NettyPeer::new),
    /** A pipe. */
    PIPE("pipe", "FIFO of 64 KiB, blocking, length before each message, one write per message",
            Abilities.oneToOne().orAsleep().manyProducers(PipePeer.ATOMIC_LENGTH - FrameSender.HEADER),
            PipePeer::new),
    /** Rondo's single-producer queue. */
    RONDO_SPSC("rondo-spsc", "Rondo queue with a single producer, tryClaim and poll", Abilities.oneToOne(),
            settings -> new RondoPeer(settings, singleProducer(WaitStrategy.busySpin()), false)),
    /** Rondo's many-producer queue. */
    RONDO_MPSC("rondo-mpsc", "Rondo queue, tryClaim and poll", Abilities.oneToOne().manyProducers(),
            settings -> new RondoPeer(settings, waiting(WaitStrategy.busySpin()), false)),
    /** Rondo's topic. */
    RONDO_TOPIC("rondo-topic", "Rondo topic, tryClaim and poll, consumers block the producer",
            Abilities.oneToOne().fanOut(),
            settings -> new RondoPeer(settings, waiting(WaitStrategy.busySpin()).kind(ChannelKind.TOPIC), false)),
    /** Rondo's single-producer queue with the waiting calls and the default wait strategy. */
    RONDO_SPSC_DEFAULT("rondo-spsc-default", "Rondo queue with a single producer, claim and receive, spin then park",
            Abilities.oneToOne().sleepy(),
            settings -> new RondoPeer(settings, singleProducer(WaitStrategy.spinThenPark()), true)),
    /** Rondo's many-producer queue with the waiting calls and the default wait strategy. */
    RONDO_MPSC_DEFAULT("rondo-mpsc-default", "Rondo queue, claim and receive, spin then park",
            Abilities.oneToOne().sleepy().manyProducers(),
            settings -> new RondoPeer(settings, waiting(WaitStrategy.spinThenPark()), true)),
    /** Rondo's single-producer queue, asleep while it waits. */
    RONDO_SPSC_PARK("rondo-spsc-park",
            "Rondo queue with a single producer, claim and receive, parks at once, fence on the waker's side",
            Abilities.asleep(),
            settings -> new RondoPeer(settings, singleProducer(WaitStrategy.park()).fenceSide(FenceSide.WAKER), true)),
    /** Rondo's many-producer queue, asleep while it waits. */
    RONDO_MPSC_PARK("rondo-mpsc-park", "Rondo queue, claim and receive, parks at once, fence on the waker's side",
            Abilities.asleep(),
            settings -> new RondoPeer(settings, waiting(WaitStrategy.park()).fenceSide(FenceSide.WAKER), true)),
    /** Rondo's many-producer queue over a socket, with the waiting calls and the default wait strategy. */
    RONDO_SOCKET("rondo-socket",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, claim and receive, spin then park",
            Abilities.oneToOne().sleepy().manyProducers(),
            settings -> new RondoPeer(settings, overSocket(WaitStrategy.spinThenPark()), true)),
    /** Rondo's many-producer queue over a socket. */
    RONDO_SOCKET_SPIN("rondo-socket-spin",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, tryClaim and poll",
            Abilities.oneToOne().manyProducers(),
            settings -> new RondoPeer(settings, overSocket(WaitStrategy.busySpin()), false)),
    /** Rondo's many-producer queue over a socket, asleep while it waits. */
    RONDO_SOCKET_PARK("rondo-socket-park",
            "Rondo queue, the producer connected to its owner by a Unix-domain socket, claim and receive, parks at once",
            Abilities.asleep(), settings -> new RondoPeer(settings, overSocket(WaitStrategy.park()), true)),
    /** What Rondo's single-producer queue began with. */
    FIRST_SPSC("first-spsc",
            "the single-producer ring Rondo began with, by itself: records at multiples of 8 bytes, the producer empties the"
                    + " header behind each, the consumer only reads and does not pause",
            Abilities.oneToOne(), FirstRingPeer::new, ContestantKind.ALTERNATIVE);

    private final String label;
    private final String description;
    private final Abilities abilities;
    private final Function<PeerSettings, Peer> opener;
    private final ContestantKind kind;

    PeerType(String label, String description, Abilities abilities, Function<PeerSettings, Peer> opener) {
        this(label, description, abilities, opener,
                label.startsWith("rondo") ? ContestantKind.RONDO : ContestantKind.PEER);
    }

    PeerType(String label, String description, Abilities abilities, Function<PeerSettings, Peer> opener,
            ContestantKind kind) {
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

    /** What is measured, in one line. */
    public String description() {
        return description;
    }

    /** Who it is to Rondo. */
    public ContestantKind kind() {
        return kind;
    }

    /** Whether it can do what a point asks for. */
    public boolean canRun(Point point) {
        return abilities.suffice(point);
    }

    /** Arguments its processes need beyond the common ones. Rondo keeps its bounds checks. */
    public List<String> jvmArguments() {
        return switch (this) {
            case NETTY -> List.of("-Dagrona.disable.bounds.checks=true", "-Dio.netty.leakDetection.level=disabled",
                    "-Dio.netty.buffer.checkBounds=false", "-Dio.netty.buffer.checkAccessible=false");
            case CHRONICLE -> List.of("-Dagrona.disable.bounds.checks=true", "-Dchronicle.disk.monitor.disable=true",
                    "-Dchronicle.announcer.disable=true");
            default -> kind == ContestantKind.PEER ? List.of("-Dagrona.disable.bounds.checks=true") : List.of();
        };
    }

    /** Opens it in this process. */
    public Peer open(PeerSettings settings) {
        return opener.apply(settings);
    }

    /**
     * Finds a peer by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PeerType of(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no peer '" + label + "': use "
                        + Arrays.stream(values()).map(PeerType::label).collect(Collectors.joining(", "))));
    }

    private static ChannelOptions.Builder waiting(WaitStrategy strategy) {
        return ChannelOptions.builder().waitStrategy(strategy);
    }

    private static ChannelOptions.Builder overSocket(WaitStrategy strategy) {
        return waiting(strategy).transport(Transport.SOCKET);
    }

    private static ChannelOptions.Builder singleProducer(WaitStrategy strategy) {
        return waiting(strategy).singleProducer(true);
    }
}
