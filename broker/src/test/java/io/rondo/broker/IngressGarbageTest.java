package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.support.Watchdog;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that writes what no publisher writes into the ingress of a topic. */
@Timeout(180)
class IngressGarbageTest extends BrokerFixture {
    private static final int WORD = Long.BYTES;

    private Broker broker;
    private SequencedPublisher publisher;
    private SequencedPublisher other;

    @BeforeEach
    void publishBefore() {
        broker = startBroker(settings(Durability.DISK, RetentionPolicy.UNLIMITED));
        publisher = rondo().sequencedTopic(TOPIC).publisher();
        other = rondo().sequencedTopic("other").publisher();
        publish(publisher, 1, 5);
        awaitConfirmed(publisher, 5);
    }

    /** Attaches as a publisher does. */
    private Participant attach() {
        Identity ingress = store().find(ChannelName.ingress(TOPIC));
        Participant participant = store().attach(ingress, Role.PRODUCER);
        participant.joined();
        return participant;
    }

    /** Publishes a record of words. */
    private void write(long... words) {
        try (Participant participant = attach()) {
            MultiProducerWriter writer = new MultiProducerWriter(participant.ring(), participant.slot(),
                    participant.table());
            int length = words.length * WORD;
            SegmentBuffer payload = SegmentBuffer.ofMapping(participant.ring().data());
            payload.window(writer.tryClaim(length), length);
            for (int i = 0; i < words.length; i++) {
                payload.putLong(i * WORD, words[i]);
            }
            writer.commit();
        }
    }

    private List<Long> history(int count) {
        try (SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).from(StartPosition.earliest())
                .subscriber()) {
            return read(subscriber, count).stream().map(Seen::number).toList();
        }
    }

    private Alarm awaitAlarm(AlarmKind kind) {
        Watchdog.await("the alarm", () -> broker.status().alarms().stream().anyMatch(each -> each.kind() == kind));
        return broker.status().alarms().stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
    }

    private static List<Long> numbers(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aRecordShorterThanThePrefixIsSkippedWithAnAlarmAndOtherPublishersGoOn() {
        write(1);
        Alarm alarm = awaitAlarm(AlarmKind.MALFORMED_RECORD);
        assertThat(alarm.subject()).isEqualTo(TOPIC);
        assertThat(alarm.blocking()).isFalse();
        assertThat(alarm.message()).contains("has 8 bytes").contains("rondo stat " + TOPIC);
        publish(publisher, 6, 8);
        awaitConfirmed(publisher, 8);
        assertThat(history(8)).isEqualTo(numbers(8));
        assertThat(broker.status().ready()).isTrue();
    }

    @Test
    void aRecordWithAnInvalidProducerIdIsSkippedWithAnAlarmAlsoByTheNextBroker() {
        write(-1, 1, 99);
        assertThat(awaitAlarm(AlarmKind.MALFORMED_RECORD).message()).contains("producer id -1");
        write(SequencedLayout.MAX_PRODUCER_ID + 1, 1, 99);
        publish(publisher, 6);
        awaitConfirmed(publisher, 6);
        broker.close();
        broker = startBroker(settings(Durability.DISK, RetentionPolicy.UNLIMITED));
        publish(publisher, 7);
        awaitConfirmed(publisher, 7);
        assertThat(history(7)).isEqualTo(numbers(7));
    }

    @Test
    void aRepeatedSequenceOfAProducerIdIsIgnored() {
        try (SequencedPublisher identified = rondo().sequencedTopic(TOPIC).producerId(3).publisher()) {
            identified.publish(10, message(6), 0, WORD);
            awaitConfirmed(identified, 10);
            write(3, 10, 99);
            write(3, 0, 99);
            write(3, -5, 99);
            identified.publish(11, message(7), 0, WORD);
            awaitConfirmed(identified, 11);
        }
        publish(publisher, 8);
        awaitConfirmed(publisher, 6);
        assertThat(history(8)).isEqualTo(numbers(8));
        assertThat(broker.status().alarms()).isEmpty();
    }

    @Test
    void anOverwrittenHeaderEndsItsTopicAloneWithAnAlarmAndLosesNothingThatWasConfirmed() {
        try (Participant participant = attach()) {
            long position = publisher.confirmed() * RecordLayout.ALIGNMENT;
            long offset = participant.ring().offset(position);
            Words.setLongRelease(participant.ring().data(), offset, 0x0102_0304_0506_0708L);
            Words.setLongRelease(participant.ring().header(), SegmentLayout.TAIL, position + RecordLayout.ALIGNMENT);
        }
        Alarm alarm = awaitAlarm(AlarmKind.NOT_SEQUENCED);
        assertThat(alarm.subject()).isEqualTo(TOPIC);
        assertThat(broker.status().ready()).isFalse();
        publish(other, 1, 3);
        awaitConfirmed(other, 3);

        disconnectAll();
        store().remove(TOPIC);
        try (SequencedPublisher again = rondo().sequencedTopic(TOPIC).publisher()) {
            publish(again, 6, 7);
            awaitConfirmed(again, 2);
        }
        assertThat(history(7)).isEqualTo(numbers(7));
        assertThat(broker.status().alarms()).isEmpty();
    }
}
