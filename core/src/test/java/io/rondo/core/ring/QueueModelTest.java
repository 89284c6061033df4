package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares queues with a model, with wrap-around and positions beyond every word size. */
class QueueModelTest {
    static final int[] CAPACITIES = {4 << 10, 8 << 10, 16 << 10, 64 << 10, 4 * RecordLayout.LONG};
    private static final int STEPS = 3000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 64, (1L << 32) - 64, (1L << 62) - 64})
    void aSingleProducerQueueDeliversEachCommittedMessageOnceAndInOrder(long start) {
        play(false, start);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 64, (1L << 32) - 64, (1L << 62) - 64})
    void aManyProducerQueueDeliversEachCommittedMessageOnceAndInOrder(long start) {
        play(true, start);
    }

    private void play(boolean multi, long start) {
        long seed = System.nanoTime();
        for (int capacity : CAPACITIES) {
            // Only a single producer that lives for several laps relies on the consumer's zeroing.
            int endurance = !multi && capacity > 2 * RecordLayout.LONG ? 100 : 1;
            try (RingMemory memory = new RingMemory(directory, capacity, start)) {
                QueueModel model = new QueueModel(memory, multi, endurance, new SplittableRandom(seed));
                for (int step = 0; step < STEPS; step++) {
                    try {
                        model.step();
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError("seed " + seed + "L, capacity " + capacity + ", step " + step, e);
                    }
                }
                assertThat(model.delivered()).isGreaterThan(STEPS / 20);
                assertThat(model.shortened()).isPositive();
                if (multi) {
                    assertThat(model.recovered()).isPositive();
                }
            }
        }
    }
}
