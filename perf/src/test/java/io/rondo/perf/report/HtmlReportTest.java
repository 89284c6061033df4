package io.rondo.perf.report;

import static io.rondo.perf.report.Runs.ONE_WAY;
import static io.rondo.perf.report.Runs.ROUND_TRIP;
import static io.rondo.perf.report.Runs.competitor;
import static io.rondo.perf.report.Runs.failed;
import static io.rondo.perf.report.Runs.latencies;
import static io.rondo.perf.report.Runs.point;
import static io.rondo.perf.report.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.report.Chart.Kind;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String PAGE = HtmlReport.of(run(
            point(ROUND_TRIP, competitor("rondo-spsc", latencies(120), latencies(130)),
                    competitor("c-limit", latencies(100), latencies(100)),
                    competitor("aeron-ipc", latencies(110), latencies(120))),
            point(ONE_WAY, competitor("rondo-spsc", Metric.RATE, 2e8, 1e8), competitor("uds", Metric.RATE, 1e6, 1e6),
                    failed("pipe", "</script><script>{{css}}")),
            point(Point.of(Pattern.ONE_WAY, 65536), competitor("rondo-spsc", Metric.RATE, 1e5, 1e5),
                    competitor("uds", Metric.RATE, 1e4, 1e4), competitor("</script>", Metric.RATE, 1e4, 1e4))));
    private static final String SCRIPTS = "<script type=\"application/json\"";
    /** The page without its scripts. */
    private static final String DOCUMENT = PAGE.substring(0, PAGE.indexOf(SCRIPTS));

    private static String between(String begin, String end) {
        int from = PAGE.indexOf(begin);
        assertThat(from).as(begin).isNotNegative();
        return PAGE.substring(from, PAGE.indexOf(end, from) + end.length());
    }

    private static Chart chart(String title) {
        String json = between(SCRIPTS, "</script>");
        Chart[] charts = new Gson().fromJson(json.substring(json.indexOf('>') + 1, json.lastIndexOf('<')),
                Chart[].class);
        return List.of(charts).stream().filter(each -> each.title().equals(title)).findFirst().orElseThrow();
    }

    private static Chart.Dot dot(Chart chart, int series, int point) {
        return chart.series().get(series).points().get(point);
    }

    @Test
    void needsNoOtherFileAndNoNetwork() {
        assertThat(DOCUMENT).startsWith("<!DOCTYPE html>")
                .doesNotContain("http:", "https:", "url(", "src=", "<link", "@import")
                .contains("prefers-color-scheme: dark", "<meta charset=\"utf-8\">");
        assertThat(PAGE).contains("Chart.js v", "Released under the MIT License").doesNotContain("sourceMappingURL",
                " src=");
    }

    @Test
    void everyPlaceIsFilledAndNoTextOfARunEndsAnElement() {
        assertThat(PAGE).doesNotContain("{{nav}}").contains("pipe FAILED: &lt;/script&gt;&lt;script&gt;{{css}}",
                "Linux 6.1 &lt;amd64&gt;");
        assertThat(PAGE.split("</script>", -1)).as("three scripts").hasSize(4);
    }

    @Test
    void isWellFormed() throws Exception {
        String body = DOCUMENT.substring(DOCUMENT.indexOf("<body>")) + "</body>";
        assertThat(
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)))
                        .getElementsByTagName("table").getLength())
                .isGreaterThan(5);
    }

    @Test
    void everyChartHasAPlaceThatIsHiddenWithoutTheScript() {
        int places = PAGE.split("<figure hidden=\"hidden\" data-chart=", -1).length - 1;
        assertThat(places).isGreaterThan(7);
        assertThat(PAGE).contains("data-chart=\"" + (places - 1) + "\"", "<noscript>");
    }

    @Test
    void beginsWithThreeSentencesAndAbsoluteFigures() {
        assertThat(between("</h1>", "</header>").split("<p>", -1)).hasSize(4);
        assertThat(PAGE.indexOf("id=\"absolute\"")).isLessThan(PAGE.indexOf("id=\"bars\""));
        Chart latency = chart("round trip, 32 B: latency");
        assertThat(latency.labels()).containsExactly("c-limit", "aeron-ipc", "rondo-spsc");
        assertThat(dot(latency, 0, 2).y()).as("nanoseconds").isEqualTo(125);
        assertThat(dot(chart("one way, 32 B: rate"), 0, 0).y()).as("million messages per second").isEqualTo(150);
    }

    @Test
    void latencyIsDrawnByPercentileWithALinePerCompetitor() {
        Chart chart = chart("round trip, 32 B: latency by percentile");
        assertThat(chart.kind()).isEqualTo(Kind.LINES);
        assertThat(chart.series()).extracting(Chart.Series::name).containsExactly("c-limit", "aeron-ipc", "rondo-spsc");
        assertThat(chart.across().ticks()).extracting(Chart.Tick::label).contains("50 %", "99.9 %");
    }

    @Test
    void percentilesOfFewMessagesAreExplained() {
        String few = "fewer than 1000 messages, p99.9 is the longest time";
        assertThat(between("<summary>round trip, 32 B", "</p>")).contains(few);
        assertThat(between("<summary>one way, 64 KiB", "</p>")).doesNotContain(few);
    }

    @Test
    void throughputIsDrawnBySizeInMessagesAndInBytes() {
        Chart chart = chart("Bytes per second by message size, one producer and one consumer");
        assertThat(dot(chart, 0, 1).y()).isEqualTo(6.5536e9);
        assertThat(dot(chart, 0, 1).text()).isEqualTo("64 KiB: 100 k/s (100 k/s to 100 k/s)");
        assertThat(chart("Messages per second by message size, one producer and one consumer").series()).hasSize(2);
    }

    @Test
    void ratiosAndBarsAreDrawnWithTheirRange() {
        Chart ratios = chart("round trip, 32 B: p50 as a multiple of c-limit (less is better)");
        assertThat(dot(ratios, 0, 2)).extracting(Chart.Dot::text).isEqualTo("1.25 (1.20-1.30)");
        assertThat(dot(ratios, 0, 2).min()).isEqualTo(1.2);
        Chart margins = chart("Margins to the bars");
        assertThat(margins.labels()).contains("round trip, 32 B, p50");
        assertThat(margins.series()).extracting(Chart.Series::name).containsExactly("holds", "missed");
    }

    @Test
    void barsSayWhetherTheyHold() {
        assertThat(between("<section id=\"bars\">", "</section>")).contains("<span class=\"chip holds\">holds</span>",
                "<span class=\"chip not-measured\">not measured</span>", "<span class=\"chip missed\">MISSED</span>");
    }

    @Test
    void cellsNameTheirColumnForNarrowPages() {
        assertThat(PAGE).contains("<td class=\"number\" data-label=\"p99.9\">");
    }

    @Test
    void onlySectionsThatWereMeasuredAreThere() {
        assertThat(PAGE).contains("<section id=\"latency\">", "<a href=\"#throughput\">", "How to read this")
                .doesNotContain("id=\"fanout\"", "#fanout");
    }

    @Test
    void aRunWithoutResultsIsAPageToo() {
        assertThat(HtmlReport.of(run())).contains("0 hold, 0 missed, 0 not measured, 51 not in this run");
    }
}
