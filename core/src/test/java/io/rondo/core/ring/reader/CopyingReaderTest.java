package io.rondo.core.ring.reader;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.ring.writer.SingleProducerWriter;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that no producer waits for. */
class CopyingReaderTest {
    private static final int CAPACITY = 8 << 10;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @Test
    void onePollCoversALapAtMost() {
        try (RingMemory memory = new RingMemory(directory, CAPACITY, 0)) {
            for (int position = 0; position < CAPACITY; position += 8) {
                memory.setHeaderAt(position, RecordLayout.padding(8));
            }
            memory.set(SegmentLayout.TAIL, 1L << 62);
            CopyingReader reader = new CopyingReader(memory.ring(), QueueLowWatermark.ofManyProducers(memory.ring()),
                    ConsumerPosition.UNTRACKED, new Checkpoint(0, 0));
            assertThat(reader.forEach((buffer, offset, length) -> {}, 1)).isZero();
        }
    }

    @Test
    void aTopicWithoutCheckpointsIsNamed() {
        try (RingMemory memory = new RingMemory(directory, CAPACITY, 0)) {
            for (int i = 0; i < CheckpointLayout.COUNT; i++) {
                memory.set(CheckpointLayout.offset(i) + CheckpointLayout.POSITION, CheckpointLayout.NONE);
            }
            assertThatThrownBy(() -> RingScanner.end(memory.ring(), new TopicLowWatermark(memory.ring())))
                    .has(reason(Reason.CORRUPT))
                    .hasMessageContainingAll("channel " + memory.ring().name(), "no checkpoint", "remove the channel");
        }
    }

    @Test
    void aHandlerCannotWriteAndItsExceptionLeavesItsMessage() {
        try (RingMemory memory = new RingMemory(directory, CAPACITY, 0)) {
            SingleProducerWriter writer = SingleProducerWriter.ofQueue(memory.ring());
            writer.tryClaim(8);
            writer.commit();
            CopyingReader copying = new CopyingReader(memory.ring(), QueueLowWatermark.ofSingleProducer(memory.ring()),
                    ConsumerPosition.UNTRACKED, new Checkpoint(0, 0));
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(memory.ring());
            RecordReader inPlace = new RecordReader(memory.ring(), consumerPosition, AbandonedClaimRecovery.NONE,
                    consumerPosition.confirmed());
            for (RingReader reader : new RingReader[]{copying, inPlace}) {
                assertThatThrownBy(() -> reader.forEach(
                        (buffer, offset, length) -> ((MutableDirectBuffer) buffer).putByte(offset, (byte) 1), 1))
                        .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class);
                assertThat(reader.forEach((buffer, offset, length) -> {}, 1)).isEqualTo(1);
            }
        }
    }

    @Test
    void anObserverOfAQueueSkipsWhatTheConsumerTook() {
        try (RingMemory memory = new RingMemory(directory, CAPACITY, 0)) {
            SingleProducerWriter writer = SingleProducerWriter.ofQueue(memory.ring());
            CopyingReader observer = new CopyingReader(memory.ring(), QueueLowWatermark.ofSingleProducer(memory.ring()),
                    ConsumerPosition.UNTRACKED, new Checkpoint(0, 0));
            for (int i = 0; i < 10; i++) {
                writer.tryClaim(i);
                writer.commit();
            }
            QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofSingleProducer(memory.ring());
            new RecordReader(memory.ring(), consumerPosition, AbandonedClaimRecovery.NONE, 0)
                    .forEach((buffer, offset, length) -> {}, 7);
            int[] lengths = {0};
            assertThat(observer.forEach((buffer, offset, length) -> lengths[0] += length, 100)).isEqualTo(3);
            assertThat(lengths[0]).isEqualTo(7 + 8 + 9);
            assertThat(observer.lost()).isZero();
        }
    }

    /** Each message holds its number in every word, so that a torn one is seen. */
    @Test
    void whatARunningProducerOverwritesIsNeverHandedOnAndTheLossIsExact() {
        int messages = 400_000;
        try (RingMemory memory = new RingMemory(directory, CAPACITY, (1L << 32) - CAPACITY)) {
            Ring ring = memory.ring();
            Checkpoint start = new Checkpoints(ring).newest();
            CopyingReader reader = new CopyingReader(ring, new TopicLowWatermark(ring), ConsumerPosition.UNTRACKED,
                    start);
            CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> produce(ring, messages));
            long[] next = {0};
            long[] taken = {0};
            byte[] bytes = new byte[RecordLayout.maxMessageLength(CAPACITY)];
            ByteBuffer words = ByteBuffer.wrap(bytes);
            while (next[0] < messages) {
                reader.forEach((buffer, offset, length) -> {
                    buffer.getBytes(offset, bytes, 0, length);
                    long number = next[0] = taken[0] + reader.lost();
                    assertThat(length).isEqualTo(lengthOf(number));
                    for (int i = 0; i < length; i += 8) {
                        if (words.getLong(i) != number) {
                            throw new AssertionError("message " + number + " holds " + words.getLong(i));
                        }
                    }
                    taken[0]++;
                    next[0]++;
                }, 100);
                if (producer.isCompletedExceptionally()) {
                    producer.join();
                }
            }
            producer.join();
            assertThat(taken[0] + reader.lost()).isEqualTo(messages);
        }
    }

    private static int lengthOf(long number) {
        return 8 * (1 + (int) (number * 7919 % 61));
    }

    private static void produce(Ring ring, int messages) {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, new StubLiveness());
        ByteBuffer data = ring.data().asByteBuffer();
        for (long number = 0; number < messages; number++) {
            int length = lengthOf(number);
            int offset = (int) Claims.tryClaim(writer, ring, length);
            for (int i = 0; i < length; i += 8) {
                data.putLong(offset + i, number);
            }
            writer.commit();
        }
    }
}
