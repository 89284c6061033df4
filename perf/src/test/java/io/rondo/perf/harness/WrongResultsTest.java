package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.worker.FaultyWorker;
import io.rondo.perf.worker.ReusableWorker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport that loses or changes a message fails, with the reason, and does not disturb the others. */
@Timeout(600)
class WrongResultsTest {
    private static final int CAPACITY = 1 << 16;
    private static final Point POINT = Point.of(Pattern.ONE_WAY, 32);

    private static ReusedWorkers sound;

    @BeforeAll
    static void prepare() {
        sound = new ReusedWorkers(SmallWorkers.of(ReusableWorker.class));
    }

    @AfterAll
    static void end() {
        sound.close();
        assertThat(sound.failures()).isEmpty();
    }

    private static CompetitorResult run(Class<?> worker) {
        try (Places places = new Places()) {
            WorkerGroup faulty = new WorkerGroup(CompetitorType.RONDO_SPSC, POINT, CAPACITY, places, null,
                    SmallWorkers.of(worker));
            WorkerGroup other = new WorkerGroup(CompetitorType.AGRONA_SPSC, POINT, CAPACITY, places, null, sound);
            try {
                List<CompetitorResult> results = new Rounds(0, 2, Duration.ofMillis(20))
                        .run(List.of(faulty, other), () -> {});
                assertThat(results.getLast().failure()).isNull();
                assertThat(results.getLast().samples()).hasSize(2);
                return results.getFirst();
            } finally {
                faulty.close();
                other.close();
            }
        }
    }

    @Test
    void aLostMessageIsFound() {
        assertThat(run(FaultyWorker.Dropping.class).failure())
                .startsWith("rondo-spsc consumer 0: java.lang.IllegalStateException: message ")
                .contains("message 99 of 32 bytes expected").contains("numbered 100");
    }

    @Test
    void aChangedByteIsFound() {
        assertThat(run(FaultyWorker.Changing.class).failure())
                .startsWith("rondo-spsc consumer 0: java.lang.IllegalStateException: message ")
                .contains("wrong bytes");
    }

    @Test
    void aProcessThatEndsIsReported() {
        assertThat(run(FaultyWorker.Exiting.class).failure()).contains("the process ended");
    }
}
