package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.contestant;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.point;
import static io.rondo.perf.report.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Change.Verdict;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static final ContestantResult PEER = contestant("aeron-ipc", Metric.RATE, 100, 200, 100, 50, 100, 100);

    /** Rates that are a multiple of the peer's, give or take a little. */
    private static ContestantResult rondo(double times) {
        return contestant("rondo-spsc", Metric.RATE, times * 100, times * 202, times * 99, times * 50.6, times * 101,
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
        Change change = only(run(point(ONE_WAY, rondo(1.5), PEER)), run(point(ONE_WAY, rondo(1.8), PEER)));
        assertThat(change.reference()).isEqualTo("aeron-ipc");
        assertThat(change.relative()).isCloseTo(0.2, within(0.01));
        assertThat(change.pValue()).isLessThan(0.01);
        assertThat(change.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(only(run(point(ONE_WAY, rondo(1.8), PEER)), run(point(ONE_WAY, rondo(1.5), PEER))).verdict())
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void lessIsBetterForLatencies() {
        Run before = run(point(ROUND_TRIP, contestant("c-limit", Metric.P50, 90, 91, 92, 93, 94),
                contestant("rondo-spsc", Metric.P50, 180, 181, 182, 183, 184)));
        Run after = run(point(ROUND_TRIP, contestant("c-limit", Metric.P50, 90, 91, 92, 93, 94),
                contestant("rondo-spsc", Metric.P50, 120, 121, 122, 123, 124)));
        assertThat(only(before, after).verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void aChangeThatIsConsistentButSmallIsWithinWhatRunsDifferBy() {
        Change change = only(run(point(ONE_WAY, rondo(1.5), PEER)), run(point(ONE_WAY, rondo(1.57), PEER)));
        assertThat(change.pValue()).isLessThan(0.01);
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void aChangeOfTheMedianWithinAWideSpreadIsNoise() {
        ContestantResult wide = contestant("rondo-spsc", Metric.RATE, 100, 600, 90, 100, 320, 120);
        Change change = only(run(point(ONE_WAY, rondo(1.5), PEER)), run(point(ONE_WAY, wide, PEER)));
        assertThat(Math.abs(change.relative())).isGreaterThan(0.05);
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void aSlowMachineThatSlowsBothChangesNothing() {
        ContestantResult slow = contestant("rondo-spsc", Metric.RATE, 15, 30.3, 14.85, 7.59, 15.15, 14.7);
        ContestantResult slowPeer = contestant("aeron-ipc", Metric.RATE, 10, 20, 10, 5, 10, 10);
        Change change = only(run(point(ONE_WAY, rondo(1.5), PEER)), run(point(ONE_WAY, slow, slowPeer)));
        assertThat(change.relative()).isCloseTo(0, within(1e-9));
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void threeRoundsAreTooFewToTell() {
        ContestantResult peer = contestant("aeron-ipc", Metric.RATE, 1, 1, 1);
        Change change = only(run(point(ONE_WAY, contestant("rondo-spsc", Metric.RATE, 1, 1, 1), peer)),
                run(point(ONE_WAY, contestant("rondo-spsc", Metric.RATE, 9, 9, 9), peer)));
        assertThat(change.verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void bothRunsAreDividedByTheSameReference() {
        // In the second run the other peer is the best; the first run's reference is still there.
        ContestantResult other = contestant("agrona-spsc", Metric.RATE, 500, 500, 500, 500, 500, 500);
        RunComparison comparison = new RunComparison(run(point(ONE_WAY, rondo(1.5), PEER)),
                run(point(ONE_WAY, rondo(1.5), PEER, other)));
        assertThat(comparison.text()).contains("median ratio to aeron-ipc",
                "one way, 32 B: agrona-spsc finished only in the second run", "0 better, 0 worse, 1 the same");
        assertThat(only(run(point(ONE_WAY, rondo(1.5), PEER)),
                run(point(ONE_WAY, rondo(1.5), failed("aeron-ipc", "gone"))))
                .reference()).as("without a common one the figures themselves are compared").isEmpty();
    }

    @Test
    void rondoIsNeverDividedByItself() {
        // Only one of Rondo's two configurations changed; a ratio of the two would say so of the other.
        ContestantResult steady = contestant("rondo-mpsc", Metric.RATE, 90, 91, 92, 93, 94, 95);
        RunComparison comparison = new RunComparison(run(point(ONE_WAY, rondo(1), steady)),
                run(point(ONE_WAY, rondo(9), steady)));
        assertThat(comparison.changes().get(ONE_WAY)).extracting(Change::contestant, Change::reference, Change::verdict)
                .containsExactlyInAnyOrder(tuple("rondo-spsc", "", Verdict.BETTER),
                        tuple("rondo-mpsc", "", Verdict.SAME));
        assertThat(comparison.text()).contains("one way, 32 B; medians, no ratios: no limit or peer in both runs");
    }

    @Test
    void pointsOfOneRunOnlyAndOtherEnvironmentsAreSaid() {
        Run before = run(point(ONE_WAY, rondo(1.5), PEER));
        before.environment().put("java", "25");
        Run after = run(point(ROUND_TRIP));
        after.environment().put("java", "26");
        assertThat(new RunComparison(before, after).text()).contains("java: 25 -> 26",
                "one way, 32 B: only in the first run", "round trip, 32 B: only in the second run");
    }

    @Test
    void valuesOfZeroDoNotDisturb() {
        Point idle = new Point(Pattern.PARKED_CHANNELS, 32, 1, 1, 0, 1, false);
        ContestantResult none = contestant("rondo-spsc", Metric.CPU, DoubleStream.generate(() -> 0).limit(5).toArray());
        Change change = only(run(point(idle, none)), run(point(idle, none)));
        assertThat(change.relative()).isZero();
        assertThat(change.verdict()).isEqualTo(Verdict.SAME);
        assertThat(new RunComparison(run(point(idle, none)), run(point(idle, none))).text()).contains("0.00 %");
    }
}
