package io.rondo.core.segment;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.reader.TopicConsumerPosition;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments with few and with many slots. */
@Order(1)
class ManyParticipantsTest {
    private static final int MANY = 1000;
    private static final int MESSAGES = 200;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void open() {
        store = StoreFixture.store(directory);
    }

    private static SegmentSpec.Builder spec(int participants) {
        return SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).maxParticipants(participants);
    }

    private static void publish(RecordWriter writer, long number) {
        long payload = writer.tryClaim(Long.BYTES);
        assertThat(payload).isNotEqualTo(RecordWriter.FULL);
        RawWords.setLong(payload, number);
        writer.commit();
    }

    @Test
    void aThousandConsumersOfATopicReadEveryMessage() {
        SegmentSpec spec = spec(SlotLayout.MAX_PEERS).topic(true).build();
        List<Participant> consumers = new ArrayList<>();
        List<RingReader> readers = new ArrayList<>();
        try (Participant producer = store.attach("t", Role.PRODUCER, spec)) {
            producer.joined();
            RecordWriter writer = SingleProducerWriter.ofTopic(producer.ring(), producer.table());
            for (int i = 0; i < MANY; i++) {
                Participant consumer = store.attach("t", Role.CONSUMER, spec);
                consumers.add(consumer);
                assertThat(consumer.slot()).isEqualTo(SlotLayout.peerSlot(i));
                consumer.gate();
                readers.add(new RecordReader(consumer.ring(),
                        new TopicConsumerPosition(consumer.ring(), consumer.slot()),
                        AbandonedClaimRecovery.NONE, TopicJoiner.join(consumer.ring(), consumer.slot()).position()));
                consumer.joined();
            }
            assertThat(producer.table().count(Role.CONSUMER)).isEqualTo(MANY);
            assertThat(producer.table().list()).hasSize(MANY + 1);
            long[] read = new long[MANY];
            for (int number = 1; number <= MESSAGES; number++) {
                publish(writer, number);
                if (number % 50 == 0) {
                    readAll(readers, read, number);
                }
            }
            // Every consumer gates, also the last: the others have read all.
            while (writer.tryClaim(Long.BYTES) != RecordWriter.FULL) {
                writer.commit();
            }
            for (RingReader reader : readers.subList(0, MANY - 1)) {
                reader.forEach((buffer, offset, length) -> {}, MESSAGES);
            }
            assertThat(writer.tryClaim(Long.BYTES)).isEqualTo(RecordWriter.FULL);
            while (readers.getLast().forEach((buffer, offset, length) -> {}, MESSAGES) > 0) {
                // A batch is a quarter of a lap at most.
            }
        } finally {
            consumers.forEach(Participant::close);
        }
        store.remove("t");
    }

    private static void readAll(List<RingReader> readers, long[] read, int last) {
        for (int i = 0; i < readers.size(); i++) {
            int reader = i;
            while (readers.get(i).forEach((buffer, offset, length) -> assertThat(buffer.getLong(offset))
                    .isEqualTo(++read[reader]), MESSAGES) > 0) {
                // A batch is a quarter of a lap at most.
            }
            assertThat(read[i]).isEqualTo(last);
        }
    }

    @Test
    void aThousandProducersOfAQueuePublishAndTheirClaimsAreRecovered() {
        SegmentSpec spec = spec(SlotLayout.MAX_PEERS).capacity(128 << 10).build();
        List<Participant> producers = new ArrayList<>();
        try (Participant consumer = store.attach("q", Role.CONSUMER, spec)) {
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(consumer.ring());
            int[] recovered = new int[1];
            RingReader reader = new RecordReader(consumer.ring(), consumerPosition,
                    new MultiProducerClaimRecovery(consumer.ring(), consumer.table(), () -> recovered[0]++),
                    consumerPosition.confirmed());
            List<Long> read = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Participant producer = store.attach("q", Role.PRODUCER, spec);
                producers.add(producer);
                assertThat(producer.slot()).isEqualTo(SlotLayout.peerSlot(i));
                publish(new MultiProducerWriter(producer.ring(), producer.slot(), producer.table()), i);
                reader.forEach((buffer, offset, length) -> read.add(buffer.getLong(offset)), 10);
                assertThat(read).hasSize(i + 1).last().isEqualTo((long) i);
            }
            for (Participant producer : producers) {
                new MultiProducerWriter(producer.ring(), producer.slot(), producer.table()).tryClaim(Long.BYTES);
                producer.close();
            }
            reader.maxSleepNanos();
            assertThat(reader.holds()).isFalse();
            assertThat(recovered[0]).isEqualTo(MANY);
            assertThat(consumerPosition.confirmed()).isEqualTo(2L * MANY * RecordLayout.recordLength(Long.BYTES));
        }
        store.remove("q");
    }

    @Test
    void theSmallestTopicTakesAProducerAndAConsumer() {
        SegmentSpec spec = spec(1).topic(true).build();
        try (Participant producer = store.attach("t", Role.PRODUCER, spec);
                Participant consumer = store.attach("t", Role.CONSUMER, spec)) {
            assertThat(producer.slot()).isZero();
            assertThat(consumer.slot()).isOne();
            assertThatThrownBy(() -> store.attach("t", Role.CONSUMER, spec)).has(reason(Reason.IN_USE));
            assertThatThrownBy(() -> store.attach("t", Role.PRODUCER, spec)).has(reason(Reason.IN_USE));
        }
        store.remove("t");
    }

    @Test
    void theDefaultIsComparedOnlyWhenAskedFor() {
        store.attach("q", Role.PRODUCER, SegmentSpec.builder().capacity(SegmentSpec.MIN_CAPACITY).build()).close();
        assertThat(store.find("q").slots()).isEqualTo(SlotLayout.DEFAULT_SLOTS);
        store.attach("q", Role.PRODUCER, spec(SlotLayout.DEFAULT_PEERS).build()).close();
        assertThatThrownBy(() -> store.attach("q", Role.PRODUCER, spec(128).build()))
                .has(reason(Reason.MISMATCH)).hasMessageContaining("max participants 64")
                .hasMessageContaining("128");
        store.remove("q");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025, Integer.MAX_VALUE})
    void aNumberOutOfRangeIsRefused(int participants) {
        assertThatThrownBy(() -> SegmentSpec.builder().maxParticipants(participants))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("max participants " + participants)
                .hasMessageContaining("1 to 1024");
    }
}
