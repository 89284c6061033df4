package io.rondo.core.ring.writer;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.reader.AbandonedClaimRecovery;
import io.rondo.core.ring.reader.ConsumerPosition;
import io.rondo.core.ring.reader.CopyingReader;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.TopicJoiner;
import io.rondo.core.ring.scan.LowWatermark;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.TopicLowWatermark;
import io.rondo.core.testkit.Claims;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import io.rondo.core.testkit.StubLiveness;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which consumers hold a topic's producer up, and how the others are overwritten. */
class TopicGateTest {
    private static final long START = (1L << 31) - 1024;
    private static final int CAPACITY = 16 << 10;
    private static final int SLOT = SlotLayout.peerSlot(9);
    private static final int POSITION = SlotLayout.offset(SLOT) + SlotLayout.POSITION;
    private static final RecordHandler IGNORE = (buffer, offset, length) -> Action.CONTINUE;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private final StubLiveness liveness = new StubLiveness();

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, CAPACITY, START);
        ring = memory.ring();
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private static boolean publish(RecordWriter writer, int length) {
        if (writer.tryClaim(length) == RecordWriter.FULL) {
            return false;
        }
        writer.commit();
        return true;
    }

    private CopyingReader newCopyingReader() {
        return new CopyingReader(ring, new TopicLowWatermark(ring), ConsumerPosition.UNTRACKED,
                new Checkpoints(ring).newest());
    }

    @Test
    void aLivingConsumerHoldsTheProducerUpUntilItReads() {
        memory.enter(SLOT, 0);
        liveness.alive(SLOT);
        TopicJoiner.join(ring, SLOT);
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        int count = 0;
        while (publish(writer, 56)) {
            count++;
        }
        assertThat(count).isEqualTo(CAPACITY / 64 - 1);
        assertThat(memory.get(SegmentLayout.LIMIT)).isLessThanOrEqualTo(START + CAPACITY);
        memory.set(POSITION, START + 64);
        assertThat(publish(writer, 56)).isTrue();
        assertThat(publish(writer, 56)).isFalse();
        assertThat(liveness.freed()).isEmpty();
    }

    @Test
    void theSlotOfADeadConsumerIsFreedAndNoLongerHoldsTheProducerUp() {
        memory.enter(SLOT, 0);
        liveness.onQuestion(() -> memory.leave(SLOT));
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        for (int i = 0; i < 3 * CAPACITY / 64; i++) {
            assertThat(publish(writer, 56)).isTrue();
        }
        assertThat(liveness.freed()).containsExactly(SLOT);
    }

    @Test
    void anAnnouncementThatAJoinerDidNotSeeIsTakenBack() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        publish(writer, 56);
        long limit = memory.get(SegmentLayout.LIMIT);
        memory.enter(SLOT, 0);
        liveness.alive(SLOT);
        // A joiner stored its position and saw the old announcement.
        memory.set(POSITION, START);
        while (publish(writer, 56)) {
            assertThat(memory.get(SegmentLayout.LIMIT)).isLessThanOrEqualTo(START + CAPACITY);
        }
        assertThat(memory.get(SegmentLayout.LIMIT)).isGreaterThanOrEqualTo(limit).isLessThanOrEqualTo(START + CAPACITY);
    }

    /**
     * The producer died after it announced, and before it looked for a consumer that had joined below the announcement.
     */
    @Test
    void anAnnouncementADeadProducerCouldNotTakeBackIsNotUsed() {
        memory.enter(SLOT, 0);
        liveness.alive(SLOT);
        Checkpoint start = TopicJoiner.join(ring, SLOT);
        memory.set(CheckpointLayout.offset(1) + CheckpointLayout.POSITION, START + 2048);
        memory.set(SegmentLayout.CHECKPOINT_COUNT, 2);
        memory.set(SegmentLayout.LIMIT, START + 2048 + CAPACITY);
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        while (publish(writer, 56)) {
            // On to the end.
        }
        long written = memory.get(SegmentLayout.TAIL);
        writer.flush();
        assertThat(memory.get(SegmentLayout.TAIL)).isGreaterThanOrEqualTo(written)
                .isLessThanOrEqualTo(start.position() + CAPACITY);
    }

    @Test
    void aReaderThatKeepsWithinHalfALapLosesNothing() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        CopyingReader reader = newCopyingReader();
        int behind = CAPACITY / 64 / 2;
        for (int i = 0; i < 10 * CAPACITY / 64; i++) {
            publish(writer, 56);
            if (i >= behind) {
                assertThat(reader.poll(IGNORE, 1)).isEqualTo(1);
            }
        }
        assertThat(reader.lost()).isZero();
    }

    /** The announcement that overtook the reader is taken back while it looks for its new place. */
    @Test
    void aReaderIsNotMisledByAnAnnouncementThatIsTakenBack() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        for (int i = 0; i < CAPACITY / 64 / 2 + 5; i++) {
            publish(writer, 56);
        }
        long start = START + 3 * CAPACITY / 8;
        LowWatermark real = new TopicLowWatermark(ring);
        boolean[] takenBack = {false};
        LowWatermark lowWatermark = new LowWatermark() {
            @Override
            public long position() {
                return takenBack[0] ? real.position() : start + 64;
            }

            @Override
            public Checkpoint resume(Checkpoint from) {
                takenBack[0] = true;
                return real.resume(from);
            }
        };
        CopyingReader reader = new CopyingReader(ring, lowWatermark, ConsumerPosition.UNTRACKED,
                new Checkpoint(start, 3 * CAPACITY / 8 / 64));
        assertThat(reader.poll(IGNORE, 1000)).isPositive();
    }

    @Test
    void aProducerThatDiedBeforeItsCheckpointIsFollowedByOneThatCanPublish() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        publish(writer, CAPACITY / 8 - 16);
        publish(writer, ring.maxMessageLength());
        // Died while it wrote the checkpoint: its entry is marked, and the one before is an interval and a record back.
        memory.set(CheckpointLayout.offset(1) + CheckpointLayout.POSITION, CheckpointLayout.NONE);
        memory.set(SegmentLayout.CHECKPOINT_COUNT, 1);
        for (int i = 0; i < 3; i++) {
            writer = SingleProducerWriter.ofTopic(ring, liveness);
            long payload = Claims.tryClaim(writer, ring, ring.maxMessageLength());
            assertThat(payload).isNotEqualTo(RecordWriter.FULL);
            // The next one dies with a claim that covers the old checkpoint's records.
            ring.data().asSlice(payload, ring.maxMessageLength()).fill((byte) 3);
        }
        assertThat(publish(writer, ring.maxMessageLength())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 2, START + 2 * CAPACITY})
    void aScribbledAnnouncementIsCorruptionAndNoEndlessLoop(long limit) {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness);
        publish(writer, 56);
        memory.enter(SLOT, 0);
        CopyingReader reader = newCopyingReader();
        memory.set(SegmentLayout.LIMIT, limit);
        assertThatThrownBy(() -> TopicJoiner.join(ring, SLOT)).has(reason(Reason.CORRUPT));
        assertThatThrownBy(() -> reader.poll(IGNORE, 1)).has(reason(Reason.CORRUPT));
    }

    @ParameterizedTest
    @ValueSource(longs = {START + 3, -8, Long.MIN_VALUE, Long.MAX_VALUE})
    void aScribbledCheckpointIsCorruption(long position) {
        for (int i = 0; i < CheckpointLayout.COUNT; i++) {
            memory.set(CheckpointLayout.offset(i) + CheckpointLayout.POSITION, position);
        }
        memory.enter(SLOT, 0);
        assertThatThrownBy(() -> TopicJoiner.join(ring, SLOT)).has(reason(Reason.CORRUPT));
        assertThatThrownBy(() -> SingleProducerWriter.ofTopic(ring, liveness))
                .has(reason(Reason.CORRUPT));
        assertThatThrownBy(() -> SingleProducerWriter.ofQueue(ring)).has(reason(Reason.CORRUPT));
    }

    @Test
    void aSegmentWithoutAnyCheckpointIsCorruption() {
        memory.set(CheckpointLayout.offset(0), CheckpointLayout.NONE);
        assertThatThrownBy(() -> SingleProducerWriter.ofQueue(ring)).has(reason(Reason.CORRUPT));
    }

    @Test
    void anObserverOfAFullQueueSeesEachMessageOnce() {
        MultiProducerWriter writer = new MultiProducerWriter(ring, 1, new StubLiveness());
        int count = 0;
        while (publish(writer, 56)) {
            count++;
        }
        assertThat(count).isEqualTo(CAPACITY / 64);
        CopyingReader reader = new CopyingReader(ring, QueueLowWatermark.ofManyProducers(ring),
                ConsumerPosition.UNTRACKED,
                new Checkpoint(START, 0));
        assertThat(reader.poll(IGNORE, 10 * count)).isEqualTo(count);
        assertThat(reader.holds()).isFalse();
        QueueConsumerPosition consumerPosition = QueueConsumerPosition.ofManyProducers(ring);
        new RecordReader(ring, consumerPosition, AbandonedClaimRecovery.NONE, consumerPosition.confirmed()).poll(IGNORE,
                3);
        assertThat(reader.holds()).isFalse();
        assertThat(publish(writer, 0)).isTrue();
        assertThat(reader.poll(IGNORE, 10 * count)).isEqualTo(1);
        assertThat(RecordLayout.length(memory.headerAt(START))).isEqualTo(8);
    }
}
