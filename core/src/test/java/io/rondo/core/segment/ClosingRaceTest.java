package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A participant that is closed while another thread uses it leaves what a process leaves that was killed. */
class ClosingRaceTest {
    private static final int ROUNDS = 25 * Integer.getInteger("rondo.test.factor", 1);
    private static final int IDLE_LOOKS = 1000;
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private long next;
    private long taken;

    @Test
    void aQueueContinuesAfterItsProducerIsClosedDuringACall() {
        ChannelStore store = StoreFixture.store(directory);
        try (Participant consumer = store.attach("q", Role.CONSUMER, QUEUE)) {
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(consumer.ring());
            RecordReader reader = new RecordReader(consumer.ring(), consumerPosition,
                    new MultiProducerClaimRecovery(consumer.ring(), consumer.table(), () -> {}),
                    consumerPosition.confirmed());
            for (int round = 0; round < ROUNDS; round++) {
                closeInTheMiddle(store.attach("q", Role.PRODUCER, QUEUE), reader);
                drain(consumer, consumerPosition, reader, round);
            }
        }
    }

    @Test
    void anObserverThatIsClosedDuringAnAccessThrows() {
        ChannelStore store = StoreFixture.store(directory);
        try (Participant producer = store.attach("q", Role.PRODUCER, QUEUE)) {
            RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
            while (writer.tryClaim(16) != RecordWriter.FULL) {
                writer.commit();
            }
            for (int round = 0; round < ROUNDS; round++) {
                SegmentObserver observer = store.observe("q");
                AtomicLong looks = new AtomicLong();
                CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> look(observer, looks), THREADS);
                while (looks.get() <= round && !looking.isDone()) {
                    Thread.onSpinWait();
                }
                observer.close();
                assertThatThrownBy(looking::join).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
    }

    private static void look(SegmentObserver observer, AtomicLong looks) {
        while (true) {
            observer.table().list();
            observer.backlog();
            observer.newReader().forEach((buffer, offset, length) -> assertThat(length).isEqualTo(16), 10);
            looks.incrementAndGet();
        }
    }

    private void closeInTheMiddle(Participant producer, RecordReader reader) {
        AtomicBoolean done = new AtomicBoolean();
        next = 0;
        taken = 0;
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(producer, done), THREADS);
        while (taken < 100) {
            poll(reader);
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(producer::close, THREADS);
        while (!closing.isDone()) {
            poll(reader);
        }
        closing.join();
        done.set(true);
        publishing.join();
    }

    private static void publish(Participant producer, AtomicBoolean done) {
        RecordWriter writer = new MultiProducerWriter(producer.ring(), producer.slot(), producer.table());
        SegmentBuffer payload = SegmentBuffer.ofMapping(producer.ring().data());
        for (long number = 0; !done.get(); number++) {
            long address = writer.tryClaim(16);
            if (address == RecordWriter.FULL) {
                number--;
            } else {
                payload.window(address, 16);
                payload.putLong(0, number);
                payload.putLong(8, ~number);
                writer.commit();
            }
        }
    }

    private int poll(RecordReader reader) {
        reader.maxSleepNanos();
        return reader.forEach((buffer, offset, length) -> {
            assertThat(length).isEqualTo(16);
            assertThat(buffer.getLong(offset)).isEqualTo(next);
            assertThat(buffer.getLong(offset + 8)).isEqualTo(~next);
            next++;
            taken++;
        }, 50);
    }

    private void drain(Participant consumer, QueueConsumerPosition consumerPosition, RecordReader reader, int round) {
        int idle = 0;
        while (consumerPosition.confirmed() != Words.getLong(consumer.ring().header(), SegmentLayout.TAIL)) {
            long before = consumerPosition.confirmed();
            poll(reader);
            idle = consumerPosition.confirmed() == before ? idle + 1 : 0;
            assertThat(idle).as("looks at position %d that found nothing, in round %d", before, round)
                    .isLessThan(IDLE_LOOKS);
        }
    }
}
