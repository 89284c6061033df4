package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run as text: the environment, a table per point, and the bars at the end. */
public final class TerminalReport {
    private final TextStyle style;
    private final StringBuilder text = new StringBuilder();

    private TerminalReport(TextStyle style) {
        this.style = style;
    }

    /** The whole report. */
    public static String of(Run run, TextStyle style) {
        return new TerminalReport(style).text(run);
    }

    private String text(Run run) {
        appendPairs(run.environment());
        run.warnings().forEach(
                warning -> text.append(style.paint(style.paragraph("WARNING: ", warning).stripTrailing(), "WARNING"))
                        .append('\n'));
        text.append('\n');
        appendPairs(descriptions(run));
        run.points().forEach(this::append);
        CapacityTable.of(run).forEach(table -> text.append('\n').append(style.paragraph("", table.caption()))
                .append(table.table().text(style)));
        List<BarResult> bars = Bars.judge(run);
        text.append('\n').append(style.paragraph("", "the bars: ratio per round, median (min-max) of the rounds; "
                + Bars.summary(bars)));
        return Bars.listed(bars).findAny().isEmpty()
                ? text.toString()
                : text.append(Bars.table(bars).text(style)).toString();
    }

    private void appendPairs(Map<String, String> pairs) {
        int width = pairs.keySet().stream().mapToInt(String::length).max().orElse(0);
        pairs.forEach((name, value) -> text
                .append(style.paragraph(name + " ".repeat(width - name.length()) + "  ", value)));
    }

    /** The configurations of all competitors, by name. */
    static Map<String, String> descriptions(Run run) {
        return run.points().stream().flatMap(point -> point.competitors().stream()).collect(Collectors.toMap(
                CompetitorResult::name, CompetitorResult::description, (first, second) -> first, TreeMap::new));
    }

    private void append(PointResult result) {
        PointTable table = new PointTable(new PointFigures(result), false);
        text.append('\n').append(style.paragraph("", table.caption())).append(table.table().text(style));
        table.failures().forEach(failure -> text.append(style.paragraph("", failure)));
    }
}
