package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.latencies;
import static io.rondo.perf.report.Runs.point;
import static io.rondo.perf.report.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Bar.Kind;
import io.rondo.perf.report.Bar.Rule;
import io.rondo.perf.report.BarResult.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsTest {
    private static BarResult judge(Run run, Point point, Figure figure, String competitor, Kind kind) {
        return Bars.judge(run).stream()
                .filter(each -> each.bar().point().equals(point) && each.bar().figure() == figure
                        && each.bar().competitor().equals(competitor) && each.bar().rule().kind() == kind)
                .findFirst().orElseThrow();
    }

    private static BarResult oneWay(Run run) {
        return judge(run, ONE_WAY, Figure.RATE, "rondo-spsc", Kind.BEST_COMPETITOR);
    }

    @Test
    void aRateIsComparedWithTheCompetitorOfTheBestMedian() {
        Run run = run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 180, 220, 170),
                competitor("agrona-spsc", Metric.RATE, 90, 500, 80),
                competitor("aeron-ipc", Metric.RATE, 100, 110, 100),
                competitor("c-limit", Metric.RATE, 900, 900, 900)));
        BarResult result = oneWay(run);
        assertThat(result.reference()).isEqualTo("aeron-ipc");
        assertThat(result.spread()).isEqualTo(new Spread(1.8, 1.7, 2));
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(result.reachesGoal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"149, MISSED, false", "150, HOLDS, false", "200, HOLDS, true"})
    void aBarHoldsAtItsValueAndAGoalIsReachedAtIts(double rate, Verdict verdict, boolean goal) {
        BarResult result = oneWay(run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, rate),
                competitor("agrona-spsc", Metric.RATE, 100))));
        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.reachesGoal()).isEqualTo(goal);
    }

    @Test
    void lessIsBetterForLatencyAndTheLimitIsNotTheBestCompetitor() {
        Run run = run(point(ROUND_TRIP, competitor("c-limit", latencies(100)), competitor("rondo-spsc", latencies(120)),
                competitor("aeron-ipc", latencies(130))));
        BarResult limit = judge(run, ROUND_TRIP, Figure.P50, "rondo-spsc", Kind.LIMIT);
        assertThat(limit.spread().median()).isCloseTo(1.2, within(0.01));
        assertThat(limit.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(limit.reachesGoal()).isFalse();
        BarResult aeron = judge(run, ROUND_TRIP, Figure.P50, "rondo-spsc", Kind.NAMED);
        assertThat(aeron.reference()).isEqualTo("aeron-ipc");
        assertThat(aeron.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(aeron.reachesGoal()).as("it has none").isFalse();
    }

    @Test
    void aFigureWithoutAReferenceIsJudgedItself() {
        Point idle = new Point(Pattern.PARKED_CHANNELS, 32, 1, 1, 0, 100, false);
        BarResult result = judge(run(point(idle, competitor("rondo-spsc-default", Metric.CPU, 0.004))), idle,
                Figure.CPU,
                "rondo-spsc-default", Kind.NOTHING);
        assertThat(result.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(Bars.row(result)).containsExactly("100 parked channels", "CPU", "rondo-spsc-default", "-",
                "at most 0.50 %", "0.40 % (0.40 %-0.40 %)", "middle", "holds", "0.10 %");
    }

    @Test
    void aFewBytesPerSliceAreNoAllocationPerMessage() {
        Run run = run(point(ONE_WAY, competitor("rondo-spsc", Metric.ALLOCATED, 0.0004),
                competitor("rondo-mpsc", Metric.ALLOCATED, 0.02)));
        BarResult none = judge(run, ONE_WAY, Figure.ALLOCATED, "rondo-spsc", Kind.NOTHING);
        assertThat(Bars.row(none)).contains("at most 0", "0 (0-0)", "holds", "0 reached");
        assertThat(judge(run, ONE_WAY, Figure.ALLOCATED, "rondo-mpsc", Kind.NOTHING).verdict())
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void aBarThatWasNotMeasuredHasAReason() {
        assertThat(oneWay(run()).reason()).isEqualTo("not in this run");
        assertThat(oneWay(run()).isMeasured()).isFalse();
        assertThat(oneWay(run(point(ONE_WAY, competitor("aeron-ipc", Metric.RATE, 1)))).reason())
                .isEqualTo("rondo-spsc did not take part");
        assertThat(oneWay(run(point(ONE_WAY, failed("rondo-spsc", "out of memory")))).reason())
                .isEqualTo("rondo-spsc failed: out of memory");
        assertThat(oneWay(run(point(ONE_WAY, competitor("rondo-spsc", Metric.COUNT, 1)))).reason())
                .isEqualTo("rondo-spsc has no rate");
        assertThat(oneWay(run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 1)))).reason())
                .isEqualTo("the best competitor did not take part");
        Run zero = run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 1), competitor("uds", Metric.RATE, 0)));
        assertThat(oneWay(zero).reason()).isEqualTo("there is no ratio to uds");
        assertThat(oneWay(zero).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    }

    @Test
    void thereIsABarForEachTarget() {
        assertThat(Bars.all()).hasSize(51);
        assertThat(Bars.all()).filteredOn(bar -> bar.rule().equals(Rule.named("agrona-mpsc")))
                .extracting(bar -> bar.point().producers()).containsExactly(1, 2, 4, 1, 2, 4);
        assertThat(Bars.all()).allSatisfy(bar -> assertThat(bar.margin(bar.bar())).isEqualTo(1));
        assertThat(Bars.all()).filteredOn(Bar::hasGoal)
                .allSatisfy(bar -> assertThat(bar.margin(bar.goal())).isGreaterThanOrEqualTo(1));
    }

    @Test
    void theSummaryCountsVerdicts() {
        Run run = run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 10), competitor("uds", Metric.RATE, 10)));
        assertThat(Bars.summary(Bars.judge(run)))
                .isEqualTo("0 hold, 1 missed, 5 not measured, 45 not in this run; state middle: 0 of 1 hold");
        assertThat(Bars.table(Bars.judge(run)).rows()).hasSize(6)
                .contains(List.of("one way, 32 B", "rate", "rondo-spsc", "uds", "at least 1.50", "1.00 (1.00-1.00)",
                        "middle", "MISSED", "2.00"));
    }
}
