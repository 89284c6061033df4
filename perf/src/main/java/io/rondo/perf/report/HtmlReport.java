package io.rondo.perf.report;

import static io.rondo.perf.report.svg.Markup.escape;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Charts.Sweep;
import io.rondo.perf.report.svg.LineChart;
import io.rondo.perf.report.svg.WhiskerChart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as one page that needs nothing else: charts, tables, and how to read them. */
public final class HtmlReport {
    /** Short lists need no folding. */
    private static final int FEW = 3;
    private static final java.util.regex.Pattern PLACE = java.util.regex.Pattern.compile("\\{\\{(\\w+)}}");

    private record Section(String id, String title, String content) {
        String html() {
            return "<section id=\"" + id + "\">\n<h2>" + title + "</h2>\n" + content + "</section>\n";
        }

        String link() {
            return "<a href=\"#" + id + "\">" + title + "</a>";
        }
    }

    private final Run run;

    private HtmlReport(Run run) {
        this.run = run;
    }

    /** The whole page. */
    public static String of(Run run) {
        return new HtmlReport(run).page();
    }

    private String page() {
        List<BarResult> bars = Bars.judge(run);
        List<Section> sections = sections();
        Map<String, String> parts = new HashMap<>();
        parts.put("css", resource("page.css"));
        parts.put("subtitle", subtitle());
        parts.put("warnings", run.warnings().stream().map(HtmlReport::warning).collect(Collectors.joining()));
        parts.put("nav", sections.stream().map(Section::link).collect(Collectors.joining()));
        parts.put("summary", escape(Bars.summary(bars)));
        parts.put("margins", Charts.margins(bars).map(WhiskerChart::svg).orElse(""));
        parts.put("bars", barTable(bars));
        parts.put("sections", sections.stream().map(Section::html).collect(Collectors.joining("\n")));
        parts.put("contestants", pairs("name", "configuration", TerminalReport.descriptions(run)));
        parts.put("environment", pairs("what", "value", run.environment()));
        // One pass, so that what a part says is never taken for a place to fill.
        return PLACE.matcher(resource("page.html"))
                .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String warning(String text) {
        return "<p class=\"warning\">" + escape(text) + "</p>\n";
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
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"bars\">\n<thead><tr>");
        Bars.HEADER.forEach(cell -> html.append("<th>").append(escape(cell)).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (BarResult bar : Bars.listed(bars).toList()) {
            String verdict = bar.verdict().toString();
            String style = verdict.toLowerCase(Locale.ROOT).replace(' ', '-');
            html.append("<tr>");
            Bars.row(bar).forEach(cell -> html.append("<td>").append(cell.equals(verdict)
                    ? "<span class=\"chip " + style + "\">" + verdict + "</span>"
                    : escape(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private List<Section> sections() {
        return Stream.of(section("latency", "Latency", List.of(Pattern.ROUND_TRIP, Pattern.OPEN_LOOP), byRate()),
                section("throughput", "Throughput", List.of(Pattern.ONE_WAY), bySize() + byProducers()),
                section("wake", "Sleeping and waking", List.of(Pattern.PARKED_ROUND_TRIP, Pattern.PARKED_CHANNELS),
                        byChannels()),
                section("fanout", "Fan-out", List.of(Pattern.FAN_OUT), byConsumers()),
                section("mixed", "Bursts", List.of(Pattern.BURSTS), ""),
                section("replay", "Replay", List.of(Pattern.REPLAY), "")).flatMap(Optional::stream).toList();
    }

    /** Empty if nothing of it was measured. */
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

    private static void article(StringBuilder html, PointFigures figures, boolean open) {
        PointTable table = new PointTable(figures, true);
        html.append(open ? "<details open=\"open\">" : "<details>").append("<summary>")
                .append(escape(Titles.of(figures.point())))
                .append("</summary>\n<p>")
                .append(escape(Titles.meaning(figures.point()) + shortSlices(figures) + table.reference()))
                .append("</p>\n");
        Charts.percentiles(figures)
                .ifPresent(chart -> html.append(figure("Latency by percentile, all rounds together", chart)));
        html.append(table.table().html());
        table.failures().forEach(each -> html.append(warning(each)));
        Figure.judged(figures.pattern()).stream().filter(figure -> figure != Figure.P99)
                .forEach(figure -> Charts.ratios(figures, figure)
                        .ifPresent(chart -> html.append("<figure>").append(chart.svg()).append("</figure>\n")));
        html.append("</details>\n");
    }

    private static String shortSlices(PointFigures figures) {
        return Figure.judged(figures.pattern()).contains(Figure.P999)
                ? " Of a slice with fewer than 1000 messages, p99.9 is the longest time."
                : "";
    }

    private static String figure(String caption, LineChart chart) {
        return "<figure><figcaption>" + escape(caption) + "</figcaption>" + chart.svg() + "</figure>\n";
    }

    private List<PointResult> points(Predicate<Point> wanted) {
        return run.points().stream().filter(result -> wanted.test(result.point())).toList();
    }

    private static String charts(String caption, List<PointResult> points, Sweep... sweeps) {
        return List.of(sweeps).stream().map(sweep -> sweep.chart(points)).flatMap(Optional::stream)
                .map(chart -> figure(caption, chart)).collect(Collectors.joining());
    }

    private String bySize() {
        ToLongFunction<Point> length = Point::length;
        StringBuilder html = new StringBuilder();
        for (boolean copy : new boolean[]{false, true}) {
            List<PointResult> points = points(
                    point -> point.pattern() == Pattern.ONE_WAY && point.producers() == 1 && point.copy() == copy);
            html.append(charts("One producer, one consumer, by message size" + (copy ? ", copied in" : ""), points,
                    new Sweep(length, "message size", size -> Quantity.length(size.intValue()), "messages/s",
                            Figure.RATE),
                    new Sweep(length, "message size", size -> Quantity.length(size.intValue()), "bytes/s", Figure.RATE,
                            point -> (double) point.length(), Quantity::bytesPerSecond)));
        }
        return html.toString();
    }

    private String byProducers() {
        Predicate<Point> wanted = point -> point.pattern() == Pattern.ONE_WAY && !point.copy();
        return points(wanted).stream().map(result -> result.point().length()).distinct()
                .map(size -> charts("By number of producers, " + Quantity.length(size),
                        points(wanted.and(point -> point.length() == size)),
                        new Sweep(Point::producers, "producers", String::valueOf, "messages/s", Figure.RATE)))
                .collect(Collectors.joining());
    }

    private String byRate() {
        List<PointResult> points = points(point -> point.pattern() == Pattern.OPEN_LOOP);
        return charts("One way at a fixed rate: median", points, byRate(Figure.P50))
                + charts("One way at a fixed rate: 99.9th percentile", points, byRate(Figure.P999));
    }

    private static Sweep byRate(Figure figure) {
        return new Sweep(Point::rate, "rate", Quantity::roundRate, figure.heading(), figure);
    }

    private String byChannels() {
        return charts("Processor use of idle channels", points(point -> point.pattern() == Pattern.PARKED_CHANNELS),
                new Sweep(Point::channels, "channels", String::valueOf, "of one core", Figure.CPU));
    }

    private String byConsumers() {
        return charts("By number of consumers", points(point -> point.pattern() == Pattern.FAN_OUT),
                new Sweep(Point::consumers, "consumers", String::valueOf, "messages/s", Figure.RATE));
    }
}
