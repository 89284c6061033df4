package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.QueueConsumerPosition;
import io.rondo.core.ring.reader.RecordReader;
import io.rondo.core.ring.reader.TopicJoiner;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans of the slots end at the high-water mark. */
class UsedSlotsTest {
    private static final int LAST = SlotLayout.MAX_SLOTS - 1;
    private static final int MESSAGE = 1000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private UsedSlots used;
    private final StubLiveness liveness = new StubLiveness();

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, RingMemory.CAPACITY, RecordLayout.maxMessageLength(RingMemory.CAPACITY),
                SlotLayout.MAX_SLOTS, 0);
        ring = memory.ring();
        used = new UsedSlots(ring.header(), SlotLayout.MAX_SLOTS);
        memory.set(SegmentLayout.USED_SLOTS, 0);
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    @Test
    void theMarkIsRaisedAboveASlotAndNeverLowered() {
        used.include(7);
        assertThat(used.count()).isEqualTo(8);
        used.include(3);
        assertThat(used.count()).isEqualTo(8);
        used.include(LAST);
        assertThat(used.count()).isEqualTo(SlotLayout.MAX_SLOTS);
    }

    @Test
    void concurrentParticipantsLoseNoRaise() throws Exception {
        for (int round = 0; round < 200; round++) {
            memory.set(SegmentLayout.USED_SLOTS, 0);
            int highest = 2 + round % 50;
            List<Thread> threads = new ArrayList<>();
            for (int slot = 0; slot <= highest; slot += Math.max(1, highest / 3)) {
                int own = slot;
                threads.add(Thread.ofPlatform().start(() -> {
                    used.include(own);
                    assertThat(used.count()).isGreaterThan(own);
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(used.count()).isEqualTo(1 + highest / Math.max(1, highest / 3) * Math.max(1, highest / 3));
        }
    }

    @Test
    void anOverwrittenMarkLeadsToNoSlotThatDoesNotExist() {
        for (long value : new long[]{Long.MIN_VALUE, -1, SlotLayout.MAX_SLOTS + 1, Long.MAX_VALUE}) {
            memory.set(SegmentLayout.USED_SLOTS, value);
            assertThat(used.count()).isBetween(0, SlotLayout.MAX_SLOTS);
        }
    }

    @Test
    void theProducerWaitsForAConsumerInTheLastSlot() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness.alive(LAST));
        used.include(LAST);
        memory.enter(LAST, 0);
        TopicJoiner.join(ring, LAST);
        int published = 0;
        while (writer.tryClaim(MESSAGE) != RecordWriter.FULL) {
            writer.commit();
            published++;
        }
        assertThat(published).isEqualTo(3);
    }

    @Test
    void theProducerReadsNoSlotBeyondTheMark() {
        SingleProducerWriter writer = SingleProducerWriter.ofTopic(ring, liveness.alive(LAST));
        memory.enter(LAST, 0);
        TopicJoiner.join(ring, LAST);
        for (int i = 0; i < 100; i++) {
            assertThat(writer.tryClaim(MESSAGE)).isNotEqualTo(RecordWriter.FULL);
            writer.commit();
        }
    }

    @Test
    void aClaimOfADeadProducerInTheLastSlotIsRecovered() {
        used.include(LAST);
        new MultiProducerWriter(ring, LAST, liveness).tryClaim(MESSAGE);
        RecordReader reader = reader();
        reader.maxSleepNanos();
        assertThat(reader.holds()).isFalse();
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(RecordLayout.recordLength(MESSAGE));
    }

    @Test
    void anIntentOfADeadProducerInTheLastSlotIsRecovered() {
        used.include(LAST);
        memory.set(SlotLayout.offset(LAST) + SlotLayout.INTENT_LENGTH, RecordLayout.recordLength(MESSAGE));
        memory.set(SlotLayout.offset(LAST) + SlotLayout.POSITION, 0);
        memory.set(SegmentLayout.TAIL, RecordLayout.recordLength(MESSAGE));
        RecordReader reader = reader();
        reader.maxSleepNanos();
        assertThat(reader.holds()).isFalse();
        assertThat(memory.get(SegmentLayout.HEAD)).isEqualTo(RecordLayout.recordLength(MESSAGE));
    }

    private RecordReader reader() {
        return new RecordReader(ring, QueueConsumerPosition.ofManyProducers(ring),
                new MultiProducerClaimRecovery(ring, liveness, () -> {}), 0);
    }
}
