package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides of a channel start at the same moment. */
class RacingStartsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private static ChannelSettings options(ChannelKind kind) {
        return ChannelSettings.DEFAULTS.kind(kind).capacity(4096).linger(Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "TOPIC"})
    void bothSidesUseTheSegmentInAnyStartOrder(ChannelKind kind) throws Exception {
        int rounds = Integer.getInteger("rondo.starts", 200);
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        CyclicBarrier start = new CyclicBarrier(2);
        try (Rondo one = Rondo.connect(config); Rondo two = Rondo.connect(config)) {
            for (int round = 0; round < rounds; round++) {
                String channel = "x" + round;
                Task<Publisher> publisher = Task.start(() -> {
                    start.await();
                    return Channels.publisher(one, channel, options(kind));
                });
                Task<Subscriber> subscriber = Task.start(() -> {
                    start.await();
                    return Channels.subscriber(two, channel, options(kind));
                });
                try (Publisher out = publisher.join(); Subscriber in = subscriber.join()) {
                    assertThat(out.transport()).as("publisher, round " + round).isEqualTo(Transport.SHM);
                    assertThat(in.transport()).as("subscriber, round " + round).isEqualTo(Transport.SHM);
                }
                Files.delete(directory.resolve(channel + ".ring"));
            }
        }
    }

    /** One side would own the channel with a segment, the other without. Exactly one succeeds. */
    @Test
    void owningWithoutASegmentAndCreatingOneExcludeEachOther() throws Exception {
        RondoConfig memory = RondoConfig.builder().directory(directory).transport(Transport.SHM).build();
        RondoConfig without = RondoConfig.builder().directory(directory.resolve("no/such/place"))
                .socketDirectory(directory).build();
        CyclicBarrier start = new CyclicBarrier(2);
        try (Rondo one = Rondo.connect(memory); Rondo two = Rondo.connect(without)) {
            for (int round = 0; round < 100; round++) {
                String channel = "x" + round;
                Task<AutoCloseable> publisher = attempt(start,
                        () -> Channels.publisher(one, channel, options(ChannelKind.QUEUE)));
                Task<AutoCloseable> subscriber = attempt(start,
                        () -> Channels.subscriber(two, channel, options(ChannelKind.QUEUE)));
                // Both stay reachable until both have opened: the cleaner would close a dropped one before.
                assertThat(Stream.of(publisher.join(), subscriber.join()).filter(Objects::nonNull)).hasSize(1);
            }
        }
    }

    /** Opens one side; null if it is refused. */
    private static Task<AutoCloseable> attempt(CyclicBarrier start, Callable<AutoCloseable> open) {
        return Task.start(() -> {
            start.await();
            try {
                return open.call();
            } catch (ChannelMismatchException e) {
                return null;
            }
        });
    }
}
