package io.rondo.perf.peer;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.core.wait.WaitStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** The transports that can be compared, each configured as its own documents call fast. */
public enum PeerType {
    /** Agrona's single-producer ring. */
    AGRONA_SPSC("agrona-spsc", "Agrona OneToOneRingBuffer over a mapped file, bounds checks off",
            settings -> new AgronaPeer(settings, OneToOneRingBuffer::new)),
    /** Agrona's many-producer ring. */
    AGRONA_MPSC("agrona-mpsc", "Agrona ManyToOneRingBuffer over a mapped file, bounds checks off",
            settings -> new AgronaPeer(settings, ManyToOneRingBuffer::new)),
    /** Aeron over shared memory. */
    AERON_IPC("aeron-ipc",
            "Aeron IPC, exclusive publication, tryClaim, busy spin, 64 MiB terms one way, bounds checks off",
            AeronPeer::new),
    /** Rondo's single-producer queue. */
    RONDO_SPSC("rondo-spsc", "Rondo queue with a single producer, tryClaim and poll",
            settings -> new RondoPeer(settings, spinning().singleProducer(true), false)),
    /** Rondo's many-producer queue. */
    RONDO_MPSC("rondo-mpsc", "Rondo queue, tryClaim and poll", settings -> new RondoPeer(settings, spinning(), false)),
    /** Rondo's topic. */
    RONDO_TOPIC("rondo-topic", "Rondo topic with one consumer, tryClaim and poll",
            settings -> new RondoPeer(settings, spinning().kind(ChannelKind.TOPIC), false)),
    /** Rondo's single-producer queue with the waiting calls and the default wait strategy. */
    RONDO_SPSC_DEFAULT("rondo-spsc-default", "Rondo queue with a single producer, claim and receive, spin then park",
            settings -> new RondoPeer(settings, ChannelOptions.builder().singleProducer(true), true));

    private final String label;
    private final String description;
    private final Function<PeerSettings, Peer> opener;

    PeerType(String label, String description, Function<PeerSettings, Peer> opener) {
        this.label = label;
        this.description = description;
        this.opener = opener;
    }

    /** Name on the command line and in the report. */
    public String label() {
        return label;
    }

    /** What is measured, in one line. */
    public String description() {
        return description;
    }

    /** Whether it is Rondo, rather than one of those it is compared to. */
    public boolean isRondo() {
        return label.startsWith("rondo");
    }

    /** Arguments its processes need beyond the common ones. Rondo keeps its bounds checks. */
    public List<String> jvmArguments() {
        return isRondo() ? List.of() : List.of("-Dagrona.disable.bounds.checks=true");
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

    private static ChannelOptions.Builder spinning() {
        return ChannelOptions.builder().waitStrategy(WaitStrategy.busySpin());
    }
}
