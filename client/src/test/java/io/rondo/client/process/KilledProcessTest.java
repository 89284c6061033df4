package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed with SIGKILL never blocks the others. */
@Order(1)
class KilledProcessTest extends ConnectionFixture {
    /** More than a lap. */
    private static final long MORE = 10_000;
    /** The system call's number. */
    private static final String FUTEX = System.getProperty("os.arch").equals("aarch64") ? "98" : "202";

    @ParameterizedTest
    @EnumSource(names = "TOPIC", mode = EnumSource.Mode.EXCLUDE)
    void aNewConsumerContinuesWhereTheKilledOneConfirmed(Kind kind) throws Exception {
        try (ChildJvm producer = SmallJvm.CLIENT.start(directory(), BulkProducerMain.class, kind, 0, 0, 1, 0)) {
            producer.expect("ready");
            producer.send("go");
            long handled = 0;
            long confirmed = 0;
            for (int round = 0; round < 4; round++) {
                Path file = directory().resolve("progress-" + round);
                LongBuffer progress = StepConsumerMain.map(file);
                try (ChildJvm consumer = SmallJvm.CLIENT.start(directory(), StepConsumerMain.class, kind, file)) {
                    consumer.expect("ready");
                    Watchdog.await("3000 more", () -> progress.get(2) - progress.get(0) > 3000);
                    consumer.kill();
                    // What it had confirmed does not come again, and at most what it had in hand does.
                    assertThat(progress.get(0)).as("%s", consumer).isGreaterThan(confirmed)
                            .isLessThanOrEqualTo(handled + 1);
                    handled = progress.get(1);
                    confirmed = progress.get(2);
                }
            }
            BulkReader rest = new BulkReader();
            try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
                while (rest.count() < 3000) {
                    Messages.receive(in, rest);
                }
            }
        }
    }

    @Test
    void aQueueGoesOnWhenProducersAreKilledAnywhere() throws Exception {
        long seed = Long.getLong("rondo.seed", System.nanoTime());
        Random random = new Random(seed);
        List<ChildJvm> producers = new ArrayList<>();
        BulkReader reader = new BulkReader();
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, Kind.QUEUE.options())) {
            for (int i = 0; i < 6; i++) {
                ChildJvm producer = SmallJvm.CLIENT.start(directory(), BulkProducerMain.class, Kind.QUEUE, i, 0, 1, 0);
                producers.add(producer);
                producer.expect("ready");
                producer.send("go");
                long until = reader.count() + 20_000 + random.nextInt(20_000);
                while (reader.count() < until) {
                    Messages.receive(in, reader);
                }
                if (i > 0) {
                    producers.get(i - 1).kill();
                }
            }
            producers.getLast().kill();
            try (Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
                Task<Void> last = Task.start(() -> {
                    Messages.publish(out, -1);
                    return null;
                });
                boolean[] end = new boolean[1];
                while (!end[0]) {
                    Messages.receive(in, (buffer, offset, length) -> {
                        end[0] = length == Messages.LENGTH && buffer.getLong(offset) == -1;
                        if (!end[0]) {
                            reader.onMessage(buffer, offset, length);
                        }
                    });
                }
                last.join();
            }
            assertThat(in.producers()).isZero();
        } catch (AssertionError e) {
            throw new AssertionError("rondo.seed=" + seed + ", producers " + producers, e);
        } finally {
            for (ChildJvm producer : producers) {
                producer.close();
            }
        }
        assertThat(reader.lastOf()).hasSize(6);
    }

    @Test
    void theOpenClaimOfAKilledProducerIsSkippedAndCounted() throws Exception {
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, Kind.QUEUE.options());
                Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
            Messages.publish(out, 1);
            List<ChildJvm> children = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    children.add(SmallJvm.CLIENT.start(directory(), ClaimMain.class, Kind.QUEUE, 100 + i));
                    children.get(i).expect("claimed");
                    Messages.publish(out, i + 2);
                }
                Received received = new Received();
                assertThat(in.poll(received, 10)).isEqualTo(1);
                for (ChildJvm child : children) {
                    child.kill();
                }
                while (received.numbers().size() < 4) {
                    Messages.receive(in, received);
                }
                assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L);
            } finally {
                for (ChildJvm child : children) {
                    child.close();
                }
            }
            try (SegmentObserver observer = observe()) {
                assertThat(observer.table().list().stream().filter(info -> info.role() == Role.CONSUMER)
                        .mapToLong(info -> info.count(Counter.RECOVERED)).sum()).isEqualTo(3);
            }
        }
    }

    @Test
    void aConsumerParkedAtAnEmptyQueueFindsWhatTheOnlyProducerLeftAlsoIfNobodyWakesIt() throws Exception {
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL,
                Kind.QUEUE.options().waitStrategy(WaitStrategy.park()));
                SegmentObserver observer = observe()) {
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.receive(received, 1, Duration.ofMinutes(10)));
            try (ChildJvm child = SmallJvm.CLIENT.start(directory(), ClaimMain.class, Kind.QUEUE, 100)) {
                Watchdog.await("asleep", () -> count(observer, Role.CONSUMER, Counter.PARKS) > 0);
                child.expect("claimed");
                child.kill();
            }
            Watchdog.await("skipped", () -> count(observer, Role.CONSUMER, Counter.RECOVERED) == 1);
            assertThat(receive.isDone()).isFalse();
            try (Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
                Messages.publish(out, 1);
            }
            assertThat(receive.join()).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    private static long count(SegmentObserver observer, Role role, Counter counter) {
        return observer.table().list().stream().filter(info -> info.role() == role)
                .mapToLong(info -> info.count(counter)).sum();
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerKilledAsleepInTheKernelIsSucceeded(Kind kind) throws Exception {
        try (ChildJvm consumer = SmallJvm.CLIENT.start(directory(), StepConsumerMain.class, kind,
                directory().resolve("progress"))) {
            consumer.expect("ready");
            awaitAsleepInTheKernel(consumer);
            consumer.kill();
        }
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS);
                Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
            assertThat(out.consumers()).isOne();
            Task<Long> publishing = Task.start(() -> {
                for (long number = 1; number <= MORE; number++) {
                    Messages.publish(out, number);
                }
                return MORE;
            });
            Received received = new Received();
            while (received.numbers().size() < MORE) {
                Messages.receive(in, received);
            }
            assertThat(publishing.join()).isEqualTo(MORE);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, MORE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProducerKilledAsleepInTheKernelIsSucceeded(Kind kind) throws Exception {
        BulkReader reader = new BulkReader();
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, kind.options())) {
            try (ChildJvm producer = SmallJvm.CLIENT.start(directory(), BulkProducerMain.class, kind, 0, 1, 1, 0)) {
                producer.expect("ready");
                producer.send("go");
                awaitAsleepInTheKernel(producer);
                producer.kill();
            }
            long committed = 0;
            try (SegmentObserver observer = observe()) {
                committed = count(observer, Role.PRODUCER, Counter.MESSAGES);
            }
            assertThat(in.producers()).isZero();
            try (ChildJvm next = SmallJvm.CLIENT.start(directory(), BulkProducerMain.class, kind, 1, 1, 1, MORE)) {
                next.expect("ready");
                next.send("go");
                while (reader.lastOf().getOrDefault(1L, 0L) < MORE) {
                    Messages.receive(in, reader);
                }
                next.expect("published");
                next.expectEnd();
            }
            assertThat(reader.lastOf()).containsEntry(0L, committed);
            assertThat(reader.count()).isEqualTo(committed + MORE);
        }
    }

    /** In FUTEX_WAIT on a word that processes share: the JVM's own waits are private. */
    private static void awaitAsleepInTheKernel(ChildJvm child) {
        Path tasks = Path.of("/proc", Long.toString(child.pid()), "task");
        Watchdog.await("in FUTEX_WAIT: " + child, () -> {
            try (Stream<Path> threads = Files.list(tasks)) {
                return threads.anyMatch(KilledProcessTest::isInSharedFutexWait);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static boolean isInSharedFutexWait(Path thread) {
        try {
            // Number, address, operation.
            String[] call = Files.readString(thread.resolve("syscall")).split(" ");
            return call.length > 2 && call[0].equals(FUTEX) && call[2].equals("0x0");
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = "QUEUE", mode = EnumSource.Mode.EXCLUDE)
    void theOpenClaimOfAKilledSingleProducerLeavesNoTrace(Kind kind) throws Exception {
        try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, kind.options())) {
            try (ChildJvm child = SmallJvm.CLIENT.start(directory(), ClaimMain.class, kind, 100)) {
                child.expect("claimed");
                child.kill();
            }
            try (Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, kind.options())) {
                Messages.publish(out, 1);
                Received received = new Received();
                Messages.receive(in, received);
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    void aKilledConsumerOfATopicNoLongerBlocksTheProducer() throws Exception {
        try (Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, Kind.TOPIC.options());
                ChildJvm first = SmallJvm.CLIENT.start(directory(), SubscribeMain.class, Kind.TOPIC);
                ChildJvm second = SmallJvm.CLIENT.start(directory(), SubscribeMain.class, Kind.TOPIC);
                SegmentObserver observer = observe()) {
            first.answer();
            second.answer();
            assertThat(out.consumers()).isEqualTo(2);
            long taken = Messages.fill(out);
            second.kill();
            assertThat(out.consumers()).isEqualTo(1);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(1), 0, 8));
            Watchdog.await("asleep", () -> observer.table().list().stream()
                    .anyMatch(info -> info.count(Counter.PARKS) > 0));
            assertThat(publish.isDone()).isFalse();
            first.kill();
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThat(out.consumers()).isZero();
        }
    }

    @Test
    void aPublisherThatWantsAConsumerSeesItsConsumerKilled() throws Exception {
        try (ChildJvm consumer = SmallJvm.CLIENT.start(directory(), SubscribeMain.class, Kind.QUEUE);
                Publisher out = Channels.publisher(rondo(), Kind.CHANNEL,
                        Kind.QUEUE.options().failWithoutConsumer(true));
                SegmentObserver observer = observe()) {
            consumer.expect("ready 1");
            Messages.fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(1), 0, 8));
            Watchdog.await("asleep", () -> observer.table().list().stream()
                    .anyMatch(info -> info.count(Counter.PARKS) > 0));
            assertThat(publish.isDone()).isFalse();
            consumer.kill();
            assertThat(publish.join()).isEqualTo(Publisher.NOT_CONNECTED);
        }
    }

    private SegmentObserver observe() {
        return store().observe(Kind.CHANNEL);
    }
}
