package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Action;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Claim;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a sequenced topic however its publishers and subscribers are connected. */
@Order(1)
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(180)
class SequencedContractTest extends BrokerFixture {
    private static final int SMALL = 4096;

    /**
     * The transports that publishers and subscribers use in turn. The broker is between them, so a publisher and a subscriber
     * over the same transport run no code that these two cases do not run.
     */
    enum Wiring {
        SOCKET_FIRST(Transport.SOCKET, Transport.SHM), SHARED_MEMORY_FIRST(Transport.SHM, Transport.SOCKET);

        private final List<Transport> transports;

        Wiring(Transport... transports) {
            this.transports = List.of(transports);
        }
    }

    @Parameter
    private Wiring wiring;
    private final List<Rondo> connections = new ArrayList<>();
    private int opened;

    @BeforeEach
    void connectWired() {
        wiring.transports.forEach(transport -> connections.add(
                Rondo.connect(RondoConfig.builder().directory(directory()).transport(transport).build())));
    }

    @AfterEach
    void disconnectWired() {
        connections.forEach(Rondo::close);
    }

    /** The topic over the next transport. */
    private SequencedTopic topic() {
        return connections.get(opened++ % connections.size()).sequencedTopic(TOPIC);
    }

    private Broker startRecordingBroker() {
        return startBroker(settings(Durability.OS, RetentionPolicy.UNLIMITED));
    }

    @Test
    void messagesArriveWithSequenceAndTimestampAndAreConfirmed() {
        startBroker();
        try (SequencedPublisher publisher = topic().publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            long before = System.currentTimeMillis() * 1_000_000;
            publish(publisher, 1, 1000);
            List<Seen> seen = read(subscriber, 1000);
            assertThat(seen).extracting(Seen::sequence).isEqualTo(Messages.range(1, 1000));
            assertThat(seen).extracting(Seen::number).isEqualTo(Messages.range(1, 1000));
            assertThat(seen).extracting(Seen::timestamp).isSorted().allMatch(timestamp -> timestamp >= before);
            assertThat(subscriber.sequence()).isEqualTo(1000);
            assertThat(subscriber.timestamp()).isEqualTo(seen.getLast().timestamp());
            awaitConfirmed(publisher, 1000);
            assertThat(publisher.consumers()).isEqualTo(1);
            assertThat(publisher.producers()).isEqualTo(1);
            assertThat(subscriber.producers()).isEqualTo(1);
            assertThat(subscriber.consumers()).isEqualTo(1);
            assertThat(subscriber.lost()).isZero();
            assertThat(publisher.channel()).isEqualTo(TOPIC);
            assertThat(publisher.transport()).isEqualTo(wiring.transports.getFirst());
        }
    }

    @Test
    void manyPublishersAndSubscribersSeeOneOrder() throws Exception {
        startRecordingBroker();
        assertOneOrder(this::topic, 20_000);
    }

    @Test
    void aClaimIsPublishedShortened() {
        startBroker();
        try (SequencedPublisher publisher = topic().publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            for (int length : new int[]{0, 8, publisher.maxMessageLength()}) {
                Claim claim = publisher.claim(publisher.maxMessageLength());
                claim.buffer().setMemory(claim.offset(), claim.length(), (byte) length);
                claim.commit(length);
                int[] seen = {-1};
                subscriber.receive((sequence, timestamp, buffer, offset, size) -> {
                    seen[0] = size;
                    for (int i = 0; i < size; i++) {
                        assertThat(buffer.getByte(offset + i)).isEqualTo((byte) length);
                    }
                }, 1, LONG);
                assertThat(seen[0]).isEqualTo(length);
            }
        }
    }

    @Test
    void aSubscriberBeginsWhereItAsks() {
        startRecordingBroker();
        try (SequencedPublisher publisher = topic().publisher()) {
            publish(publisher, 1, 30_000);
            awaitConfirmed(publisher, 30_000);
            Instant middle = Instant.now();
            publish(publisher, 30_001, 30_100);
            awaitConfirmed(publisher, 30_100);
            assertBegins(StartPosition.earliest(), 1);
            assertBegins(StartPosition.sequence(29_999), 29_999);
            assertBegins(StartPosition.time(middle), 30_001);
            try (SequencedSubscriber latest = topic().subscriber();
                    SequencedSubscriber future = topic().from(StartPosition.sequence(30_103)).subscriber()) {
                publish(publisher, 30_101, 30_110);
                assertThat(read(latest, 10)).extracting(Seen::sequence).isEqualTo(
                        Messages.range(30_101, 30_110));
                assertThat(read(future, 8)).extracting(Seen::sequence).isEqualTo(
                        Messages.range(30_103, 30_110));
            }
        }
    }

    private void assertBegins(StartPosition position, long first) {
        try (SequencedSubscriber subscriber = topic().from(position).subscriber()) {
            int count = (int) (30_100 - first + 1);
            assertThat(read(subscriber, count)).extracting(Seen::sequence)
                    .isEqualTo(Messages.range(first, 30_100));
            assertThat(subscriber.lost()).isZero();
        }
    }

    @Test
    void historyGoesOverIntoLiveMessagesWithoutAGapWhileAPublisherRuns() throws Exception {
        startRecordingBroker();
        int count = 200_000;
        try (SequencedPublisher publisher = topic().publisher()) {
            Task<Void> writer = Task.start(() -> {
                publish(publisher, 1, count);
                return null;
            });
            List<Task<List<Seen>>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int begin = (i + 1) * count / 4;
                Watchdog.await("message " + begin, () -> publisher.confirmed() >= begin);
                SequencedSubscriber subscriber = topic().from(StartPosition.earliest()).subscriber();
                readers.add(Task.start(() -> read(subscriber, count)));
            }
            writer.join();
            for (Task<List<Seen>> reader : readers) {
                assertThat(reader.join()).extracting(Seen::sequence)
                        .isEqualTo(Messages.range(1, count));
            }
        }
    }

    @Test
    void aMessageThatIsNotKeptAnyMoreIsNamed() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher()) {
            publish(publisher, 1, 1000);
            awaitConfirmed(publisher, 1000);
            assertThatThrownBy(() -> topic().from(StartPosition.sequence(1)).subscriber())
                    .isInstanceOfSatisfying(SequenceUnavailableException.class,
                            e -> assertThat(e.oldest()).isBetween(900L, 1000L))
                    .hasMessageContaining("does not keep message 1 any more");
        }
    }

    @Test
    void otherPropertiesAreNamed() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher()) {
            assertThat(publisher.maxMessageLength()).isEqualTo(SMALL / 4 - 32);
            assertThatThrownBy(() -> topic().capacity(2 * SMALL).subscriber())
                    .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("8192");
        }
    }

    @Test
    void aSlowSubscriberOfARecordedTopicMissesNothingAndHoldsNothingUp() {
        startRecordingBroker();
        int count = 100_000;
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher();
                SequencedSubscriber slow = topic().subscriber()) {
            publish(publisher, 1, count);
            awaitConfirmed(publisher, count);
            assertThat(read(slow, count)).extracting(Seen::sequence)
                    .isEqualTo(Messages.range(1, count));
            assertThat(slow.lost()).isZero();
        }
    }

    @Test
    void aSubscriberOfAnUnrecordedTopicLearnsHowManyMessagesItLost() {
        startBroker();
        int count = 100_000;
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher();
                SequencedSubscriber slow = topic().slowConsumer(SlowConsumer.DROP_OLDEST).subscriber()) {
            publish(publisher, 1, count);
            awaitConfirmed(publisher, count);
            List<Long> seen = new ArrayList<>();
            while (seen.isEmpty() || seen.getLast() < count) {
                slow.receive((sequence, timestamp, buffer, offset, length) -> seen.add(sequence), 1000, LONG);
            }
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            assertThat(slow.lost()).isEqualTo(count - seen.size());
        }
    }

    @Test
    void aProducerIdContinuesAfterItsPublisherAndTheBroker() {
        Broker broker = startRecordingBroker();
        try (SequencedPublisher publisher = topic().producerId(7).publisher()) {
            assertThat(publisher.lastRecorded()).isZero();
            publish(publisher, 1, 100);
            assertThat(publisher.publish(500, message(500), 0, Long.BYTES)).isEqualTo(500);
            assertThat(publisher.publish(400, message(400), 0, Long.BYTES)).isEqualTo(400);
            assertThat(publisher.ignored()).isEqualTo(1);
            awaitConfirmed(publisher, 500);
            SequencedTopic other = topic().producerId(7);
            assertThatThrownBy(other::publisher).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining("producer id 7");
        }
        broker.close();
        startRecordingBroker();
        try (SequencedPublisher publisher = topic().producerId(7).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(500);
            assertThat(publisher.confirmed()).isEqualTo(500);
            assertThat(publish(publisher, 501)).isEqualTo(501);
            awaitConfirmed(publisher, 501);
        }
        try (SequencedSubscriber subscriber = topic().from(StartPosition.earliest()).subscriber()) {
            assertThat(read(subscriber, 102)).extracting(Seen::number).isEqualTo(
                    LongStream.concat(LongStream.rangeClosed(1, 100), LongStream.of(500, 501)).boxed().toList());
        }
    }

    @Test
    void publisherAndSubscriberGoOnWithTheNextBroker() throws Exception {
        Broker broker = startRecordingBroker();
        int count = 60_000;
        try (SequencedPublisher publisher = topic().producerId(1).publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            Task<List<Seen>> reader = Task.start(() -> read(subscriber, count));
            Task<Void> writer = Task.start(() -> {
                publish(publisher, 1, count);
                return null;
            });
            for (int i = 1; i <= 3; i++) {
                long next = i * count / 5;
                Watchdog.await("message " + next, () -> publisher.confirmed() >= next);
                broker.close();
                broker = startRecordingBroker();
            }
            writer.join();
            assertThat(reader.join()).extracting(Seen::number).isEqualTo(Messages.range(1, count));
            assertThat(subscriber.lost()).isZero();
        }
    }

    @Test
    void aDurableSubscriptionContinuesBehindTheLastConfirmedMessage() {
        Broker broker = startRecordingBroker();
        try (SequencedPublisher publisher = topic().publisher()) {
            publish(publisher, 1, 1000);
            awaitConfirmed(publisher, 1000);
        }
        SequencedTopic from = topic().from(StartPosition.earliest()).durable("billing");
        try (SequencedSubscriber first = from.subscriber()) {
            assertThat(read(first, 300)).extracting(Seen::number).isEqualTo(Messages.range(1, 300));
            assertThatThrownBy(() -> topic().durable("billing").subscriber())
                    .isInstanceOf(ChannelInUseException.class).hasMessageContaining("billing");
        }
        broker.close();
        startRecordingBroker();
        try (SequencedSubscriber second = topic().durable("billing").subscriber()) {
            assertThat(read(second, 300)).extracting(Seen::number).isEqualTo(Messages.range(301, 600));
            int[] count = {0};
            second.controlledPoll((buffer, offset, length) -> ++count[0] == 3 ? Action.ABORT : Action.COMMIT, 10);
        }
        try (SequencedSubscriber third = topic().durable("billing").subscriber()) {
            assertThat(read(third, 398)).extracting(Seen::number).isEqualTo(Messages.range(603, 1000));
        }
        topic().removeDurable("billing");
    }
}
