package io.rondo.core.ring.reader;

import static io.rondo.core.ExpectedReason.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.EvictionLowWatermark;
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

/** A topic's consumers that hold the producer up until that would have to wait for them. */
class EvictionTest {
    private static final int CAPACITY = 8 << 10;
    private static final int RECORD = 64;
    private static final int LENGTH = RECORD - 8;
    private static final int MOST = CAPACITY / RECORD - 1;
    private static final int SLOT = SlotLayout.peerSlot(3);
    private static final int OTHER = SlotLayout.peerSlot(7);
    private static final RecordHandler IGNORE = (buffer, offset, length) -> Action.CONTINUE;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private RingMemory memory;
    private Ring ring;
    private final StubLiveness liveness = new StubLiveness().alive(SLOT, OTHER);
    private final List<String> evictions = new ArrayList<>();

    @BeforeEach
    void map() {
        memory = new RingMemory(directory, CAPACITY, (1L << 32) - CAPACITY / 2);
        ring = memory.ring();
    }

    @AfterEach
    void unmap() {
        memory.close();
    }

    private SingleProducerWriter newWriter() {
        return SingleProducerWriter.ofTopic(ring, liveness, () -> evictions.add("evicted"));
    }

    private static int publish(RecordWriter writer, int most) {
        int count = 0;
        while (count < most && writer.tryClaim(LENGTH) != RecordWriter.FULL) {
            writer.commit();
            count++;
        }
        return count;
    }

    private CopyingReader join(int slot, int flags) {
        memory.enter(slot, flags);
        Checkpoint start = TopicJoiner.join(ring, slot);
        setState(slot, SlotState.ATTACHED);
        return new CopyingReader(ring, new EvictionLowWatermark(ring, slot), new TopicConsumerPosition(ring, slot),
                start);
    }

    private long word(int slot) {
        return memory.get(SlotLayout.offset(slot) + SlotLayout.STATE);
    }

    private void setState(int slot, int state) {
        memory.set(SlotLayout.offset(slot) + SlotLayout.STATE, SlotState.with(word(slot), state));
    }

    @Test
    void aConsumerIsEvictedWhenTheProducerWouldWaitForItAndNoSooner() {
        SingleProducerWriter writer = newWriter();
        CopyingReader reader = join(SLOT, SlotLayout.FLAG_EVICTABLE);
        assertThat(publish(writer, MOST)).isEqualTo(MOST);
        assertThat(SlotState.state(word(SLOT))).isEqualTo(SlotState.ATTACHED);
        assertThat(reader.poll(IGNORE, 1)).isEqualTo(1);
        assertThat(publish(writer, 1)).isEqualTo(1);
        assertThat(evictions).isEmpty();
        long before = word(SLOT);
        assertThat(publish(writer, 1)).isEqualTo(1);
        assertThat(word(SLOT)).isEqualTo(SlotState.with(before, SlotState.EVICTED));
        assertThat(evictions).hasSize(1);
        assertThat(publish(writer, 10 * MOST)).isEqualTo(10 * MOST);
        assertThat(evictions).hasSize(1);
        assertThatThrownBy(() -> reader.poll(IGNORE, 10)).has(reason(Reason.EVICTED))
                .hasMessageContaining("topic test").hasMessageContaining("drop the oldest")
                .hasMessageMatching(".* [0-9]{4,} bytes and [0-9]{3,} messages behind.*");
        assertThatThrownBy(reader::holds).has(reason(Reason.EVICTED));
        assertThat(reader.delivered()).isEqualTo(1);
        assertThat(reader.lost()).isZero();
    }

    @Test
    void noConsumerIsEvictedWhileABlockingConsumerHoldsTheProducerUpAsWell() {
        SingleProducerWriter writer = newWriter();
        join(SLOT, SlotLayout.FLAG_EVICTABLE);
        CopyingReader blocking = join(OTHER, 0);
        assertThat(publish(writer, 10 * MOST)).isEqualTo(MOST);
        assertThat(evictions).isEmpty();
        assertThat(blocking.poll(IGNORE, MOST)).isEqualTo(MOST);
        assertThat(publish(writer, 10 * MOST)).isEqualTo(MOST);
        assertThat(evictions).hasSize(1);
        assertThat(SlotState.state(word(OTHER))).isEqualTo(SlotState.ATTACHED);
    }

    @Test
    void onlyThoseAreEvictedThatAreInTheWay() {
        SingleProducerWriter writer = newWriter();
        join(SLOT, SlotLayout.FLAG_EVICTABLE);
        publish(writer, MOST / 2);
        CopyingReader later = join(OTHER, SlotLayout.FLAG_EVICTABLE);
        assertThat(publish(writer, MOST)).isEqualTo(MOST);
        assertThat(SlotState.state(word(SLOT))).isEqualTo(SlotState.EVICTED);
        assertThat(later.poll(IGNORE, 10 * MOST)).isEqualTo(MOST);
    }

    @Test
    void aConsumerThatStillLooksForItsPlaceIsWaitedFor() {
        SingleProducerWriter writer = newWriter();
        memory.enter(SLOT, SlotLayout.FLAG_EVICTABLE);
        TopicJoiner.join(ring, SLOT);
        assertThat(publish(writer, 10 * MOST)).isEqualTo(MOST);
        setState(SLOT, SlotState.ATTACHED);
        assertThat(publish(writer, 1)).isEqualTo(1);
        assertThat(evictions).hasSize(1);
    }

    @Test
    void aDeadConsumerIsFreedAndNotCounted() {
        SingleProducerWriter writer = newWriter();
        join(SLOT, SlotLayout.FLAG_EVICTABLE);
        liveness.alive();
        liveness.onQuestion(() -> memory.leave(SLOT));
        assertThat(publish(writer, 3 * MOST)).isEqualTo(3 * MOST);
        assertThat(evictions).isEmpty();
        assertThat(liveness.freed()).containsExactly(SLOT);
    }

    /** The consumer leaves, and another takes the slot, between the producer's look and its change of the state. */
    @Test
    void theSuccessorInAnEvictedConsumersSlotIsLeftAlone() {
        SingleProducerWriter writer = newWriter();
        join(SLOT, SlotLayout.FLAG_EVICTABLE);
        publish(writer, MOST);
        int[] questions = {0};
        liveness.onQuestion(() -> {
            if (++questions[0] == 2) {
                memory.leave(SLOT);
                join(SLOT, SlotLayout.FLAG_EVICTABLE);
            }
        });
        publish(writer, 1);
        assertThat(questions[0]).isGreaterThanOrEqualTo(2);
        assertThat(SlotState.state(word(SLOT))).isEqualTo(SlotState.ATTACHED);
        assertThat(evictions).isEmpty();
    }

    @Test
    void aLongBatchShowsItsProgress() {
        SingleProducerWriter writer = newWriter();
        CopyingReader reader = join(SLOT, SlotLayout.FLAG_EVICTABLE);
        publish(writer, MOST / 2);
        int[] published = {0};
        int count = reader.forEach((buffer, offset, length) -> {
            if (published[0] < 5 * MOST) {
                published[0] += publish(writer, 1);
            }
        }, Integer.MAX_VALUE);
        assertThat(count).isEqualTo(MOST / 2 + 5 * MOST);
        assertThat(evictions).isEmpty();
    }
}
