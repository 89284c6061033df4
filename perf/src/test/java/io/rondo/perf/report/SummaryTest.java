package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Run;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void saysWhatWasMeasuredOnWhichMachineWithWhichResult() {
        Run run = Runs.run(
                point(ROUND_TRIP, competitor("c-limit", Metric.P50, 80, 80),
                        competitor("aeron-ipc", Metric.P50, 100, 50),
                        competitor("rondo-spsc", Metric.P50, 120, 100)),
                point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 2e6, 2e6),
                        competitor("uds", Metric.RATE, 1e6, 1e6)));
        run.environment().put("processor", "Z80");
        run.environment().put("cores", "2");
        run.environment().put("load", "other processes used 0.10 cores");
        assertThat(new Summary(run).sentences()).containsExactly(
                "This run measured 4 competitors at 2 points (latency, throughput); in each round every competitor ran one "
                        + "slice, and ratios are taken within a round.",
                "The machine was Z80 with 2 cores, where a round trip between two C processes takes 80 ns (p50); other "
                        + "processes used 0.10 cores.",
                "Rondo's single-producer queue makes a round trip of 32 B with a p50 of 110 ns, 1.60 (1.20-2.00) times that "
                        + "of aeron-ipc and transfers messages one way of 32 B with a rate of 2.00 M/s, 2.00 (2.00-2.00) "
                        + "times that of uds; of the bars, " + Bars.summary(Bars.judge(run)) + ".");
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        assertThat(new Summary(Runs.run()).sentences()).hasSize(3).last().asString()
                .startsWith("0 hold, 0 missed");
    }
}
