package io.rondo.client.contract;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
            ControlledPollContract,
            ConfinementContract,
            WaitContract,
            InterruptContract,
            CloseContract,
            CloseRaceContract {
    static final int CAPACITY = 4096;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private List<Rondo> publishing;
    private List<Rondo> subscribing;
    private final AtomicInteger publishers = new AtomicInteger();
    private final AtomicInteger subscribers = new AtomicInteger();

    /** What makes the kind; the rest is added. */
    abstract ChannelSettings kind();

    /** The publishers' side: each comes from the next of these. */
    abstract List<RondoConfig> publishing(Path where);

    /** The subscribers' side: each comes from the next of these. */
    abstract List<RondoConfig> subscribing(Path where);

    static RondoConfig config(Path where, Transport transport) {
        return RondoConfig.builder().directory(where).transport(transport).build();
    }

    @BeforeEach
    void connect() {
        publishing = publishing(directory).stream().map(Rondo::connect).toList();
        subscribing = subscribing(directory).stream().map(Rondo::connect).toList();
    }

    @AfterEach
    void disconnect() {
        connections().forEach(Rondo::close);
    }

    @Override
    public ChannelSettings options() {
        return kind().capacity(CAPACITY);
    }

    @Override
    public List<Rondo> connections() {
        return Stream.concat(publishing.stream(), subscribing.stream()).toList();
    }

    @Override
    public Publisher publisher(String channel, ChannelSettings options) {
        return Channels.publisher(next(publishing, publishers), channel, options);
    }

    @Override
    public Subscriber subscriber(String channel, ChannelSettings options) {
        return Channels.subscriber(next(subscribing, subscribers), channel, options);
    }

    private static Rondo next(List<Rondo> connections, AtomicInteger count) {
        return connections.get(count.getAndIncrement() % connections.size());
    }

    @Override
    public void awaitParked(List<Publisher> publishers, List<? extends Task<?>> tasks) {
        int inMemory = 0;
        for (int i = 0; i < publishers.size(); i++) {
            if (publishers.get(i).transport() == Transport.SOCKET) {
                awaitSleep(tasks.get(i));
            } else {
                inMemory++;
            }
        }
        awaitParks(publishers.getFirst().channel(), Role.PRODUCER, inMemory);
    }

    @Override
    public void awaitParked(Subscriber in, Task<?> task) {
        if (in.transport() == Transport.SOCKET) {
            awaitSleep(task);
        } else {
            awaitParks(in.channel(), Role.CONSUMER, 1);
        }
    }

    private static void awaitSleep(Task<?> task) {
        Watchdog.await("sleep of " + task.thread(), () -> {
            Thread.State state = task.thread().getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        });
    }

    /** In the kernel a sleeping thread still counts as running, so its participant's counter tells. */
    private void awaitParks(String channel, Role role, int participants) {
        if (participants == 0) {
            return;
        }
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        try (SegmentObserver observer = store.observe(channel)) {
            Watchdog.await(participants + " " + role + " of " + channel + " asleep", () -> observer.table().list()
                    .stream().filter(info -> info.role() == role && info.count(Counter.PARKS) > 0)
                    .count() >= participants);
        }
    }
}
