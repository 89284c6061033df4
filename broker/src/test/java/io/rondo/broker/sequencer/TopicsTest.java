package io.rondo.broker.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.status.TopicStatus;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.AccessException;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics with threads of their own, and logs in memory that the test makes. */
@Timeout(300)
class TopicsTest {
    private static final SegmentSpec SPEC = SegmentSpec.builder().topic(true).sequenced(0).capacity(4096).build();

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final Map<String, Supplier<SequencerLog>> logs = new LinkedHashMap<>();
    private final Health health = new Health();
    private ChannelStore store;
    private Topics topics;

    private final class Logs implements TopicLogSource {
        @Override
        public SequencerLog open(TopicRequest request, boolean exists) {
            return logs.get(request.topic()).get();
        }

        @Override
        public boolean isRecorded(String topic) {
            return true;
        }

        @Override
        public List<TopicRequest> topics() {
            return logs.keySet().stream().map(TopicsTest::request).toList();
        }
    }

    /** Identity of a copy that has no home yet. */
    private record Identity(long id) implements CopyIdentity {
        @Override
        public long home() {
            return 0;
        }

        @Override
        public void home(long logId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int generation(UUID ingress, int latest) {
            return 1;
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() {
        store = new ChannelStore(ChannelDirectory.of(directory, null));
        topics = newTopics();
    }

    private Topics newTopics() {
        return new Topics(store, new Logs(), TopicRules.DEFAULTS, System::nanoTime, 4, 0, health);
    }

    @AfterEach
    void end() {
        topics.close();
    }

    private static TopicRequest request(String topic) {
        return new TopicRequest(topic, SPEC, Durability.DISK);
    }

    @Test
    void aCopyWithALogThatCannotBeReadIsNotContinuedAndOtherTopicsAre() {
        FakeLog unreadable = new FakeLog(Durability.DISK, new Identity(77));
        unreadable.append(1, 1001, 0, 0, 0, Buffers.allocate(Long.BYTES), 0, Long.BYTES);
        unreadable.unreadable(new LogException(LogException.Reason.FAILED, "cannot open the file"));
        logs.put("bad", () -> unreadable);
        logs.put("good", () -> new FakeLog(Durability.DISK, new Identity(78)));
        new TopicRecovery(store, new Logs(), topics, health).recover();

        assertThat(topics.count()).isEqualTo(1);
        assertThat(topics.copy("good").sequence()).isZero();
        assertThat(health.alarms().active()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.NOT_CONTINUED);
            assertThat(alarm.subject()).isEqualTo("bad");
            assertThat(alarm.message()).endsWith("topic bad: cannot open the file");
        });
        assertThat(unreadable.isClosed()).isTrue();
    }

    @Test
    void aTopicWithPropertiesThatDoNotFitTogetherIsNotContinuedAndOtherTopicsAre() {
        logs.put("bad", () -> {
            throw new IllegalArgumentException("max message length 20000 is more than 16000");
        });
        logs.put("good", () -> new FakeLog(Durability.DISK));
        new TopicRecovery(store, new Logs(), topics, health).recover();

        assertThat(topics.status()).extracting(TopicStatus::topic).containsExactly("good");
        assertThat(health.alarms().active()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.NOT_CONTINUED);
            assertThat(alarm.subject()).isEqualTo("bad");
            assertThat(alarm.message()).contains("max message length 20000");
        });
    }

    @Test
    void aTopicThatIsRemovedWhileItIsOpenedIsClosed() {
        FakeLog log = new FakeLog(Durability.DISK) {
            @Override
            public void onProgress(Runnable wake) {
                try {
                    Files.delete(directory.resolve("t.ring"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        logs.put("t", () -> log);
        topics.open(request("t"));
        Watchdog.await("the end of the topic", () -> topics.count() == 0);

        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void aTopicThatCannotBeHandedToItsThreadIsReleasedAndOpenedLater() {
        FakeLog failing = new FakeLog(Durability.DISK) {
            @Override
            public void onProgress(Runnable wake) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };
        logs.put("t", () -> failing);
        assertThatThrownBy(() -> topics.open(request("t"))).isInstanceOf(OutOfMemoryError.class);
        assertThat(topics.count()).isZero();
        assertThat(failing.isClosed()).isTrue();

        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("t"));
        assertThat(topics.count()).isEqualTo(1);
    }

    @Test
    void aSegmentWithAnotherModeIsNotCorruptAndIsContinuedAfterChmod() throws Exception {
        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("t"));
        topics.close();
        topics = newTopics();
        Path file = directory.resolve("t.ring");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> topics.open(request("t"))).isInstanceOf(AccessException.class)
                .hasMessageContaining(file + " has file mode 0640").hasMessageContaining("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        topics.open(request("t"));
        assertThat(topics.count()).isEqualTo(1);
    }

    @Test
    void aSegmentThatVanishesIsUnavailable() throws Exception {
        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("t"));
        var found = store.find("t");
        Files.delete(directory.resolve("t.ring"));
        assertThatThrownBy(() -> TopicSegments.properties(store, found)).isInstanceOfSatisfying(SegmentException.class,
                e -> assertThat(e.reason()).isEqualTo(SegmentException.Reason.UNAVAILABLE));
    }

    /** A log that is opened only when the test allows it. */
    private final class SlowLog implements AutoCloseable {
        private final CountDownLatch opening = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final Task<Void> open;

        SlowLog() throws InterruptedException {
            logs.put("slow", () -> {
                opening.countDown();
                await(end);
                return new FakeLog(Durability.DISK);
            });
            open = Task.start(() -> {
                topics.open(request("slow"));
                return null;
            });
            opening.await();
        }

        @Override
        public void close() {
            end.countDown();
            try {
                open.join();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long register(String topic) throws Exception {
        return topics.register(topic, 5).get(Watchdog.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aProducerIdIsRegisteredWhileAnotherTopicIsBeingOpened() throws Exception {
        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("t"));
        try (SlowLog _ = new SlowLog()) {
            assertThat(Task.start(() -> register("t")).join()).isZero();
            assertThat(topics.count()).isEqualTo(1);
        }
        assertThat(topics.count()).isEqualTo(2);
    }

    @Test
    void theEndOfATopicDoesNotWaitForAnotherThatIsBeingOpened() throws Exception {
        logs.put("removed", () -> new FakeLog(Durability.DISK));
        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("removed"));
        topics.open(request("t"));
        try (SlowLog _ = new SlowLog()) {
            Files.delete(directory.resolve("removed.ring"));
            Watchdog.await("the end of the topic", () -> topics.count() == 1);
            assertThat(register("t")).isZero();
        }
    }

    @Test
    void aRemovedTopicThatIsBeingClosedIsOpenedLater() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        logs.put("t", () -> new FakeLog(Durability.DISK) {
            @Override
            public void close() {
                closing.countDown();
                TopicsTest.await(end);
                super.close();
            }
        });
        topics.open(request("t"));
        Files.delete(directory.resolve("t.ring"));
        closing.await();
        assertThatThrownBy(() -> topics.open(request("t"))).isInstanceOf(NotReadyException.class)
                .hasMessageContaining("topic t was removed and is being closed");
        end.countDown();
        Watchdog.await("the end of the topic", () -> topics.count() == 0);
        topics.open(request("t"));
        assertThat(topics.count()).isEqualTo(1);
    }

    @Test
    void noProducerIdIsRegisteredAfterTheEnd() {
        logs.put("t", () -> new FakeLog(Durability.DISK));
        topics.open(request("t"));
        topics.close();

        assertThatThrownBy(() -> topics.register("t", 5)).isInstanceOf(NotReadyException.class)
                .hasMessage("the broker is ending");
    }
}
