package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.contestant;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.latencies;
import static io.rondo.perf.report.Runs.point;
import static io.rondo.perf.report.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String PAGE = HtmlReport.of(run(
            point(ROUND_TRIP, contestant("rondo-spsc", latencies(120), latencies(130)),
                    contestant("c-limit", latencies(100), latencies(100)),
                    contestant("aeron-ipc", latencies(110), latencies(120))),
            point(ONE_WAY, contestant("rondo-spsc", Metric.RATE, 2e8, 1e8), contestant("uds", Metric.RATE, 1e6, 1e6),
                    failed("pipe", "<script>{{css}}")),
            point(Point.of(Pattern.ONE_WAY, 65536), contestant("rondo-spsc", Metric.RATE, 1e5, 1e5),
                    contestant("uds", Metric.RATE, 1e4, 1e4))));

    private static String between(String begin, String end) {
        int from = PAGE.indexOf(begin);
        assertThat(from).as(begin).isNotNegative();
        return PAGE.substring(from, PAGE.indexOf(end, from) + end.length());
    }

    @Test
    void needsNothingElse() {
        assertThat(PAGE).startsWith("<!DOCTYPE html>")
                .doesNotContain("http:", "https:", "url(", "src=", "<link", "@import")
                .contains("prefers-color-scheme: dark", "<meta charset=\"utf-8\">");
    }

    @Test
    void everyPlaceIsFilledAndContentIsEscaped() {
        assertThat(PAGE).doesNotContain("<script", "{{nav}}").contains("pipe FAILED: &lt;script&gt;{{css}}",
                "Linux 6.1 &lt;amd64&gt;");
    }

    @Test
    void isWellFormed() throws Exception {
        String body = PAGE.substring(PAGE.indexOf("<body>"), PAGE.indexOf("</body>") + "</body>".length());
        assertThat(
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)))
                        .getElementsByTagName("svg").getLength())
                .isGreaterThan(5);
    }

    @Test
    void latencyIsDrawnByPercentileWithALinePerContestant() {
        String chart = between("aria-label=\"latency by percentile, round trip, 32 B\"", "</svg>");
        assertThat(chart).contains("<polyline", "99.9 %", ">rondo-spsc</text>", ">c-limit</text>",
                "class=\"series limit\"");
    }

    @Test
    void wherePercentilesAreShownItSaysWhatTheyAreOfFewMessages() {
        String few = "fewer than 1000 messages, p99.9 is the longest time";
        assertThat(between("<summary>round trip, 32 B", "</p>")).contains(few);
        assertThat(between("<summary>one way, 64 KiB", "</p>")).doesNotContain(few);
    }

    @Test
    void throughputIsDrawnBySizeInMessagesAndInBytes() {
        String chart = between("aria-label=\"bytes/s by message size\"", "</svg>");
        assertThat(chart).contains("64 KiB", "rondo-spsc: 64 KiB: 6.55 GB/s (6.55 GB/s to 6.55 GB/s)");
        assertThat(PAGE).contains("aria-label=\"messages/s by message size\"");
    }

    @Test
    void ratiosAndBarsAreDrawnWithTheirSpread() {
        assertThat(between("p50 as a multiple of c-limit (further left is better)", "</svg>"))
                .contains("1.25 (1.20-1.30)");
        assertThat(between("aria-label=\"margins to the bars\"", "</svg>")).contains("round trip, 32 B, p50",
                "class=\"series holds\"", "class=\"series missed\"");
    }

    @Test
    void barsSayWhetherTheyHold() {
        assertThat(between("<section id=\"bars\">", "</section>")).contains("<span class=\"chip holds\">holds</span>",
                "<span class=\"chip not-measured\">not measured</span>", "<span class=\"chip missed\">MISSED</span>");
    }

    @Test
    void onlySectionsThatWereMeasuredAreThere() {
        assertThat(PAGE).contains("<section id=\"latency\">", "<a href=\"#throughput\">", "How to read this")
                .doesNotContain("id=\"fanout\"", "#fanout");
    }

    @Test
    void aRunWithoutResultsIsAPageToo() {
        assertThat(HtmlReport.of(run())).contains("0 hold, 0 missed, 0 not measured, 24 not listed");
    }
}
