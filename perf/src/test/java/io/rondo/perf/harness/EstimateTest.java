package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static Estimate estimate(Point point, String... competitors) {
        return Estimate.of(new Plan(List.of(point), List.of(competitors), 5, 2, Duration.ofMillis(100), 65536, null),
                point);
    }

    @Test
    void countsTheCompetitorsThatCanRunThePointAndTheLimit() {
        assertThat(estimate(Point.of(Pattern.ROUND_TRIP, 32), "rondo-spsc", "rondo-spsc-park"))
                .isEqualTo(new Estimate(2, 14, Duration.ofMillis(100)));
        assertThat(estimate(Point.of(Pattern.ONE_WAY, 32), "rondo-spsc").competitors()).isEqualTo(1);
        assertThat(estimate(Point.of(Pattern.FAN_OUT, 32)).competitors()).isBetween(2,
                CompetitorType.values().length - 1);
    }

    @Test
    void idleChannelsTakeFewLongSlices() {
        assertThat(estimate(Point.of(Pattern.PARKED_CHANNELS, 32), "rondo-spsc-default"))
                .isEqualTo(new Estimate(1, 3, Duration.ofSeconds(5)));
    }
}
