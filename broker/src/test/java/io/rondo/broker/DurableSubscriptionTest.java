package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.crash.BrokerMain;
import io.rondo.broker.crash.DurableSubscriberMain;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Action;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogReader;
import io.rondo.client.sequenced.SubscriptionTable;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(Watchdog.SECONDS)
class DurableSubscriptionTest extends BrokerFixture {
    private static final int CAPACITY = 4096;
    private static final int KILLS = 8;

    private SequencedTopic topic() {
        return rondo().sequencedTopic(TOPIC).capacity(CAPACITY).durability(Durability.OS);
    }

    private SequencedTopic billing() {
        return topic().durable("billing").from(StartPosition.earliest());
    }

    private void publishConfirmed(long first, long last) {
        try (SequencedPublisher publisher = topic().publisher()) {
            publish(publisher, first, last);
            awaitConfirmed(publisher, last - first + 1);
        }
    }

    private static List<Long> sequences(SequencedSubscriber subscriber, int count) {
        return read(subscriber, count).stream().map(Seen::sequence).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aLaterSubscriberOfTheNameContinuesBehindTheLastConfirmedMessage() {
        startBroker();
        publishConfirmed(1, 1000);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 400)).isEqualTo(range(1, 400));
        }
        try (SequencedSubscriber other = topic().durable("audit").from(StartPosition.sequence(900)).subscriber()) {
            assertThat(sequences(other, 1)).containsExactly(900L);
        }

        try (SequencedSubscriber subscriber = billing().from(StartPosition.latest()).subscriber()) {
            assertThat(sequences(subscriber, 600)).isEqualTo(range(401, 1000));
        }
    }

    @Test
    void theBrokerCanDieAndIsNotNeededForAPositionThatExists() {
        Broker broker = startBroker();
        publishConfirmed(1, 10);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            sequences(subscriber, 4);
        }
        broker.close();

        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 6)).isEqualTo(range(5, 10));
        }
        assertThatThrownBy(() -> topic().durable("new").subscriber()).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("durable subscription new does not exist");
    }

    @Test
    void positionsOutliveTheSegments() throws IOException {
        Broker first = startBroker();
        publishConfirmed(1, 10);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            sequences(subscriber, 4);
        }
        first.close();
        disconnectAll();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        startBroker();

        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 6)).isEqualTo(range(5, 10));
        }
    }

    @Test
    void aMessageWhoseHandlerThrowsIsDeliveredAgain() {
        startBroker();
        publishConfirmed(1, 10);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThatThrownBy(() -> subscriber.poll((sequence, timestamp, buffer, offset, length) -> {
                if (sequence == 3) {
                    throw new IllegalStateException("not processed");
                }
            }, 10)).hasMessage("not processed");
        }

        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 8)).isEqualTo(range(3, 10));
        }
    }

    @Test
    void aCommitConfirmsInTheMiddleOfAPoll() {
        startBroker();
        publishConfirmed(1, 10);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThatThrownBy(() -> subscriber.controlledPoll((buffer, offset, length) -> {
                if (buffer.getLong(offset) == 5) {
                    assertThat(stored()).isEqualTo(2);
                    throw new IllegalStateException("stop");
                }
                return buffer.getLong(offset) == 2 ? Action.COMMIT : Action.CONTINUE;
            }, 10)).hasMessage("stop");
            assertThat(stored()).isEqualTo(4);
        }
    }

    private long stored() {
        try (SubscriptionTable table = SubscriptionTable.open(store().directory().subscriptions(TOPIC))) {
            return table.confirmed(table.find("billing"));
        }
    }

    @Test
    void aNameThatALiveSubscriberUsesIsRefused() {
        startBroker();
        topic().publisher().close();
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(subscriber.sequence()).isZero();
            assertThatThrownBy(() -> billing().subscriber()).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining("billing")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
        billing().subscriber().close();
    }

    @Test
    void anInvalidNameAndATopicWithoutALogAreRefused() {
        startBroker();
        assertThatIllegalArgumentException().isThrownBy(() -> topic().durable("a b")).withMessageContaining("'a b'");
        assertThatThrownBy(() -> rondo().sequencedTopic("plain").durability(Durability.MEMORY).durable("x")
                .subscriber()).isInstanceOf(UnavailableException.class).hasMessageContaining("has no log");
    }

    @Test
    void retentionByInterestKeepsWhatASubscriptionHasNotConfirmed() {
        startBroker(settings(Durability.MEMORY, new RetentionPolicy(0, 0, true)));
        topic().publisher().close();
        billing().subscriber().close();
        publishConfirmed(1, 60_000);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 30_000)).isEqualTo(range(1, 30_000));
            Watchdog.await("retention", () -> oldest() > 1);
            assertThat(oldest()).isLessThanOrEqualTo(30_001);
            assertThat(sequences(subscriber, 30_000)).isEqualTo(range(30_001, 60_000));
        }
    }

    private long oldest() {
        try (LogReader reader = new LogReader(new LogDirectory(logs().resolve(TOPIC)), (first, last, reason) -> {})) {
            return reader.oldestSequence();
        }
    }

    @Test
    void aSubscriptionThatLosesMessagesBySizeIsToldTheRangeOnceAndGoesOn() {
        startBroker(settings(Durability.MEMORY, new RetentionPolicy(2L << 20, 0, true)));
        topic().publisher().close();
        billing().subscriber().close();
        publishConfirmed(1, 60_000);
        Watchdog.await("retention", () -> oldest() > 1);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            long[] oldest = new long[1];
            assertThatThrownBy(() -> sequences(subscriber, 1))
                    .isInstanceOfSatisfying(SequenceUnavailableException.class, e -> oldest[0] = e.oldest())
                    .hasMessageContaining("messages 1 to ");
            assertThat(sequences(subscriber, 1)).containsExactly(oldest[0]);
            assertThat(subscriber.lost()).isEqualTo(oldest[0] - 1);
        }
    }

    @Test
    void aSubscriberThatIsKilledSeesAgainOnlyWhatFollowsItsLastConfirmation() throws Exception {
        ChildJvm broker = BrokerMain.JVMS.start(directory(), BrokerMain.class);
        broker.expect("ready");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).durability(Durability.OS).publisher()) {
            long published = 0;
            long last = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                publish(publisher, published + 1, published + 200);
                published += 200;
                ChildJvm subscriber = BrokerMain.JVMS.start(directory(), DurableSubscriberMain.class,
                        TOPIC, "billing", Durability.OS);
                try (subscriber) {
                    int count = 1 + random.nextInt(150);
                    long first = Long.parseLong(subscriber.answer());
                    // A poll delivers up to seven messages, which the kill may leave unconfirmed.
                    assertThat(first).as("seed %d, kill %d", seed, kill).isBetween(last - 6, last + 1);
                    last = first;
                    for (int i = 1; i < count && last < published; i++) {
                        assertThat(Long.parseLong(subscriber.answer())).isEqualTo(++last);
                    }
                    // Process.destroyForcibly closes the pipe, in which there may be output.
                    ProcessHandle.of(subscriber.pid()).orElseThrow().destroyForcibly();
                    for (String line : subscriber.rest()) {
                        assertThat(Long.parseLong(line)).isEqualTo(++last);
                    }
                }
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void aSubscriptionIsRemovedUnlessItIsInUseOrUnknown() {
        startBroker();
        publishConfirmed(1, 10);
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            sequences(subscriber, 10);
            assertThatThrownBy(() -> topic().removeDurable("billing")).isInstanceOf(ChannelInUseException.class);
        }
        topic().removeDurable("billing");
        try (SequencedSubscriber subscriber = billing().subscriber()) {
            assertThat(sequences(subscriber, 10)).isEqualTo(range(1, 10));
        }
        assertThatThrownBy(() -> rondo().sequencedTopic(TOPIC).removeDurable("bill"))
                .isInstanceOf(RondoException.class).hasMessageContaining("[billing]");
    }
}
