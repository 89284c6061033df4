package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sleeps and who wakes whom, as the counters in the segment tell. */
class SharedMemoryWakeTest {
    private static final ChannelSettings OPTIONS = ChannelSettings.DEFAULTS.capacity(4096);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void anIdleReceiveSleepsAndAPublishWakesIt() throws Exception {
        try (Rondo rondo = SharedMemoryContract.connect(directory);
                Subscriber in = Channels.subscriber(rondo, "idle", OPTIONS);
                Publisher out = Channels.publisher(rondo, "idle", OPTIONS);
                SegmentObserver observer = observe("idle")) {
            Task<Integer> receive = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            await(observer, Role.CONSUMER, Counter.PARKS, 1);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).isZero();
            Messages.publish(out, 1);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).isEqualTo(1);
            assertThat(receive.join()).isEqualTo(1);
            assertThat(count(observer, Role.CONSUMER, Counter.MESSAGES)).isEqualTo(1);
            assertThat(count(observer, Role.PRODUCER, Counter.MESSAGES)).isEqualTo(1);
            Messages.publish(out, 2, 3, 4);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).as("nobody slept").isEqualTo(1);
        }
    }

    @Test
    void everySleepIsBounded() throws Exception {
        try (Rondo rondo = SharedMemoryContract.connect(directory);
                Subscriber in = Channels.subscriber(rondo, "idle", OPTIONS);
                SegmentObserver observer = observe("idle")) {
            Task<Integer> receive = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            // Nobody wakes it, and yet it looks again: a waker may have been killed before its wake.
            await(observer, Role.CONSUMER, Counter.PARKS, 3);
            try (Publisher out = Channels.publisher(rondo, "idle", OPTIONS)) {
                Messages.publish(out, 1);
            }
            assertThat(receive.join()).isEqualTo(1);
        }
    }

    @Test
    void spaceThatAnAbortedClaimGivesBackWakesWhoWaitsForIt() throws Exception {
        try (Rondo rondo = SharedMemoryContract.connect(directory);
                Subscriber in = Channels.subscriber(rondo, "full", OPTIONS);
                Publisher aborting = Channels.publisher(rondo, "full", OPTIONS);
                Publisher waiting = Channels.publisher(rondo, "full", OPTIONS);
                SegmentObserver observer = observe("full")) {
            for (int i = 0; i < 2; i++) {
                try (Claim claim = aborting.tryClaim(aborting.maxMessageLength())) {
                    assertThat(claim.length()).isPositive();
                }
            }
            Task<Long> publish = Task.start(() -> waiting.publish(Messages.of(1), 0, 8));
            await(observer, Role.PRODUCER, Counter.PARKS, 1);
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(1);
            assertThat(publish.join()).isEqualTo(1);
        }
    }

    @Test
    void aConsumerThatJoinsWakesAProducerItMayHaveHeldUp() throws Exception {
        ChannelSettings topic = ChannelSettings.DEFAULTS.capacity(4096).kind(ChannelKind.TOPIC);
        ChannelSettings dropping = ChannelSettings.DEFAULTS.slowConsumer(SlowConsumer.DROP_OLDEST);
        try (Rondo rondo = SharedMemoryContract.connect(directory);
                Subscriber slow = Channels.subscriber(rondo, "topic", topic);
                Publisher out = Channels.publisher(rondo, "topic", topic);
                SegmentObserver observer = observe("topic")) {
            long taken = Messages.fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(1), 0, 8));
            await(observer, Role.PRODUCER, Counter.PARKS, 1);
            try (Subscriber joining = Channels.subscriber(rondo, "topic", topic)) {
                assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(1);
                await(observer, Role.PRODUCER, Counter.PARKS, 2);
                try (Subscriber other = Channels.subscriber(rondo, "topic", dropping)) {
                    assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(2);
                    assertThat(slow.poll(Messages.IGNORE, 10)).isPositive();
                    assertThat(publish.join()).isEqualTo(taken + 1);
                    assertThat(joining.poll(Messages.IGNORE, 10)).isEqualTo(1);
                    assertThat(other.poll(Messages.IGNORE, 10)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aRefusedPublishIsCounted() {
        try (Rondo rondo = SharedMemoryContract.connect(directory);
                Publisher out = Channels.publisher(rondo, "full", OPTIONS);
                SegmentObserver observer = observe("full")) {
            Messages.fill(out);
            assertThat(count(observer, Role.PRODUCER, Counter.BACK_PRESSURED)).isEqualTo(1);
            assertThat(out.tryClaim(8)).isNull();
            assertThat(count(observer, Role.PRODUCER, Counter.BACK_PRESSURED)).isEqualTo(2);
        }
    }

    private SegmentObserver observe(String channel) {
        return new ChannelStore(ChannelDirectory.of(directory, null)).observe(channel);
    }

    private static long count(SegmentObserver observer, Role role, Counter counter) {
        return observer.table().list().stream().filter(info -> info.role() == role)
                .mapToLong(info -> info.count(counter)).sum();
    }

    private static void await(SegmentObserver observer, Role role, Counter counter, long least) {
        Watchdog.await(role + " " + counter, () -> count(observer, role, counter) >= least);
    }
}
