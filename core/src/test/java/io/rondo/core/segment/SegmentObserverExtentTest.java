package io.rondo.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.RingReader;
import io.rondo.core.ring.scan.UnreadRange;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentObserverExtentTest {
    private static final int CAPACITY = 4096;
    private static final int LENGTH = 56;
    private static final int RECORD = RecordLayout.recordLength(LENGTH);

    @TempDir
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void open() {
        store = new ChannelStore(ChannelDirectory.of(directory, null));
    }

    private Participant join(Role role, SegmentSpec spec) {
        Participant participant = store.attach("x", role, spec);
        participant.joined();
        return participant;
    }

    private static SegmentSpec queue(boolean singleProducer) {
        return SegmentSpec.builder().capacity(CAPACITY).singleProducer(singleProducer).build();
    }

    private static SegmentSpec topic() {
        return SegmentSpec.builder().capacity(CAPACITY).topic(true).build();
    }

    private static RecordWriter writer(Participant producer) {
        return switch (producer.identity().kind()) {
            case SPSC -> SingleProducerWriter.ofQueue(producer.ring());
            case SPMC -> SingleProducerWriter.ofTopic(producer.ring(), producer.table());
            case MPSC, WORK -> new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
        };
    }

    private static RecordReader reader(Participant consumer, boolean singleProducer) {
        if (singleProducer) {
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(consumer.ring());
            return new RecordReader(consumer.ring(), consumerPosition, AbandonedClaimRecovery.NONE,
                    consumerPosition.confirmed());
        }
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(consumer.ring());
        return new RecordReader(consumer.ring(), consumerPosition, AbandonedClaimRecovery.NONE,
                consumerPosition.confirmed());
    }

    private static boolean write(RecordWriter writer) {
        if (writer.tryClaim(LENGTH) == RecordWriter.FULL) {
            return false;
        }
        writer.commit();
        return true;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsWhatIsUnreadInAnyLap(boolean singleProducer) {
        SegmentSpec spec = queue(singleProducer);
        try (Participant producer = join(Role.PRODUCER, spec);
                Participant consumer = join(Role.CONSUMER, spec);
                SegmentObserver observer = store.observe("x")) {
            assertThat(observer.backlog()).isEqualTo(new UnreadRange(0, 0, 0));
            RecordWriter writer = writer(producer);
            RecordReader reader = reader(consumer, singleProducer);
            int written = 0;
            int read = 0;
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < 30; i++) {
                    written += write(writer) ? 1 : 0;
                }
                read += reader.forEach((buffer, offset, length) -> {}, 1 + round % 29);
                assertThat(observer.backlog())
                        .isEqualTo(new UnreadRange((long) read * RECORD, (long) written * RECORD, written - read));
            }
            assertThat((long) written * RECORD).isGreaterThan(10 * CAPACITY);
        }
    }

    @Test
    void countsNeitherOpenClaimsNorPadding() {
        SegmentSpec spec = queue(false);
        try (Participant first = join(Role.PRODUCER, spec);
                Participant second = join(Role.PRODUCER, spec);
                SegmentObserver observer = store.observe("x")) {
            RecordWriter open = writer(first);
            RecordWriter other = writer(second);
            open.tryClaim(LENGTH);
            assertThat(write(other)).isTrue();
            assertThat(observer.backlog()).isEqualTo(new UnreadRange(0, 2 * RECORD, 1));
            open.abort();
            assertThat(observer.backlog()).isEqualTo(new UnreadRange(0, 2 * RECORD, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderOfAFullQueueStopsAtItsEnd(boolean singleProducer) {
        SegmentSpec spec = queue(singleProducer);
        try (Participant producer = join(Role.PRODUCER, spec); SegmentObserver observer = store.observe("x")) {
            RecordWriter writer = writer(producer);
            int written = 0;
            while (write(writer)) {
                written++;
            }
            RingReader reader = observer.newReader();
            assertThat(reader.forEach((buffer, offset, length) -> {}, 2 * written)).isEqualTo(written);
            assertThat(reader.holds()).isFalse();
        }
    }

    @Test
    void findsTheEndOfATopicBetweenItsCheckpoints() {
        try (Participant producer = join(Role.PRODUCER, topic()); SegmentObserver observer = store.observe("x")) {
            RecordWriter writer = writer(producer);
            for (long i = 1; i <= 1000; i++) {
                assertThat(write(writer)).isTrue();
                assertThat(observer.end()).isEqualTo(new Checkpoint(i * RECORD, i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLookAtAQueueInFullFlowStaysBetweenItsEnds(boolean singleProducer) throws InterruptedException {
        SegmentSpec spec = queue(singleProducer);
        AtomicLong written = new AtomicLong();
        AtomicLong read = new AtomicLong();
        try (Participant producer = join(Role.PRODUCER, spec);
                Participant consumer = join(Role.CONSUMER, spec);
                SegmentObserver observer = store.observe("x")) {
            Thread pump = Thread.ofPlatform().start(() -> {
                RecordWriter writer = writer(producer);
                RecordReader reader = reader(consumer, singleProducer);
                while (!Thread.currentThread().isInterrupted()) {
                    written.incrementAndGet();
                    if (!write(writer)) {
                        written.decrementAndGet();
                        read.addAndGet(reader.forEach((buffer, offset, length) -> {}, 50));
                    }
                }
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    long readBefore = read.get();
                    UnreadRange backlog = observer.backlog();
                    assertThat(backlog.start()).isGreaterThanOrEqualTo(readBefore * RECORD);
                    assertThat(backlog.end()).isLessThanOrEqualTo(written.get() * RECORD);
                    assertThat(backlog.messages()).isBetween(0L, backlog.bytes() / RECORD);
                }
            } finally {
                pump.interrupt();
                pump.join();
            }
        }
    }

    @Test
    void anObserverOfABusyTopicNeverMovesBackwards() throws InterruptedException {
        try (Participant producer = join(Role.PRODUCER, topic()); SegmentObserver observer = store.observe("x")) {
            AtomicLong written = new AtomicLong();
            Thread pump = Thread.ofPlatform().start(() -> {
                RecordWriter writer = writer(producer);
                while (!Thread.currentThread().isInterrupted()) {
                    written.incrementAndGet();
                    if (!write(writer)) {
                        throw new AssertionError("a topic without consumers is never full");
                    }
                }
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    long before = written.get() - 1;
                    Checkpoint end = observer.end();
                    assertThat(end.messages()).isBetween(before, written.get());
                    assertThat(end.position()).isEqualTo(end.messages() * RECORD);
                }
            } finally {
                pump.interrupt();
                pump.join();
            }
        }
    }

    @Test
    void knowsThatItsChannelWasRemovedOrReplaced() {
        join(Role.PRODUCER, topic()).close();
        try (SegmentObserver observer = store.observe("x")) {
            assertThat(observer.isCurrent()).isTrue();
            store.remove("x");
            assertThat(observer.isCurrent()).isFalse();
            join(Role.PRODUCER, topic()).close();
            assertThat(observer.isCurrent()).isFalse();
        }
    }
}
