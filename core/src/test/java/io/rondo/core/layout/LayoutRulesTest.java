package io.rondo.core.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.segment.SegmentSpec;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold whatever the numbers are. */
class LayoutRulesTest {
    private static final long SEED = 0x5EED;

    @Test
    void hotWordsAreALineApartAndDoNotOverlap() {
        int[] hot = {SegmentLayout.TAIL, SegmentLayout.HEAD, SegmentLayout.READ, SegmentLayout.LIMIT,
            SegmentLayout.DATA_WAITERS, SegmentLayout.SPACE_WAITERS, SegmentLayout.CHECKPOINT_COUNT,
            SegmentLayout.USED_SLOTS};
        TreeMap<Integer, Integer> regions = new TreeMap<>();
        add(regions, 0, SegmentLayout.IDENTITY_LENGTH);
        for (int word : hot) {
            assertThat(word % SegmentLayout.LINE).isZero();
            add(regions, word, SegmentLayout.LINE);
        }
        add(regions, SegmentLayout.CHECKPOINTS, CheckpointLayout.COUNT * CheckpointLayout.LENGTH);
        for (int slot = 0; slot < SlotLayout.MAX_SLOTS; slot++) {
            int offset = SlotLayout.offset(slot);
            assertThat(offset % SegmentLayout.LINE).isZero();
            add(regions, offset, SegmentLayout.LINE);
            add(regions, offset + SlotLayout.POSITION, SegmentLayout.LINE);
            add(regions, offset + SlotLayout.COUNTERS, Counter.values().length * Long.BYTES);
        }
        add(regions, SegmentLayout.entries(SlotLayout.MAX_SLOTS), SegmentSpec.MIN_CAPACITY);
        int end = 0;
        for (var region : regions.entrySet()) {
            assertThat(region.getKey()).isGreaterThanOrEqualTo(end);
            end = region.getValue();
        }
        assertThat(IdentityLayout.CHECKSUM + Integer.BYTES).isLessThanOrEqualTo(SegmentLayout.IDENTITY_LENGTH);
        assertThat(SlotLayout.FLAGS + Integer.BYTES).isLessThanOrEqualTo(SlotLayout.POSITION);
        assertThat(SlotLayout.INTENT_LENGTH + Long.BYTES).isLessThanOrEqualTo(SlotLayout.COUNTERS);
        for (int slots = SlotLayout.MIN_SLOTS; slots <= SlotLayout.MAX_SLOTS; slots++) {
            assertThat(SegmentLayout.entries(slots) % 65_536).isZero();
            assertThat(SegmentLayout.entries(slots)).isGreaterThanOrEqualTo(SlotLayout.offset(slots));
        }
    }

    @Test
    void reservedTailsGiveBackSlotAndPosition() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            long position = random.nextLong() >>> 1 + random.nextInt(57) & -RecordLayout.ALIGNMENT;
            int slot = random.nextInt(SlotLayout.MAX_SLOTS);
            long head = Math.max(0, position - random.nextInt(SegmentSpec.MAX_CAPACITY) & -RecordLayout.ALIGNMENT);
            long word = TailLayout.reserved(position, slot);
            assertThat(TailLayout.isReserved(word)).isTrue();
            assertThat(TailLayout.slot(word)).isEqualTo(slot);
            assertThat(TailLayout.position(word, head)).isEqualTo(position);
            assertThat(TailLayout.position(word, position + (1L << 56))).isEqualTo(position);
            assertThat(Long.compareUnsigned(word - head, SegmentSpec.MAX_CAPACITY)).isPositive();
        }
    }

    private static void add(TreeMap<Integer, Integer> regions, int start, int length) {
        assertThat(regions.put(start, start + length)).isNull();
    }

    @Test
    void checkpointsAreWithinTheLapTheyAreFor() {
        for (int capacity = SegmentSpec.MIN_CAPACITY; capacity > 0
                && capacity <= SegmentSpec.MAX_CAPACITY; capacity *= 2) {
            assertThat((long) CheckpointLayout.COUNT * CheckpointLayout.interval(capacity)).isGreaterThan(capacity);
        }
    }

    @Test
    void headersGiveBackWhatWasPutIn() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            int length = random.nextInt(RecordLayout.maxMessageLength(SegmentSpec.MAX_CAPACITY) + 1);
            int slot = random.nextInt(SlotLayout.MAX_SLOTS);
            int recordLength = RecordLayout.recordLength(length);
            assertThat(recordLength % RecordLayout.ALIGNMENT).isZero();
            assertThat(recordLength - length).isBetween(8, 71);

            long committed = RecordLayout.committed(length);
            assertThat(RecordLayout.length(committed)).isEqualTo(length + 8);
            assertThat(RecordLayout.type(committed)).isEqualTo(RecordLayout.SBE_LITTLE_ENDIAN);
            assertThat(RecordLayout.isPadding(committed)).isFalse();

            long claimed = RecordLayout.claimed(length, slot);
            assertThat(RecordLayout.length(claimed)).isEqualTo(-(length + 8));
            assertThat(RecordLayout.type(claimed)).isEqualTo(slot);

            long padding = RecordLayout.padding(recordLength);
            assertThat(RecordLayout.length(padding)).isEqualTo(recordLength);
            assertThat(RecordLayout.isPadding(padding)).isTrue();
        }
    }

    @Test
    void stateWordsKeepStateAndIncarnationApart() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 10_000; i++) {
            long word = random.nextLong();
            int state = random.nextInt(3);
            assertThat(SlotState.state(SlotState.next(word, state))).isEqualTo(state);
            assertThat(SlotState.state(SlotState.with(word, state))).isEqualTo(state);
            assertThat(SlotState.incarnation(SlotState.with(word, state))).isEqualTo(SlotState.incarnation(word));
            assertThat(SlotState.incarnation(SlotState.next(word, state)))
                    .isEqualTo(SlotState.incarnation(word) + 1 & -1L >>> 8);
        }
    }
}
