package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Durability;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(Watchdog.SECONDS)
class RecordedTopicTest extends BrokerFixture {
    private static final int CAPACITY = 4096;
    /** Many more than the topic holds. */
    private static final int MANY = 20_000;

    private SequencedTopic topic(Durability durability) {
        return rondo().sequencedTopic(TOPIC).capacity(CAPACITY).durability(durability);
    }

    private List<Long> numbersFrom(StartPosition position, int count) {
        try (SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).from(position).subscriber()) {
            return read(subscriber, count).stream().map(Seen::number).toList();
        }
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private void publishConfirmed(Durability durability, long first, long last) {
        try (SequencedPublisher publisher = topic(durability).publisher()) {
            publish(publisher, first, last);
            awaitConfirmed(publisher, last - first + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void aLateSubscriberReadsEverythingFromTheBeginning(Durability durability) {
        startBroker();

        publishConfirmed(durability, 1, MANY);

        assertThat(numbersFrom(StartPosition.earliest(), MANY)).isEqualTo(numbers(1, MANY));
        assertThat(numbersFrom(StartPosition.sequence(MANY / 2), 10)).isEqualTo(numbers(MANY / 2, MANY / 2 + 9));
        assertThat(numbersFrom(StartPosition.time(Instant.EPOCH), 10)).isEqualTo(numbers(1, 10));
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void historyGoesOverIntoLiveMessagesWithoutAGapWhileAProducerWritesAtFullSpeed(Durability durability)
            throws InterruptedException {
        startBroker();
        try (SequencedPublisher publisher = topic(durability).publisher()) {
            publish(publisher, 1, MANY);
            Thread producer = Thread.ofPlatform().start(() -> publish(publisher, MANY + 1, 10 * MANY));

            assertThat(numbersFrom(StartPosition.earliest(), 10 * MANY)).isEqualTo(numbers(1, 10 * MANY));
            producer.join();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void theBrokerWaitsForNoSubscriberAndASlowOneMissesNothing(Durability durability) {
        startBroker();
        topic(durability).publisher().close();
        try (SequencedSubscriber slow = rondo().sequencedTopic(TOPIC).subscriber()) {
            publishConfirmed(durability, 1, MANY);

            assertThat(read(slow, MANY)).extracting(Seen::number).isEqualTo(numbers(1, MANY));
            assertThat(slow.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void aTopicWhoseSegmentsAreGoneIsMadeAgainFromItsLog(Durability durability) throws IOException {
        Broker first = startBroker();
        publishConfirmed(durability, 1, MANY);
        first.close();
        // As a reboot does.
        disconnectAll();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        startBroker();

        assertThat(store().find(TOPIC).capacity()).isEqualTo(CAPACITY);
        publishConfirmed(durability, MANY + 1, MANY + 5);
        assertThat(numbersFrom(StartPosition.earliest(), MANY + 5)).isEqualTo(numbers(1, MANY + 5));
    }

    @Test
    void timestampsDoNotGoBackAcrossARestart() {
        Broker first = startBroker();
        publishConfirmed(Durability.OS, 1, 3);
        first.close();
        startBroker();
        publishConfirmed(Durability.OS, 4, 6);

        try (SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).from(StartPosition.earliest())
                .subscriber()) {
            assertThat(read(subscriber, 6)).extracting(Seen::timestamp).isSorted();
        }
    }

    @Test
    void aProducerIsAnsweredWithItsLastRecordedSequenceAfterTheSegmentsAreGone() throws IOException {
        Broker first = startBroker();
        try (SequencedPublisher publisher = topic(Durability.DISK).producerId(7).publisher()) {
            publish(publisher, 1, 5);
            awaitConfirmed(publisher, 5);
        }
        first.close();
        disconnectAll();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        startBroker();

        try (SequencedPublisher publisher = topic(Durability.DISK).producerId(7).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(5);
            assertThat(publisher.publish(5, message(99), 0, Long.BYTES)).isEqualTo(5);
            assertThat(publisher.ignored()).isOne();
        }
    }

    @Test
    void aSequenceThatRetentionRemovedIsRefusedWithTheOldestOneThatIsKept() {
        startBroker(settings(Durability.MEMORY, new RetentionPolicy(3L << 20, 0, false)));
        topic(Durability.OS).publisher().close();
        List<Long> oldest = new ArrayList<>();
        try (SequencedPublisher publisher = topic(Durability.OS).publisher()) {
            Watchdog.await("retention", () -> {
                publish(publisher, 1, MANY);
                try {
                    rondo().sequencedTopic(TOPIC).from(StartPosition.sequence(1)).subscriber().close();
                    return false;
                } catch (SequenceUnavailableException e) {
                    assertThat(e).hasMessageContaining("messages 1 to " + (e.oldest() - 1));
                    oldest.add(e.oldest());
                    return true;
                }
            });
        }

        try (SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).from(StartPosition.earliest())
                .subscriber()) {
            assertThat(read(subscriber, 1).getFirst().sequence()).isGreaterThanOrEqualTo(oldest.getFirst());
        }
    }

    @Test
    void theDurabilityOfATopicCannotBeChanged() {
        startBroker();
        topic(Durability.OS).publisher().close();

        assertThatThrownBy(() -> topic(Durability.MEMORY).publisher()).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("has durability OS");
    }

    @Test
    void aTopicWithoutALogStaysSoWhenTheDefaultIsDisk() {
        Broker first = startBroker();
        topic(Durability.MEMORY).publisher().close();
        first.close();
        startBroker(settings(Durability.DISK, RetentionPolicy.UNLIMITED));

        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).publisher()) {
            publish(publisher, 1);
        }

        assertThat(logs().resolve(TOPIC)).doesNotExist();
    }

    @Test
    void aBrokerWithAnotherLogDirectoryDoesNotContinueARecordedTopic() throws IOException {
        Broker first = startBroker();
        topic(Durability.OS).publisher().close();
        first.close();
        Path other = Files.createDirectory(logs().resolve("other"));
        startBroker(settings().logs(settings().logs().directory(other)));

        assertThatThrownBy(() -> topic(Durability.OS).publisher()).isInstanceOf(RondoException.class)
                .hasMessageContaining("set RONDO_LOG_DIR to " + logs());
    }

    @Test
    void aPlainQueueWithTheNameOfARecordedTopicIsNamedWithTheRemedy() {
        Broker broker = startBroker();
        publishConfirmed(Durability.OS, 1, 3);
        broker.close();
        store().remove(TOPIC);
        rondo().queue(TOPIC).publisher().close();
        startBroker();

        assertThatThrownBy(() -> topic(Durability.OS).publisher()).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("is recorded, but a plain queue has its name")
                .hasMessageContaining("rondo rm " + TOPIC).hasMessageContaining("RONDO_LOG_DIR");
        disconnectAll();
        store().remove(TOPIC);
        assertThat(numbersFrom(StartPosition.earliest(), 3)).isEqualTo(numbers(1, 3));
    }

    @Test
    void aSecondBrokerWithTheSameLogDirectoryIsRefused() throws IOException {
        startBroker();
        Path other = Files.createDirectory(directory().resolve("other"));
        Files.setPosixFilePermissions(other, Files.getPosixFilePermissions(directory()));

        assertThatThrownBy(() -> startBroker(new BrokerSettings(
                RondoConfig.builder().directory(other).build(), settings().logs(), settings().topics(),
                settings().recordings(), settings().bridges(), settings().topicsPerThread(), settings().drain(),
                settings().http())))
                .isInstanceOf(ChannelInUseException.class)
                .hasMessageContaining("RONDO_LOG_DIR");
    }

    @Test
    void removingATopicKeepsItsLog() {
        Broker broker = startBroker();
        publishConfirmed(Durability.OS, 1, 3);
        broker.close();
        store().remove(TOPIC);
        startBroker();

        assertThat(numbersFrom(StartPosition.earliest(), 3)).isEqualTo(numbers(1, 3));
    }
}
