package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import org.junit.jupiter.api.Test;

class LimitTest {
    @Test
    void roundTripsAndLongMessagesHaveALimit() {
        assertThat(Limit.of(Point.of(Pattern.ROUND_TRIP, 32))).contains(Limit.ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.PARKED_ROUND_TRIP, 32))).contains(Limit.PARKED_ROUND_TRIP);
        assertThat(Limit.of(Point.of(Pattern.ONE_WAY, 65536))).contains(Limit.COPY);
        assertThat(Limit.of(Point.of(Pattern.ONE_WAY, 1024))).isEmpty();
        assertThat(Limit.of(new Point(Pattern.ONE_WAY, 65536, 2, 1, 0, 1, false))).isEmpty();
        assertThat(Limit.of(new Point(Pattern.OPEN_LOOP, 32, 1, 1, 1000, 1, false))).isEmpty();
    }

    @Test
    void anAnswerMayHoldEveryLatency() {
        Sample sample = LimitAnswer.parse("p50=91 p99=120 max=5000000 count=40 values=90:3,120:1,400:1");
        assertThat(sample.get(Metric.P50)).isEqualTo(91);
        assertThat(sample.get(Metric.MAX)).isEqualTo(5_000_000);
        assertThat(sample.get(Metric.COUNT)).isEqualTo(40);
        assertThat(sample.histogram()).hasValueSatisfying(all -> {
            assertThat(all.getTotalCount()).isEqualTo(5);
            assertThat(all.getCountAtValue(90)).isEqualTo(3);
        });
    }

    @Test
    void anAnswerWithoutLatenciesIsASample() {
        assertThat(LimitAnswer.parse("rate=5.5 count=3")).isEqualTo(Sample.parse("rate=5.5 count=3"));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> LimitAnswer.parse("p50=91 values=90")).hasMessageContaining("'90'");
    }
}
