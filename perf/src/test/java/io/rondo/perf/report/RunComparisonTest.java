package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.point;
import static io.rondo.perf.report.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Change.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static final CompetitorResult EXTERNAL = competitor("aeron-ipc", Metric.RATE, 100, 200, 100, 50, 100, 100);

    /** Rates that are a multiple of the competitor's, with small deviations. */
    private static CompetitorResult rondo(double times) {
        return competitor("rondo-spsc", Metric.RATE, times * 100, times * 202, times * 99, times * 50.6, times * 101,
                times * 98);
    }

    private static Change only(Run before, Run after) {
        return new RunComparison(before, after).changes().values().stream().flatMap(found -> found.stream())
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                }).orElseThrow();
    }

    @Test
    void aLargeAndConsistentChangeOfTheRatioIsMoreThanNoise() {
        Change change = only(run(point(ONE_WAY, rondo(1.5), EXTERNAL)), run(point(ONE_WAY, rondo(1.8), EXTERNAL)));
        assertThat(change.reference()).isEqualTo("aeron-ipc");
        assertThat(change.relative()).isCloseTo(0.2, within(0.01));
        assertThat(change.pValue()).isLessThan(0.01);
        assertThat(change.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(only(run(point(ONE_WAY, rondo(1.8), EXTERNAL)), run(point(ONE_WAY, rondo(1.5), EXTERNAL))).verdict())
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void lessIsBetterForLatencies() {
        Run before = run(point(ROUND_TRIP, competitor("c-limit", Metric.P50, 90, 91, 92, 93, 94),
                competitor("rondo-spsc", Metric.P50, 180, 181, 182, 183, 184)));
        Run after = run(point(ROUND_TRIP, competitor("c-limit", Metric.P50, 90, 91, 92, 93, 94),
                competitor("rondo-spsc", Metric.P50, 120, 121, 122, 123, 124)));
        assertThat(only(before, after).verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void aConsistentButSmallChangeIsNoise() {
        Change change = only(run(point(ONE_WAY, rondo(1.5), EXTERNAL)), run(point(ONE_WAY, rondo(1.57), EXTERNAL)));
        assertThat(change.pValue()).isLessThan(0.01);
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void aChangeOfTheMedianWithinAWideSpreadIsNoise() {
        CompetitorResult wide = competitor("rondo-spsc", Metric.RATE, 100, 600, 90, 100, 320, 120);
        Change change = only(run(point(ONE_WAY, rondo(1.5), EXTERNAL)), run(point(ONE_WAY, wide, EXTERNAL)));
        assertThat(Math.abs(change.relative())).isGreaterThan(0.05);
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void aSlowMachineDoesNotChangeTheRatios() {
        CompetitorResult slow = competitor("rondo-spsc", Metric.RATE, 15, 30.3, 14.85, 7.59, 15.15, 14.7);
        CompetitorResult slowCompetitor = competitor("aeron-ipc", Metric.RATE, 10, 20, 10, 5, 10, 10);
        Change change = only(run(point(ONE_WAY, rondo(1.5), EXTERNAL)), run(point(ONE_WAY, slow, slowCompetitor)));
        assertThat(change.relative()).isCloseTo(0, within(1e-9));
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void threeRoundsAreTooFewToTell() {
        CompetitorResult competitor = competitor("aeron-ipc", Metric.RATE, 1, 1, 1);
        Change change = only(run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 1, 1, 1), competitor)),
                run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 9, 9, 9), competitor)));
        assertThat(change.verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void bothRunsAreDividedByTheSameReference() {
        // In the second run another competitor is the best; the first run's reference still exists.
        CompetitorResult other = competitor("agrona-spsc", Metric.RATE, 500, 500, 500, 500, 500, 500);
        RunComparison comparison = new RunComparison(run(point(ONE_WAY, rondo(1.5), EXTERNAL)),
                run(point(ONE_WAY, rondo(1.5), EXTERNAL, other)));
        assertThat(comparison.text(TextStyle.PLAIN)).contains("median ratio to aeron-ipc",
                "one way, 32 B: agrona-spsc finished only in the second run", "0 better, 0 worse, 1 the same");
        assertThat(only(run(point(ONE_WAY, rondo(1.5), EXTERNAL)),
                run(point(ONE_WAY, rondo(1.5), failed("aeron-ipc", "gone"))))
                .reference()).as("without a common one the figures themselves are compared").isEmpty();
    }

    @Test
    void rondoIsNeverDividedByItself() {
        // Only one of Rondo's two configurations changed; a ratio of the two would show a change of the other one.
        CompetitorResult steady = competitor("rondo-mpsc", Metric.RATE, 90, 91, 92, 93, 94, 95);
        RunComparison comparison = new RunComparison(run(point(ONE_WAY, rondo(1), steady)),
                run(point(ONE_WAY, rondo(9), steady)));
        assertThat(comparison.changes().get(ONE_WAY)).extracting(Change::competitor, Change::reference, Change::verdict)
                .containsExactlyInAnyOrder(tuple("rondo-spsc", "", Verdict.BETTER),
                        tuple("rondo-mpsc", "", Verdict.SAME));
        assertThat(comparison.text(TextStyle.PLAIN))
                .contains("one way, 32 B; medians, no ratios: no limit or competitor in both runs");
    }

    @Test
    void differencesOfPointsAndEnvironmentsAreListed() {
        Run before = run(point(ONE_WAY, rondo(1.5), EXTERNAL));
        before.environment().put("java", "25");
        Run after = run(point(ROUND_TRIP));
        after.environment().put("java", "26");
        assertThat(new RunComparison(before, after).text(TextStyle.PLAIN)).contains("java: 25 -> 26",
                "one way, 32 B: only in the first run", "round trip, 32 B: only in the second run");
    }

    /** Hollander and Wolfe, table 4.1, as in the documentation of R's wilcox.test: one-sided p = 0.1272. */
    @Test
    void thePValueIsThatOfTheTextbook() {
        assertThat(RunComparison.pValue(List.of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46),
                List.of(1.15, 0.88, 0.90, 0.74, 1.21))).isCloseTo(2 * 0.1272, within(1e-4));
    }

    @Test
    void equalValuesDoNotDiffer() {
        assertThat(RunComparison.pValue(Collections.nCopies(6, 1.0), Collections.nCopies(6, 1.0))).isOne();
    }

    @Test
    void valuesOfZeroAreCompared() {
        Point idle = new Point(Pattern.PARKED_CHANNELS, 32, 1, 1, 0, 1, false);
        CompetitorResult none = competitor("rondo-spsc", Metric.CPU, DoubleStream.generate(() -> 0).limit(5).toArray());
        Change change = only(run(point(idle, none)), run(point(idle, none)));
        assertThat(change.relative()).isZero();
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
        assertThat(new RunComparison(run(point(idle, none)), run(point(idle, none))).text(TextStyle.PLAIN))
                .contains("0.00 %");
    }
}
