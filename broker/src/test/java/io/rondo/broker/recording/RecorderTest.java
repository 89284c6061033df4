package io.rondo.broker.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.testkit.FaultyStorage;
import io.rondo.client.Buffers;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogReader;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A recorder that the test steps, over a topic in shared memory and a log in memory. */
@Timeout(300)
class RecorderTest {
    private static final String TOPIC = "prices";
    private static final int CAPACITY = 4096;
    /** Messages that fit into the ring: a cache line each. */
    private static final int RING = CAPACITY / 64;
    private static final int FILE_LENGTH = 16 << 10;
    private static final long SECOND = 1_000_000_000L;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private Publisher publisher;
    private FaultyStorage storage = new FaultyStorage();
    private final AtomicLong clock = new AtomicLong(1_000 * SECOND);
    private final Notices notices = new Notices();
    private ChannelLog log;
    private Recorder recorder;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        publisher = topic().publisher();
    }

    @AfterEach
    void disconnect() {
        rondo.close();
    }

    private Topic topic() {
        return rondo.topic(TOPIC).capacity(CAPACITY);
    }

    private void record(SlowConsumer policy) {
        Subscriber subscriber = topic().slowConsumer(policy).subscriber();
        log = ChannelLog.open(storage, new LogSettings(TOPIC, Durability.OS, FILE_LENGTH, 0, 0), notices, notices);
        recorder = new Recorder(subscriber, log, clock::get, notices);
    }

    private void record() {
        record(SlowConsumer.DROP_OLDEST);
    }

    private void publish(long from, long to) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        for (long number = from; number <= to; number++) {
            buffer.putLong(0, number);
            assertThat(publisher.tryPublish(buffer, 0, Long.BYTES)).isPositive();
        }
    }

    private void recordAll() {
        while (recorder.doWork() > 0) {
            log.preparer().doWork();
        }
    }

    private void end() {
        recorder.onClose();
        log.close();
    }

    /** Numbers of the recorded messages as "number@timestamp", and gaps as "first-last reason". */
    private List<String> read() {
        List<String> found = new ArrayList<>();
        try (LogReader reader = new LogReader(storage,
                (first, last, reason) -> found.add(first + "-" + last + " " + reason))) {
            while (reader.poll(record -> {
                found.add(record.payload().getLong(0) + "@" + record.timestamp() / SECOND);
                return Action.CONTINUE;
            }, 100) > 0) {
                // Until there is no more.
            }
        }
        return found;
    }

    @Test
    void messagesAreRecordedInTheirOrderWithTheTimeOfTheClock() {
        record();
        publish(1, 2);
        recordAll();
        clock.addAndGet(SECOND);
        publish(3, 3);
        recordAll();
        end();

        assertThat(read()).containsExactly("1@1000", "2@1000", "3@1001");
        assertThat(recorder.recorded()).isEqualTo(3);
        assertThat(recorder.gaps()).isZero();
        assertThat(notices.texts()).isEmpty();
    }

    @Test
    void aClockThatGoesBackIsReportedOnceAndTimestampsStay() {
        record();
        publish(1, 1);
        recordAll();
        clock.addAndGet(-10 * SECOND);
        publish(2, 3);
        recordAll();
        clock.addAndGet(11 * SECOND);
        publish(4, 4);
        recordAll();
        end();

        assertThat(read()).containsExactly("1@1000", "2@1000", "3@1000", "4@1001");
        assertThat(notices.texts()).containsExactly("clock behind by " + 10 * SECOND);
    }

    @Test
    void aLappedRecorderMarksExactlyTheMessagesThatItLost() {
        record();
        publish(1, 10);
        recordAll();
        publish(11, 10 + 3 * RING);
        recordAll();
        end();

        List<String> found = read();
        long first = Long.parseLong(found.get(11).replaceAll("@.*", ""));
        assertThat(first).isGreaterThan(11);
        assertThat(found.get(10)).isEqualTo("11-" + (first - 1) + " LAPPED");
        assertThat(found).hasSize(11 + (int) (10 + 3 * RING - first + 1)).last().isEqualTo(10 + 3 * RING + "@1000");
        assertThat(recorder.missing()).isEqualTo(first - 11);
        assertThat(recorder.gaps()).isOne();
        assertThat(notices.texts()).containsExactly("gap 11-" + (first - 1) + " LAPPED");
    }

    @ParameterizedTest
    @EnumSource(SlowConsumer.class)
    void aFullDiskDoesNotDelayTheProducerAndItsGapIsMarkedWhenThereIsSpace(SlowConsumer policy) {
        record(policy);
        storage.free(0);
        int number = 0;
        while (!notices.texts().contains("no file") || recorder.recorded() == number) {
            publish(number + 1, ++number);
            recorder.doWork();
            log.preparer().doWork();
        }
        long recorded = recorder.recorded();
        publish(number + 1, number + RING / 2);
        number += RING / 2;
        while (recorder.doWork() > 0) {
            // Until all are dropped.
        }
        assertThat(recorder.recorded()).isEqualTo(recorded);

        storage.free(1 << 20);
        Watchdog.await("a file", () -> {
            log.preparer().doWork();
            return notices.texts().contains("file again");
        });
        publish(number + 1, number + 1);
        recordAll();
        end();
        List<String> found = read();
        assertThat(found).hasSize((int) recorded + 2).endsWith(
                recorded + 1 + "-" + number + " NO_SPACE", number + 1 + "@1000");
    }

    @Test
    void aGapIsMarkedWhenThereIsSpaceAlsoIfNoMessageFollows() {
        record();
        storage.free(0);
        int number = 0;
        while (recorder.recorded() == number) {
            publish(number + 1, ++number);
            recorder.doWork();
            log.preparer().doWork();
        }
        storage.free(1 << 20);
        Watchdog.await("the gap", () -> {
            log.preparer().doWork();
            recorder.doWork();
            return recorder.gaps() > 0;
        });
        assertThat(read()).last().isEqualTo(number + "-" + number + " NO_SPACE");
        end();
    }

    @Test
    void messagesStayInTheTopicWhileTheNextFileIsMade() {
        record();
        int number = 0;
        do {
            publish(number + 1, ++number);
        } while (recorder.doWork() > 0);
        publish(number + 1, number + 10);
        assertThat(recorder.doWork()).isZero();
        log.preparer().doWork();
        assertThat(recorder.doWork()).isEqualTo(11);
        end();

        assertThat(read()).hasSize(number + 10);
        assertThat(notices.texts()).isEmpty();
    }

    @Test
    void theNextRecorderContinuesAndNamesWhatWasPublishedWhileNoneRan() {
        record();
        publish(1, 5);
        recordAll();
        end();
        publish(6, 9);
        record();
        publish(10, 11);
        recordAll();
        end();

        assertThat(read()).containsExactly("1@1000", "2@1000", "3@1000", "4@1000", "5@1000", "6-9 NOT_WRITTEN",
                "10@1000", "11@1000");
    }

    private void recordFromOldest() {
        SharedMemory memory = SharedMemory.open(RondoConfig.builder().directory(directory).build());
        Subscriber subscriber = memory.topicSubscriber(memory.find(TOPIC),
                ChannelSettings.DEFAULTS.slowConsumer(SlowConsumer.DROP_OLDEST), true, ring -> ring);
        log = ChannelLog.open(storage, new LogSettings(TOPIC, Durability.OS, FILE_LENGTH, 0, 0), notices, notices);
        recorder = new Recorder(subscriber, log, clock::get, notices);
    }

    @Test
    void aRecorderThatBeginsAtTheOldestMessageRecordsNoMessageTwiceAndMissesNone() {
        publish(1, 3);
        recordFromOldest();
        recordAll();
        end();
        publish(4, 9);
        recordFromOldest();
        recordAll();
        publish(10, 10);
        recordAll();
        end();
        recordFromOldest();
        assertThat(recorder.position()).isEqualTo(10);
        end();

        assertThat(read()).extracting(text -> text.replaceAll("@.*", "")).containsExactly("1", "2", "3", "4", "5", "6",
                "7", "8", "9", "10");
        assertThat(notices.texts()).isEmpty();
    }

    @Test
    void aRecorderThatIsLappedBeforeItsFirstMessageMarksWhatTheLogDoesNotCover() {
        record();
        publish(1, 20);
        recordAll();
        end();
        recordFromOldest();
        publish(21, 20 + 3 * RING);
        recordAll();
        end();

        List<String> found = read();
        long first = Long.parseLong(found.get(21).replaceAll("@.*", ""));
        assertThat(found.get(20)).isEqualTo("21-" + (first - 1) + " LAPPED");
        assertThat(found).hasSize(21 + (int) (20 + 3 * RING - first + 1)).last().isEqualTo(20 + 3 * RING + "@1000");
    }

    @Test
    void theSequenceInTheLogOfEachMessageOfOneSegmentIsItsNumberAcrossLossesAndRestarts() {
        record();
        long number = 0;
        for (int round = 0; round < 5; round++) {
            publish(number + 1, number + 2 * RING);
            number += 2 * RING;
            recordAll();
            end();
            publish(number + 1, number + 3);
            number += 3;
            storage = storage.afterProcessDeath();
            record();
        }
        publish(number + 1, number + 1);
        recordAll();
        end();
        try (LogReader reader = new LogReader(storage, (first, last, reason) -> {})) {
            while (reader.poll(record -> {
                assertThat(record.payload().getLong(0)).isEqualTo(record.sequence());
                return Action.CONTINUE;
            }, 100) > 0) {
                // Until there is no more.
            }
            assertThat(reader.nextSequence()).isEqualTo(number + 2);
        }
    }

    @Test
    void theMessagesOfANewSegmentFollowWithoutAGap() throws Exception {
        record();
        publish(1, 5);
        recordAll();
        end();
        publisher.close();
        Files.delete(directory.resolve(TOPIC + ".ring"));
        publisher = topic().publisher();
        publish(6, 8);
        record();
        publish(9, 9);
        recordAll();
        end();

        assertThat(read()).containsExactly("1@1000", "2@1000", "3@1000", "4@1000", "5@1000", "9@1000");
    }

    @Test
    void whatWasUnreadInARemovedTopicIsAGap() throws Exception {
        record();
        publish(1, 5);
        recordAll();
        publish(6, 9);
        Files.delete(directory.resolve(TOPIC + ".ring"));
        assertThatThrownBy(() -> Watchdog.await("the removal", () -> recorder.await(Duration.ofSeconds(1)) < 0))
                .isInstanceOf(ChannelRemovedException.class);
        end();

        List<String> found = read();
        assertThat(found).startsWith("1@1000", "2@1000", "3@1000", "4@1000", "5@1000");
        assertThat(recorder.recorded() + recorder.missing()).isEqualTo(9);
    }

    @Test
    void theEndRecordsWhatIsInTheTopic() {
        record();
        publish(1, RING / 2);
        end();

        assertThat(read()).hasSize(RING / 2);
    }

    @Test
    void aLogThatBecameReadOnlyEndsTheRecorderAndNotTheTopic() {
        record();
        int number = 0;
        do {
            publish(number + 1, ++number);
            recorder.doWork();
        } while (log.preparer().doWork() == 0);
        storage.failSyncsAfter(0);
        while (!notices.texts().contains("read-only")) {
            publish(number + 1, ++number);
            recorder.doWork();
            log.preparer().doWork();
            log.syncer().doWork();
        }
        publish(number + 1, number + 1);
        assertThatThrownBy(() -> recorder.doWork()).isInstanceOf(LogException.class).hasMessageContaining("sync");
        recorder.onClose();
        publish(number + 2, number + 2 * RING);
    }
}
