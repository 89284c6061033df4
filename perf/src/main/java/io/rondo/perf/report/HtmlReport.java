package io.rondo.perf.report;

import com.google.gson.Gson;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Chart.Scale;
import io.rondo.perf.report.Charts.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as one self-contained HTML page: tables, and charts that Chart.js draws from JSON inside the page. Without JavaScript the
 * tables remain.
 */
public final class HtmlReport {
    /** Up to this many points of a section are unfolded. */
    private static final int FEW = 3;
    private static final java.util.regex.Pattern PLACE = java.util.regex.Pattern.compile("\\{\\{(\\w+)}}");
    private static final String CHART_LIBRARY = "chart.umd.min.js";
    /** Names a file that the page does not have. */
    private static final String SOURCE_MAP = "//# sourceMappingURL=.*\\s*";
    private static final Scale RATE = new Scale("messages per second", "/s", true);

    private record Section(String id, String title, String content) {
        String html() {
            return "<section id=\"" + id + "\">\n<h2>" + title + "</h2>\n" + content + "</section>\n";
        }

        String link() {
            return "<a href=\"#" + id + "\">" + title + "</a>";
        }
    }

    private final Run run;
    /** In the order of their places in the page. */
    private final List<Chart> charts = new ArrayList<>();

    private HtmlReport(Run run) {
        this.run = run;
    }

    /** The whole page. */
    public static String of(Run run) {
        return new HtmlReport(run).page();
    }

    private String page() {
        Summary summary = new Summary(run);
        List<BarResult> bars = Bars.judge(run);
        Map<String, String> parts = new HashMap<>();
        parts.put("css", resource("page.css"));
        parts.put("subtitle", subtitle());
        parts.put("sentences", summary.sentences().stream().map(sentence -> "<p>" + escape(sentence) + "</p>\n")
                .collect(Collectors.joining()));
        parts.put("warnings", run.warnings().stream().map(HtmlReport::warning).collect(Collectors.joining()));
        parts.put("absolute", summary.opening().stream()
                .map(figures -> figure(figures.pattern() == Pattern.ROUND_TRIP
                        ? Charts.latency(figures)
                        : Charts.rate(figures)))
                .collect(Collectors.joining()));
        parts.put("summary", escape(Bars.summary(bars)));
        parts.put("margins", figure(Charts.margins(bars)));
        parts.put("bars", barTable(bars));
        List<Section> sections = sections();
        parts.put("nav", sections.stream().map(Section::link).collect(Collectors.joining()));
        parts.put("sections", sections.stream().map(Section::html).collect(Collectors.joining("\n")));
        parts.put("competitors", pairs("name", "configuration", TerminalReport.descriptions(run)));
        parts.put("environment", pairs("what", "value", run.environment()));
        parts.put("library", resource(CHART_LIBRARY).replaceAll(SOURCE_MAP, ""));
        parts.put("script", resource("charts.js"));
        // Gson escapes <, > and & so that no text can end the element.
        parts.put("charts", new Gson().toJson(charts));
        // One pass, so that no part is searched for places.
        return PLACE.matcher(resource("page.html"))
                .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String warning(String text) {
        return "<p class=\"warning\">" + escape(text) + "</p>\n";
    }

    /** Escapes text for content and for quoted attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String subtitle() {
        return escape(
                List.of("date", "processor", "command").stream().map(run.environment()::get).filter(Objects::nonNull)
                        .collect(Collectors.joining(" · ")));
    }

    private static String pairs(String name, String value, Map<String, String> pairs) {
        return new ReportTable(List.of(name, value), List.of(false, false),
                pairs.entrySet().stream().map(each -> List.of(each.getKey(), each.getValue())).toList()).html();
    }

    private static String barTable(List<BarResult> bars) {
        String html = Bars.table(bars).html();
        for (BarResult.Verdict verdict : BarResult.Verdict.values()) {
            html = html.replace(">" + verdict + "</td>", "><span class=\"chip "
                    + verdict.toString().toLowerCase(Locale.ROOT).replace(' ', '-') + "\">" + verdict
                    + "</span></td>");
        }
        return html;
    }

    private List<Section> sections() {
        return Stream.of(section("latency", "Latency", List.of(Pattern.ROUND_TRIP, Pattern.OPEN_LOOP), byRate()),
                section("throughput", "Throughput", List.of(Pattern.ONE_WAY, Pattern.MIXED_PUBLISHERS),
                        bySize() + byProducers()),
                section("capacity", "Capacity", List.of(Pattern.CAPACITY), byCapacity()),
                section("wake", "Sleeping and waking", List.of(Pattern.PARKED_ROUND_TRIP, Pattern.PARKED_CHANNELS),
                        byChannels()),
                section("fanout", "Fan-out", List.of(Pattern.FAN_OUT), byConsumers()),
                section("mixed", "Bursts", List.of(Pattern.BURSTS), ""),
                section("replay", "Replay", List.of(Pattern.REPLAY), ""),
                section("broker", "Broker", List.of(Pattern.RELAYED, Pattern.RELAYED_ROUND_TRIP, Pattern.RECORDED,
                        Pattern.SYNCED, Pattern.SYNCED_ROUND_TRIP, Pattern.LOGGED), ""),
                section("patterns", "Services, wait sets, work queues", List.of(Pattern.CALL, Pattern.REQUESTS,
                        Pattern.HANDLED_REQUESTS, Pattern.SET_ROUND_TRIP, Pattern.PARKED_SET_ROUND_TRIP,
                        Pattern.PARKED_SET, Pattern.WORK), ""))
                .flatMap(Optional::stream).toList();
    }

    /** Empty if no point of these patterns was measured. */
    private Optional<Section> section(String id, String title, List<Pattern> patterns, String overview) {
        List<PointResult> points = points(point -> patterns.contains(point.pattern()));
        if (points.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder html = new StringBuilder(overview);
        for (int i = 0; i < points.size(); i++) {
            article(html, new PointFigures(points.get(i)), i == 0 || points.size() <= FEW);
        }
        return Optional.of(new Section(id, title, html.toString()));
    }

    private void article(StringBuilder html, PointFigures figures, boolean open) {
        PointTable table = new PointTable(figures, true);
        html.append(open ? "<details open=\"open\">" : "<details>").append("<summary>")
                .append(escape(Titles.of(figures.point()))).append("</summary>\n<p>")
                .append(escape(Titles.meaning(figures.point()) + shortSlices(figures) + table.reference()))
                .append("</p>\n").append(figure(Charts.percentiles(figures))).append(table.table().html());
        table.failures().forEach(each -> html.append(warning(each)));
        Figure.judged(figures.pattern()).stream().filter(figure -> figure != Figure.P99)
                .forEach(figure -> html.append(figure(Charts.ratios(figures, figure))));
        html.append("</details>\n");
    }

    private static String shortSlices(PointFigures figures) {
        return Figure.judged(figures.pattern()).contains(Figure.P999)
                ? " In a slice with fewer than 1000 messages, p99.9 is the longest time."
                : "";
    }

    /** The place of a chart. It is hidden until the script draws the chart. */
    private String figure(Optional<Chart> chart) {
        if (chart.isEmpty()) {
            return "";
        }
        charts.add(chart.get());
        return "<figure hidden=\"hidden\" data-chart=\"" + (charts.size() - 1) + "\"><figcaption>"
                + escape(chart.get().title()) + "</figcaption></figure>\n";
    }

    private List<PointResult> points(Predicate<Point> wanted) {
        return run.points().stream().filter(result -> wanted.test(result.point())).toList();
    }

    private String bySize() {
        StringBuilder html = new StringBuilder();
        for (boolean copy : new boolean[]{false, true}) {
            List<PointResult> points = points(
                    point -> point.pattern() == Pattern.ONE_WAY && point.producers() == 1 && point.copy() == copy);
            String title = "by message size, one producer and one consumer" + (copy ? ", copied in" : "");
            html.append(figure(new Sweep(Point::length, "message size", Quantity::length,
                    Figure.RATE, RATE).chart("Messages per second " + title, points)));
            html.append(figure(new Sweep(Point::length, "message size", Quantity::length,
                    Figure.RATE, new Scale("bytes per second", "B/s", true), Point::length)
                    .chart("Bytes per second " + title, points)));
        }
        return html.toString();
    }

    private String byProducers() {
        Predicate<Point> wanted = point -> point.pattern() == Pattern.ONE_WAY && !point.copy();
        return points(wanted).stream().map(result -> result.point().length()).distinct()
                .map(size -> figure(new Sweep(Point::producers, "producers", String::valueOf, Figure.RATE, RATE)
                        .chart("Messages per second by number of producers, " + Quantity.length(size),
                                points(wanted.and(point -> point.length() == size)))))
                .collect(Collectors.joining());
    }

    private String byCapacity() {
        Predicate<Point> wanted = point -> point.pattern() == Pattern.CAPACITY;
        return points(wanted).stream().map(result -> result.point().length()).distinct()
                .map(size -> figure(new Sweep(Point::capacity, "memory of the channel", Quantity::length, Figure.RATE,
                        RATE).chart("Messages per second by memory, " + Quantity.length(size),
                                points(wanted.and(point -> point.length() == size)))))
                .collect(Collectors.joining());
    }

    private String byRate() {
        List<PointResult> points = points(point -> point.pattern() == Pattern.OPEN_LOOP);
        return Stream.of(Figure.P50, Figure.P999)
                .map(figure -> figure(new Sweep(Point::rate, "messages per second", Quantity::roundRate, figure,
                        new Scale("latency", "ns", true))
                        .chart("Latency by rate, one way: " + figure.heading(), points)))
                .collect(Collectors.joining());
    }

    private String byChannels() {
        return figure(new Sweep(Point::channels, "channels", String::valueOf, Figure.CPU,
                new Scale("share of one core", "%", true))
                .chart("CPU use by number of idle channels",
                        points(point -> point.pattern() == Pattern.PARKED_CHANNELS)));
    }

    private String byConsumers() {
        return figure(new Sweep(Point::consumers, "consumers", String::valueOf, Figure.RATE, RATE)
                .chart("Messages per second by number of consumers",
                        points(point -> point.pattern() == Pattern.FAN_OUT)));
    }
}
