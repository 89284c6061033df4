package io.rondo.core.ring.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.writer.MultiProducerWriter;
import io.rondo.core.ring.writer.RecordWriter;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadMessageWithdrawalTest {
    private static final int CAPACITY = 4 << 20;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;

    @AfterEach
    void unmap() {
        memory.close();
    }

    private RecordWriter newWriter(boolean singleProducer) {
        return singleProducer
                ? SingleProducerWriter.ofQueue(memory.ring())
                : new MultiProducerWriter(memory.ring(), 0, new StubLiveness());
    }

    private RecordReader newReader(boolean singleProducer) {
        Ring ring = memory.ring();
        QueueConsumerPosition consumerPosition = singleProducer
                ? QueueConsumerPosition.ofSingleProducer(ring)
                : QueueConsumerPosition.ofManyProducers(ring);
        return new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, consumerPosition.confirmed());
    }

    /** Publishes a message that begins with its number; returns where its record ends. */
    private static long publish(RecordWriter writer, int number, int length) {
        long payload = writer.tryClaim(length);
        assertThat(payload).as("message %s", number).isPositive();
        for (int i = 0; i + Long.BYTES <= length; i += Long.BYTES) {
            RawWords.setLong(payload + i, number);
        }
        writer.commit();
        return writer.committedEnd();
    }

    private static List<Long> poll(RecordReader reader) {
        List<Long> numbers = new ArrayList<>();
        // A batch ends where short and long messages meet.
        for (int looks = 0; looks < 20; looks++) {
            reader.forEach((buffer, offset, length) -> numbers.add(buffer.getLong(offset)), 100);
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"true, 8", "true, 600000", "true, 524280", "true, 524272", "false, 8", "false, 600000"})
    void aWithdrawnMessageIsSkippedAndTheRingContinues(boolean singleProducer, int length) {
        memory = new RingMemory(directory, CAPACITY, 0);
        RecordWriter writer = newWriter(singleProducer);
        RecordReader first = newReader(singleProducer);
        publish(writer, 1, 8);
        assertThat(poll(first)).containsExactly(1L);
        UnreadMessageWithdrawal unread = new UnreadMessageWithdrawal(memory.ring());
        assertThat(unread.start()).isEqualTo(RecordLayout.ALIGNMENT);
        publish(writer, 2, 8);
        long end = publish(writer, 3, length);
        publish(writer, 4, 8);
        assertThat(end).isEqualTo(2 * RecordLayout.ALIGNMENT + RecordLayout.recordLength(length));
        unread.withdraw(end - RecordLayout.recordLength(length), end);

        RecordReader second = newReader(singleProducer);
        RecordWriter successor = singleProducer ? newWriter(true) : writer;
        assertThat(poll(second)).containsExactly(2L, 4L);
        for (int number = 5; number < 60; number++) {
            publish(successor, number, number % 3 == 0 ? length : 8);
            publish(successor, -number, number % 5 == 0 ? 700_000 : 40_000);
            assertThat(poll(second)).containsExactly((long) number, (long) -number);
        }
    }
}
