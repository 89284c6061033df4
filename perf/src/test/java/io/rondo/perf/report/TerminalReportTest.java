package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.latencies;
import static io.rondo.perf.report.Runs.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalReportTest {
    private static Run run(io.rondo.perf.measure.PointResult... points) {
        return new Run(Runs.run().environment(), List.of("UNFIT: 1 core"), List.of(points));
    }

    private static String text(Run run) {
        return TerminalReport.of(run, TextStyle.PLAIN);
    }

    @Test
    void competitorsStandBestFirstWithTheirRatiosPerRound() {
        String text = text(run(point(ONE_WAY, competitor("pipe", Metric.RATE, 1e6, 1e6, 1e6),
                competitor("rondo-spsc", Metric.RATE, 180e6, 220e6, 170e6),
                competitor("aeron-ipc", Metric.RATE, 90e6, 110e6, 100e6), failed("netty", "no answer within 15 s"))));
        assertThat(text).contains(
                """

                        one way, 32 B; state middle, limit 151 ns to 153 ns; medians, and ratio to aeron-ipc: median (min-max) of the rounds
                        competitor      rate  ratio
                        rondo-spsc   180 M/s  2.00 (1.70-2.00)
                        aeron-ipc    100 M/s  1
                        pipe        1.00 M/s  0.010 (0.009-0.011)
                        netty FAILED: no answer within 15 s
                        """);
    }

    @Test
    void aTableNamesTheMemoryOfEachCompetitorWhereItIsKnown() {
        CompetitorResult aeron = new CompetitorResult("aeron-ipc", CompetitorKind.EXTERNAL, "terms", 192 << 20,
                List.of(Sample.of(Metric.RATE, 1e6)), null);
        assertThat(text(run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 2e6), aeron)))).contains("""
                competitor   memory      rate  ratio
                rondo-spsc        -  2.00 M/s  2.00 (2.00-2.00)
                aeron-ipc   192 MiB  1.00 M/s  1
                """);
    }

    @Test
    void latenciesShowMedianAndTailAndTheirRatiosToTheLimit() {
        String text = text(run(point(ROUND_TRIP, competitor("rondo-spsc", latencies(1000)),
                competitor("c-limit", latencies(500)))));
        assertThat(text).contains("ratio to c-limit")
                .containsPattern("competitor +p50 +p99 +p99.9 +p50 ratio +p99 ratio +p99.9 ratio")
                .containsPattern("c-limit +500 ns +500 ns +1.00 us +1 +1 +1")
                .containsPattern("rondo-spsc +1.00 us +1.00 us +2.00 us +2.00 \\(2.00-2.00\\)");
    }

    @Test
    void environmentWarningsAndConfigurationsComeFirstAndTheBarsLast() {
        String text = text(run(
                point(ONE_WAY, competitor("rondo-spsc", Sample.of(Metric.RATE, 1e6).and(Metric.ALLOCATED, 0.001)),
                        competitor("aeron-ipc", Metric.RATE, 2e6))));
        assertThat(text).startsWith("date    2026-11-20T08:00:00Z\nkernel  Linux 6.1 <amd64>\nWARNING: UNFIT: 1 core\n")
                .contains("rondo-spsc  about rondo-spsc\n");
        String bars = text.substring(text.indexOf("the bars"));
        assertThat(bars).startsWith("the bars: ratio per round, median (min-max) of the rounds; 1 hold, 1 missed, "
                + "4 not measured, 45 not in this run; state middle: 1 of 2 hold\n").doesNotContain("round trip")
                .containsPattern(
                        "one way, 32 B +rate +rondo-spsc +aeron-ipc +at least 1.50 +0.50 \\(0.50-0.50\\) +middle +MISSED +2.00")
                .containsPattern(
                        "MPSC, 32 B, 1 producer +rate +rondo-mpsc +agrona-mpsc +at least 1.50 +rondo-mpsc did not take "
                                + "part +not measured");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).doesNotEndWith(" "));
    }

    @Test
    void aRunWithoutAnyBarHasNoTableOfThem() {
        String text = text(run(point(new Point(Pattern.FAN_OUT, 32, 1, 2, 0, 1, false),
                competitor("rondo-topic", Metric.RATE, 1e6))));
        assertThat(text).endsWith("51 not in this run\n");
    }

    @Test
    void aPointWithoutAReferenceHasNoRatios() {
        String text = text(run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 1e6))));
        assertThat(text).contains(
                "one way, 32 B; state middle, limit 151 ns to 153 ns; medians\ncompetitor      rate\nrondo-spsc  1.00 M/s\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40, 79, 120})
    void noLineIsWiderThanTheTerminal(int width) {
        String text = TerminalReport.of(run(point(ROUND_TRIP, competitor("rondo-spsc", latencies(1000)),
                competitor("c-limit", latencies(500)), failed("netty", "no answer within 15 s"))),
                new TextStyle(width, false));
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(text.replaceAll("\\s+", " ")).contains("rondo-spsc", "2.00 (2.00-2.00)", "MISSED");
    }

    @Test
    void verdictsAreColouredOnlyIfColoursAreWanted() {
        Run run = run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 1e6),
                competitor("aeron-ipc", Metric.RATE, 2e6)));
        assertThat(TerminalReport.of(run, new TextStyle(200, true))).contains("\033[31mMISSED\033[0m",
                "\033[33mWARNING: UNFIT: 1 core\033[0m");
        assertThat(TerminalReport.of(run, new TextStyle(200, false))).doesNotContain("\033");
    }
}
