package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.broker.recording.topics.RecordingRule;
import io.rondo.broker.recording.topics.RecordingRules;
import io.rondo.broker.status.LogState;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.support.Watchdog;
import io.rondo.core.SegmentException;
import io.rondo.core.ring.Action;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain topics that the broker records. */
@Order(1)
@Timeout(240)
class PlainTopicRecordingTest extends BrokerFixture {
    private static final String PRICES = "md.prices";

    private static RecordingRules rules(Durability durability, RetentionPolicy retention, String... names) {
        return new RecordingRules(
                Stream.of(names).map(name -> new RecordingRule(new NamePattern(name), durability, retention)).toList());
    }

    private static RecordingRules rules(String... names) {
        return rules(Durability.OS, RetentionPolicy.UNLIMITED, names);
    }

    private Broker startRecording(RecordingRules rules) {
        return startBroker(settings().recordings(rules));
    }

    /** Waits until the log has so many sequences, those of gaps included. */
    private static void awaitRecorded(Broker broker, String topic, long sequence) {
        Watchdog.await("the recording of " + topic, () -> broker.status().recordings().stream().anyMatch(
                each -> each.topic().equals(topic) && each.log().writtenSequence() == sequence
                        && each.lagMessages() == 0));
    }

    /** Returns the numbers in the log of a topic, and gaps as "first-last reason". */
    private List<String> recorded(String topic) {
        List<String> found = new ArrayList<>();
        try (LogReader reader = new LogReader(new LogDirectory(logs().resolve(topic)),
                (first, last, reason) -> found.add(first + "-" + last + " " + reason))) {
            while (reader.poll(record -> {
                found.add(String.valueOf(record.payload().getLong(0)));
                return Action.CONTINUE;
            }, 1000) > 0) {
                // Until there is no more.
            }
        }
        return found;
    }

    private static List<String> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    @Test
    void topicsThatExistAndTopicsThatAreCreatedLaterAreRecordedFromTheirFirstMessage() {
        try (Publisher before = rondo().topic(PRICES).publisher()) {
            publish(before, 1, 5);
            Broker broker = startRecording(rules("md.*"));
            awaitRecorded(broker, PRICES, 5);
            publish(before, 6, 8);
            try (Publisher later = rondo().topic("md.trades").publisher()) {
                publish(later, 1, 3);
                awaitRecorded(broker, "md.trades", 3);
            }
            awaitRecorded(broker, PRICES, 8);
            broker.close();
        }
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 8));
        assertThat(recorded("md.trades")).isEqualTo(numbers(1, 3));
    }

    @Test
    void queuesSequencedTopicsAndOtherNamesAreNotRecorded() throws Exception {
        Broker broker = startRecording(rules("*s"));
        try (Publisher queue = rondo().queue("jobs").publisher();
                SequencedPublisher sequenced = rondo().sequencedTopic("orders").publisher();
                Publisher other = rondo().topic("other").publisher();
                Publisher ticks = rondo().topic("ticks").publisher()) {
            publish(queue, 1, 2);
            publish(sequenced, 1, 2);
            publish(other, 1, 2);
            publish(ticks, 1, 2);
            awaitRecorded(broker, "ticks", 2);
            assertThat(broker.status().recordings()).extracting(RecordingStatus::topic).containsExactly("ticks");
        }
        broker.close();
        try (Stream<Path> entries = Files.list(logs())) {
            assertThat(entries.map(each -> each.getFileName().toString()).filter(each -> !each.startsWith("@")))
                    .containsExactly("ticks");
        }
    }

    @Test
    void noPublisherWaitsForTheRecorderAndWhatItLosesIsAGap() {
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).capacity(4096).publisher()) {
            publish(publisher, 1);
            awaitRecorded(broker, PRICES, 1);
            try (SegmentObserver observer = store().observe(PRICES)) {
                assertThat(observer.table().list()).filteredOn(info -> info.role() == Role.CONSUMER)
                        .allMatch(ParticipantInfo::isLossy).hasSize(1);
            }
            publish(publisher, 2, 200_000);
            awaitRecorded(broker, PRICES, 200_000);
            RecordingStatus status = broker.status().recordings().getFirst();
            assertThat(status.messages() + status.log().missingMessages()).isEqualTo(200_000);
        }
        broker.close();
        List<String> found = recorded(PRICES);
        long missing = found.stream().filter(each -> each.contains("-")).mapToLong(each -> {
            assertThat(each).endsWith(" LAPPED");
            String[] range = each.replace(" LAPPED", "").split("-");
            return Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
        }).sum();
        assertThat(found.stream().filter(each -> !each.contains("-")).count() + missing).isEqualTo(200_000);
    }

    @Test
    void theNextBrokerContinuesWithoutAGapWhatTheTopicStillHas() {
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            Broker first = startRecording(rules("md.*"));
            publish(publisher, 1, 5);
            awaitRecorded(first, PRICES, 5);
            first.close();
            publish(publisher, 6, 9);
            Broker second = startRecording(rules("md.*"));
            awaitRecorded(second, PRICES, 9);
            publish(publisher, 10);
            awaitRecorded(second, PRICES, 10);
            assertThat(second.status().recordings().getFirst().messages()).isEqualTo(5);
            second.close();
        }
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 10));
    }

    @Test
    void aTopicWithoutOtherParticipantsCanBeRemovedAndIsRecordedWhenItIsCreatedAgain() {
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 1, 3);
            awaitRecorded(broker, PRICES, 3);
        }
        Watchdog.await("the removal", () -> {
            try {
                store().remove(PRICES);
                return true;
            } catch (SegmentException e) {
                assertThat(e).hasMessageContaining("channel " + PRICES + " is in use by");
                return false;
            }
        });
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 4, 6);
            awaitRecorded(broker, PRICES, 6);
        }
        broker.close();
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 6));
    }

    @Test
    void aTopicThatIsReplacedWhileItIsRecordedContinuesInTheSameLog() throws Exception {
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 1, 3);
            awaitRecorded(broker, PRICES, 3);
        }
        Files.delete(directory().resolve(PRICES + ".ring"));
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 4, 5);
            awaitRecorded(broker, PRICES, 5);
        }
        broker.close();
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 5));
    }

    @Test
    void anIdleTopicIsRecordedAgainWithoutAGapWhenAPublisherAttaches() {
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 1, 3);
            awaitRecorded(broker, PRICES, 3);
        }
        Watchdog.await("the end of the recorder", () -> {
            try (SegmentObserver observer = store().observe(PRICES)) {
                return observer.table().count(Role.CONSUMER) == 0;
            }
        });
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 4, 6);
            awaitRecorded(broker, PRICES, 6);
        }
        broker.close();
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 6));
    }

    @Test
    void theRecorderDoesNotKeepAnEphemeralTopic() {
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).ephemeral(true).publisher()) {
            publish(publisher, 1, 3);
            awaitRecorded(broker, PRICES, 3);
        }
        Watchdog.await("the end of the topic", () -> !Files.exists(directory().resolve(PRICES + ".ring")));
        broker.close();
        assertThat(recorded(PRICES)).isEqualTo(numbers(1, 3));
    }

    @Test
    void aReloadBeginsAndEndsRecordingsAndChangesTheirDurabilityAndRetention() {
        BrokerSettings settings = settings();
        Broker broker = startBroker(settings);
        try (Publisher prices = rondo().topic(PRICES).maxMessageLength(1 << 14).publisher();
                Publisher trades = rondo().topic("trades").publisher()) {
            publish(prices, 1, 2);
            publish(trades, 1, 2);
            broker.reload(settings.recordings(rules("md.*")));
            awaitRecorded(broker, PRICES, 2);
            assertThat(broker.status().recordings()).extracting(RecordingStatus::topic).containsExactly(PRICES);

            broker.reload(settings.recordings(rules(Durability.DISK, RetentionPolicy.UNLIMITED, "md.*", "trades")));
            awaitRecorded(broker, "trades", 2);
            Watchdog.await("the other durability", () -> broker.status().recordings().stream().filter(
                    each -> each.topic().equals(PRICES) && each.durability() == Durability.DISK).count() == 1);
            publish(prices, 3, 4);
            awaitRecorded(broker, PRICES, 4);
            Watchdog.await("the sync", () -> broker.status().recordings().getFirst().log().durableSequence() == 4);

            for (int sequence = 5; sequence <= 404; sequence++) {
                prices.publish(Buffers.allocate(1 << 14), 0, 1 << 14);
                // The ring has space for about 64 of these messages.
                awaitRecorded(broker, PRICES, sequence);
            }
            assertThat(broker.status().recordings().getFirst().log().files()).isGreaterThan(4);
            broker.reload(settings.recordings(
                    rules(Durability.DISK, new RetentionPolicy(2 * LOG_FILE_LENGTH, 0, false), "md.*", "trades")));
            Watchdog.await("deletion", () -> broker.status().recordings().getFirst().log().files() <= 2);

            broker.reload(settings.recordings(rules("trades")));
            Watchdog.await("the end", () -> broker.status().recordings().stream().map(RecordingStatus::topic).toList()
                    .equals(List.of("trades")));
            publish(prices, 5);
            publish(trades, 3);
            awaitRecorded(broker, "trades", 3);
        }
        broker.close();
        assertThat(recorded("trades")).isEqualTo(numbers(1, 3));
        assertThat(recorded(PRICES)).last().isEqualTo("0");
    }

    @Test
    void aTopicThatAnotherProcessRecordsIsAnAlarmThatNamesItUntilThatEnds() {
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 1, 3);
            MappedStorage other = new MappedStorage(logs().resolve(PRICES), 0600);
            Broker broker = startRecording(rules("md.*"));
            Watchdog.await("the alarm", () -> !broker.status().alarms().isEmpty());
            Alarm alarm = broker.status().alarms().getFirst();
            assertThat(alarm.kind()).isEqualTo(AlarmKind.NOT_RECORDED);
            assertThat(alarm.subject()).isEqualTo(PRICES);
            assertThat(alarm.blocking()).isFalse();
            assertThat(alarm.message()).contains("another process, pid " + ProcessHandle.current().pid() + ", writes");
            assertThat(broker.status().recordings()).isEmpty();
            other.close();
            awaitRecorded(broker, PRICES, 3);
            Watchdog.await("the end of the alarm", () -> broker.status().alarms().isEmpty());
        }
    }

    @Test
    void theLogOfASequencedTopicIsNotContinuedWithAPlainOne() throws Exception {
        Broker first = startBroker(settings(Durability.DISK, RetentionPolicy.UNLIMITED));
        SequencedPublisher sequenced = rondo().sequencedTopic("orders").publisher();
        publish(sequenced, 1, 3);
        awaitConfirmed(sequenced, 3);
        disconnectAll();
        first.close();
        store().remove("orders");
        Files.delete(logs().resolve("orders/topic"));
        Files.writeString(logs().resolve("orders/topic"), "damaged, so that the topic is not continued\n");
        try (Publisher plain = rondo().topic("orders").publisher()) {
            publish(plain, 1);
            Broker broker = startRecording(rules("*"));
            Watchdog.await("the alarm", () -> broker.status().alarms().stream()
                    .anyMatch(alarm -> alarm.kind() == AlarmKind.NOT_RECORDED
                            && alarm.message().contains("the log of a sequenced topic")));
        }
        assertThat(recorded("orders")).isEqualTo(numbers(1, 3));
    }

    @Test
    void aSubscriberAndARecorderOfOneTopicGetTheSameMessages() {
        Broker broker = startRecording(rules("*"));
        List<String> seen = new ArrayList<>();
        try (Publisher publisher = rondo().topic("ticks").publisher();
                Subscriber subscriber = rondo().topic("ticks").slowConsumer(SlowConsumer.BLOCK).subscriber()) {
            for (int batch = 0; batch < 10; batch++) {
                publish(publisher, batch * 100 + 1, batch * 100 + 100);
                while (seen.size() < batch * 100 + 100) {
                    subscriber.poll((buffer, offset, length) -> seen.add(String.valueOf(buffer.getLong(offset))), 100);
                }
            }
            awaitRecorded(broker, "ticks", 1000);
            assertThat(broker.status().recordings().getFirst().log().state()).isEqualTo(LogState.RECORDING);
        }
        broker.close();
        assertThat(recorded("ticks")).isEqualTo(seen);
    }

    @Test
    void aLogDirectoryThatCannotBeUsedIsAnAlarmAndTheTopicGoesOn() throws Exception {
        Files.writeString(logs().resolve(PRICES), "no directory");
        Broker broker = startRecording(rules("md.*"));
        try (Publisher publisher = rondo().topic(PRICES).publisher()) {
            publish(publisher, 1, 100_000);
            Watchdog.await("the alarm", () -> broker.status().alarms().stream()
                    .anyMatch(alarm -> alarm.kind() == AlarmKind.NOT_RECORDED && alarm.subject().equals(PRICES)));
            Files.delete(logs().resolve(PRICES));
            Watchdog.await("the recording", () -> !broker.status().recordings().isEmpty());
        }
    }
}
