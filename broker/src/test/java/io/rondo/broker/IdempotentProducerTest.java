package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers with an id that continue where they ended. */
@Timeout(120)
class IdempotentProducerTest extends BrokerFixture {
    private static final long ID = 4711;

    private SequencedTopic topic() {
        return rondo().sequencedTopic(TOPIC);
    }

    private static long publishAs(SequencedPublisher publisher, long sequence) {
        return publisher.publish(sequence, message(sequence), 0, Long.BYTES);
    }

    @Test
    void aProducerThatStartsAgainLearnsWhatIsRecordedAndRepetitionsAreIgnored() {
        startBroker();
        try (SequencedPublisher first = topic().producerId(ID).publisher()) {
            assertThat(first.producerId()).isEqualTo(ID);
            assertThat(first.lastRecorded()).isZero();
            for (long sequence = 1; sequence <= 5; sequence++) {
                assertThat(publishAs(first, sequence)).isEqualTo(sequence);
            }
            awaitConfirmed(first, 5);
        }
        try (SequencedPublisher second = topic().producerId(ID).publisher();
                SequencedSubscriber subscriber = topic().from(StartPosition.earliest()).subscriber()) {
            assertThat(second.lastRecorded()).isEqualTo(5);
            assertThat(second.confirmed()).isEqualTo(5);
            for (long sequence = 3; sequence <= 8; sequence++) {
                assertThat(publishAs(second, sequence)).isEqualTo(sequence);
            }
            assertThat(second.ignored()).isEqualTo(3);
            assertThat(second.tryPublish(100, message(100), 0, Long.BYTES)).isEqualTo(100);
            assertThat(second.tryPublish(message(101), 0, Long.BYTES)).isEqualTo(101);
            awaitConfirmed(second, 101);
            assertThat(read(subscriber, 10)).extracting(Seen::number)
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 100L, 101L);
        }
    }

    @Test
    void theLastRecordedSequenceSurvivesTheBrokerAndMessagesThatWaitedAreCounted() {
        Broker first = startBroker();
        SequencedPublisher publisher = topic().producerId(ID).publisher();
        publishAs(publisher, 1);
        first.close();
        publishAs(publisher, 2);
        publisher.close();
        assertThatThrownBy(() -> topic().producerId(ID).publisher()).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("producer id 4711");
        startBroker();
        try (SequencedPublisher next = topic().producerId(ID).publisher()) {
            assertThat(next.lastRecorded()).isEqualTo(2);
        }
    }

    @Test
    void aLivePublisherKeepsItsIdAndOthersAreFree() {
        startBroker();
        try (SequencedPublisher holder = topic().producerId(ID).publisher();
                SequencedPublisher other = topic().producerId(ID + 1).publisher()) {
            assertThat(other.lastRecorded()).isZero();
            assertThatThrownBy(() -> topic().producerId(ID).publisher()).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining("producer id 4711")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
            assertThat(publishAs(holder, 1)).isEqualTo(1);
        }
        topic().producerId(ID).publisher().close();
    }

    @Test
    void sequencesNeedAnIdAndBePositive() {
        startBroker();
        try (SequencedPublisher anonymous = topic().publisher();
                SequencedPublisher publisher = topic().producerId(ID).publisher()) {
            assertThat(anonymous.lastRecorded()).isZero();
            assertThat(anonymous.producerId()).isZero();
            assertThatThrownBy(() -> publishAs(anonymous, 1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("producer id");
            assertThatThrownBy(() -> publishAs(publisher, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> topic().producerId(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> topic().producerId((1L << 62) - 1)).isInstanceOf(IllegalArgumentException.class);
            topic().producerId((1L << 62) - 2).publisher().close();
        }
    }

    @Test
    void aSequenceThatFoundNoRoomIsPublishedLater() throws Exception {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(4096).producerId(ID).publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            long next = 1;
            while (publisher.tryPublish(next, message(next), 0, Long.BYTES) > 0) {
                next++;
                Thread.yield();
            }
            long waiting = next;
            Task<Long> published = Task.start(() -> publishAs(publisher, waiting));
            assertThat(read(subscriber, (int) waiting)).extracting(Seen::number).endsWith(waiting);
            assertThat(published.join()).isEqualTo(waiting);
            assertThat(publisher.ignored()).isZero();
        }
    }

    @Test
    void aProducerWhoseTopicIsHeldUpIsToldSo() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(4096).publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            while (publisher.tryPublish(message(1), 0, Long.BYTES) > 0) {
                Thread.yield();
            }
            assertThatThrownBy(() -> topic().producerId(ID).publisher()).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("not drained").hasMessageContaining("rondo stat");
            assertThat(subscriber.consumers()).isEqualTo(1);
        }
    }
}
