package io.rondo.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.testkit.RingMemory;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares topics with a log, with consumers of both policies that come and go, and producers that die. */
@Order(1)
class TopicModelTest {
    private static final int STEPS = 3000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 64, (1L << 32) - 64, (1L << 62) - 64})
    void everyConsumerReadsEveryMessageOrCountsTheMessagesItLost(long start) {
        long seed = System.nanoTime();
        long lost = 0;
        for (int capacity : QueueModelTest.CAPACITIES) {
            try (RingMemory memory = new RingMemory(directory, capacity, start)) {
                TopicModel model = new TopicModel(memory, new SplittableRandom(seed));
                for (int step = 0; step < STEPS; step++) {
                    try {
                        model.step();
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError("seed " + seed + "L, capacity " + capacity + ", step " + step, e);
                    }
                }
                assertThat(model.delivered()).isGreaterThan(STEPS / 20);
                assertThat(model.shortened()).isPositive();
                lost += model.lost();
            }
        }
        assertThat(lost).isPositive();
    }
}
