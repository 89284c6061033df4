package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private final Notes progress = new Notes();

    private static Plan plan(Point point, String... competitors) {
        return new Plan(List.of(point), List.of(competitors), 1, 0, Duration.ofMillis(1), 65536,
                new Capture(Path.of("/no/such.pcap"), 1));
    }

    @Test
    void anUnknownCompetitorIsNamed() {
        assertThatThrownBy(() -> new Measurement(plan(Point.of(Pattern.ONE_WAY, 32), "kafka"), progress))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("kafka");
    }

    @Test
    void aReplayOfAMissingFileIsLeftOut() {
        assertThat(new Measurement(plan(Point.of(Pattern.REPLAY, 0)), progress).run().points()).isEmpty();
        assertThat(progress.notes).singleElement().asString().contains("/no/such.pcap cannot be read");
    }

    @Test
    void aPointThatNoCompetitorCanRunIsLeftOut() {
        Run run = new Measurement(plan(Point.of(Pattern.PARKED_ROUND_TRIP, 32), "aeron-ipc"), progress).run();
        assertThat(run.points()).isEmpty();
        assertThat(run.environment()).containsKey("kernel");
        assertThat(progress.notes).singleElement().asString().contains("no competitor can run");
    }
}
