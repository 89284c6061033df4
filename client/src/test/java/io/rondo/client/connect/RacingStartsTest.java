package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides of a channel start at the same moment. */
class RacingStartsTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private static ChannelOptions options(ChannelKind kind) {
        return ChannelOptions.builder().kind(kind).capacity(4096).linger(Duration.ZERO).build();
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesUseTheSegmentWhicheverComesFirst(ChannelKind kind) throws Exception {
        int rounds = Integer.getInteger("rondo.starts", 200);
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        CyclicBarrier start = new CyclicBarrier(2);
        try (Rondo one = Rondo.connect(config); Rondo two = Rondo.connect(config)) {
            for (int round = 0; round < rounds; round++) {
                String channel = "x" + round;
                Task<Publisher> publisher = Task.start(() -> {
                    start.await();
                    return one.publisher(channel, options(kind));
                });
                Task<Subscriber> subscriber = Task.start(() -> {
                    start.await();
                    return two.subscriber(channel, options(kind));
                });
                try (Publisher out = publisher.join(); Subscriber in = subscriber.join()) {
                    assertThat(out.transport()).as("publisher, round " + round).isEqualTo(Transport.SHM);
                    assertThat(in.transport()).as("subscriber, round " + round).isEqualTo(Transport.SHM);
                }
                Files.delete(directory.resolve(channel + ".ring"));
            }
        }
    }

    /** Of two that cannot both own the channel, one with a segment and one without, exactly one gets it. */
    @Test
    void anOwnerWithoutASegmentAndASideThatCreatesOneExcludeEachOther() throws Exception {
        RondoConfig memory = RondoConfig.builder().directory(directory).transport(Transport.SHM).build();
        RondoConfig without = RondoConfig.builder().directory(directory.resolve("no/such/place"))
                .socketDirectory(directory).build();
        CyclicBarrier start = new CyclicBarrier(2);
        try (Rondo one = Rondo.connect(memory); Rondo two = Rondo.connect(without)) {
            for (int round = 0; round < 100; round++) {
                String channel = "x" + round;
                Task<Boolean> publisher = attempt(start, () -> one.publisher(channel, options(ChannelKind.QUEUE)));
                Task<Boolean> subscriber = attempt(start, () -> two.subscriber(channel, options(ChannelKind.QUEUE)));
                assertThat(publisher.join()).isNotEqualTo(subscriber.join());
            }
        }
    }

    private static Task<Boolean> attempt(CyclicBarrier start, java.util.concurrent.Callable<AutoCloseable> open) {
        return Task.start(() -> {
            start.await();
            try {
                open.call();
                return true;
            } catch (io.rondo.core.ChannelConflictException e) {
                return false;
            }
        });
    }
}
