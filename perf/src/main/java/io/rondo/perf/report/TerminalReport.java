package io.rondo.perf.report;

import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A run as text: where it ran, a table per point, and the bars at the end. */
public final class TerminalReport {
    private TerminalReport() {}

    /** All of it. */
    public static String of(Run run) {
        StringBuilder text = new StringBuilder();
        int width = run.environment().keySet().stream().mapToInt(String::length).max().orElse(0);
        run.environment()
                .forEach((name, value) -> text.append(pad(name, width)).append("  ").append(value).append('\n'));
        run.warnings().forEach(warning -> text.append("WARNING: ").append(warning).append('\n'));
        appendContestants(text, run);
        run.points().forEach(point -> append(text, point));
        List<BarResult> bars = Bars.judge(run);
        text.append("\nthe bars: ratio per round, median (min-max) of the rounds; ").append(Bars.summary(bars))
                .append('\n');
        return Bars.listed(bars).findAny().isEmpty()
                ? text.toString()
                : text.append(Bars.table(bars).text()).toString();
    }

    private static void appendContestants(StringBuilder text, Run run) {
        Map<String, String> descriptions = descriptions(run);
        int width = descriptions.keySet().stream().mapToInt(String::length).max().orElse(0);
        text.append('\n');
        descriptions.forEach(
                (name, description) -> text.append(pad(name, width)).append("  ").append(description).append('\n'));
    }

    /** Of all contestants, by name. */
    static Map<String, String> descriptions(Run run) {
        return run.points().stream().flatMap(point -> point.contestants().stream()).collect(Collectors.toMap(
                ContestantResult::name, ContestantResult::description, (first, second) -> first, TreeMap::new));
    }

    private static void append(StringBuilder text, PointResult result) {
        PointTable table = new PointTable(new PointFigures(result), false);
        text.append('\n').append(table.caption()).append('\n').append(table.table().text());
        table.failures().forEach(failure -> text.append(failure).append('\n'));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
