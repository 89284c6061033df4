package io.rondo.core.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorkEntryLayoutTest {
    private static final long SEED = 5;
    private static final long TICK = 1L << 20;

    @Test
    void words() {
        assertThat(WorkEntryLayout.length(4096)).isEqualTo(512);
        assertThat(WorkEntryLayout.offset(0, 4096)).isZero();
        assertThat(WorkEntryLayout.offset(64, 4096)).isEqualTo(8);
        assertThat(WorkEntryLayout.offset(4096 + 128 + 5, 4096)).isEqualTo(16);
        assertThat(WorkEntryLayout.offset(-1, 4096)).isEqualTo(504);
        assertThat(WorkEntryLayout.claimed(4096 + 64, 128, 4096)).isEqualTo(4096 + 128 + 1);
        assertThat(WorkEntryLayout.ready(4096 + 64, 128, 4096)).isEqualTo(4096 + 128 + 2);
        assertThat(WorkEntryLayout.done(4096 + 64, 128, 4096)).isEqualTo(4096 + 128 + 6);
        assertThat(WorkEntryLayout.held(WorkEntryLayout.HELD, 1024, 0x1FFFF, 1023, 0))
                .isEqualTo(3 | 1024L << 3 | 0xFFFFL << 14 | 1023L << 30);
        assertThat(WorkEntryLayout.returned(9, 1025)).isEqualTo(5 | 9 << 3 | 2L << 13);
    }

    @Test
    void lapAndLengthComeBackAtAnyPosition() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            int capacity = 4096 << random.nextInt(18);
            long position = random.nextLong() >>> 1 + random.nextInt(40) & -64;
            int length = random.nextInt(1, capacity / 128 + 1) * 64;
            long entry = WorkEntryLayout.ready(position, length, capacity);
            assertThat(WorkEntryLayout.state(entry)).isEqualTo(WorkEntryLayout.READY);
            assertThat(WorkEntryLayout.recordLength(entry, capacity)).isEqualTo(length);
            assertThat(WorkEntryLayout.lapDistance(entry, position, capacity)).isZero();
            assertThat(WorkEntryLayout.isStale(entry, position, capacity)).isFalse();
            assertThat(WorkEntryLayout.isStale(entry, position + capacity, capacity)).isFalse();
            long done = WorkEntryLayout.done(position, length, capacity);
            assertThat(WorkEntryLayout.isStale(done, position + capacity, capacity)).isTrue();
            assertThat(WorkEntryLayout.isStale(done, position, capacity)).isFalse();
            assertThat(WorkEntryLayout.lapDistance(entry, position - capacity, capacity)).isPositive();
        }
    }

    @Test
    void heldTimesNeverExceedTheTrueOnes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            long taken = random.nextLong(Long.MAX_VALUE / 2);
            long elapsed = random.nextLong(4_000_000_000_000L);
            long entry = WorkEntryLayout.held(WorkEntryLayout.HELD, 7, 9, 3, taken);
            assertThat(WorkEntryLayout.heldNanos(entry, taken + elapsed))
                    .isBetween(Math.max(0, elapsed - 2 * TICK), elapsed);
            assertThat(WorkEntryLayout.heldNanos(entry, taken - random.nextLong(500_000_000))).isZero();
            assertThat(WorkEntryLayout.slot(entry)).isEqualTo(7);
            assertThat(WorkEntryLayout.isIncarnation(entry, (1 << 16) + 9)).isTrue();
            assertThat(WorkEntryLayout.isIncarnation(entry, 8)).isFalse();
            assertThat(WorkEntryLayout.deliveries(entry)).isEqualTo(3);
        }
    }

    @Test
    void aReturnedMessageIsNotDueTooEarly() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100_000; i++) {
            long now = random.nextLong(1, Long.MAX_VALUE / 8);
            long delay = random.nextLong(WorkEntryLayout.MAX_DELAY_NANOS + 1);
            long entry = WorkEntryLayout.returned(4, now + delay);
            assertThat(WorkEntryLayout.delayNanos(entry, now)).isBetween(delay, delay + 1023);
            assertThat(WorkEntryLayout.delayNanos(entry, now + delay + 1024)).isZero();
            assertThat(WorkEntryLayout.deliveries(entry)).isEqualTo(4);
        }
        assertThat(WorkEntryLayout.delayNanos(WorkEntryLayout.returned(1, 0), 5)).isZero();
        assertThat(WorkEntryLayout.delayNanos(-1L, 5)).as("a time that no consumer writes").isZero();
    }
}
