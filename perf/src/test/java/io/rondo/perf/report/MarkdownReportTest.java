package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Point;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    @Test
    void containsTheCommandBarsEnvironmentAndPoints() {
        String text = MarkdownReport.of(
                Runs.run(point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 2e6), competitor("uds", Metric.RATE, 1e6),
                        failed("pipe", "a|b"))),
                "./rondo perf --full --markdown perf/RESULTS.md");
        assertThat(text)
                .startsWith(
                        "# Results\n\nWritten by `./rondo perf --full --markdown perf/RESULTS.md`. Ratios are taken within a round")
                .contains(
                        "| one way, 32 B | rate | rondo-spsc | uds | at least 1.50 | 2.00 (2.00-2.00) | middle | holds | 2.00 reached |")
                .contains("| kernel | Linux 6.1 <amd64> |", "| uds | about uds |")
                .contains(
                        """
                                ## one way, 32 B

                                Messages per second, as fast as possible, every byte written, read and verified. Ratios are to uds. \
                                State of the machine: middle, limit 151 ns to 153 ns.

                                | competitor | rate | ratio |
                                |---|--:|---|
                                | rondo-spsc | 2.00 M/s | 2.00 (2.00-2.00) |
                                | uds | 1.00 M/s | 1 |

                                **pipe FAILED: a|b**
                                """);
    }

    @Test
    void theRatesOfScenarioCapacityAreOneTablePerLength() {
        String text = MarkdownReport.of(Runs.run(
                point(Point.ofCapacity(32, 1 << 20), competitor("rondo-spsc", Metric.RATE, 2e6),
                        competitor("agrona-spsc", Metric.RATE, 3e6)),
                point(Point.ofCapacity(32, 1 << 16), competitor("rondo-spsc", Metric.RATE, 1e6))), "x");
        assertThat(text).contains("""
                ## one way, 32 B: median rate by memory of the channel; state middle

                | memory | rondo-spsc | agrona-spsc |
                |--:|--:|--:|
                | 64 KiB | 1.00 M/s | - |
                | 1 MiB | 2.00 M/s | 3.00 M/s |
                """);
    }

    @Test
    void barsInCellsAreEscaped() {
        assertThat(new ReportTable(java.util.List.of("a"), java.util.List.of(true), java.util.List.of(
                java.util.List.of("x|y"))).markdown()).isEqualTo("| a |\n|--:|\n| x\\|y |\n");
    }
}
