package io.rondo.client.contract;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole contract. A subclass is one kind of channel over one transport, or over a mix of two: it says how to connect each
 * side and adds {@link QueueContract} or {@link TopicContract}.
 */
abstract class ChannelContract
        implements
            PublishContract,
            ClaimContract,
            ConsumeContract,
            WaitContract,
            InterruptContract,
            CloseContract,
            CloseRaceContract {
    static final int CAPACITY = 4096;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo publishing;
    private Rondo subscribing;

    /** What makes the kind; the rest is added. */
    abstract ChannelOptions.Builder kind();

    /** The publishers' side. */
    Rondo connectPublishing(Path where) {
        return connect(where);
    }

    /** The subscribers' side. */
    Rondo connectSubscribing(Path where) {
        return connect(where);
    }

    /** Only shared memory. */
    static Rondo connect(Path where) {
        return connect(where, Transport.SHM);
    }

    static Rondo connect(Path where, Transport transport) {
        return Rondo.connect(RondoConfig.builder().directory(where).transport(transport).build());
    }

    @BeforeEach
    void connect() {
        publishing = connectPublishing(directory);
        subscribing = connectSubscribing(directory);
    }

    @AfterEach
    void disconnect() {
        publishing.close();
        subscribing.close();
    }

    @Override
    public ChannelOptions.Builder options() {
        return kind().capacity(CAPACITY);
    }

    @Override
    public Rondo publishing() {
        return publishing;
    }

    @Override
    public Rondo subscribing() {
        return subscribing;
    }

    @Override
    public void awaitParked(String channel, Role role, int participants) {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        try (SegmentObserver observer = store.observe(channel)) {
            Watchdog.await(participants + " " + role + " of " + channel + " asleep", () -> observer.table().list()
                    .stream().filter(info -> info.role() == role && info.count(Counter.PARKS) > 0)
                    .count() >= participants);
        }
    }
}
