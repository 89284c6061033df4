package io.rondo.perf.report;

import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import java.util.List;

/** A run as a page of Markdown. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /**
     * The whole page.
     *
     * @param run the run
     * @param command the command line that started it
     */
    public static String of(Run run, String command) {
        StringBuilder text = new StringBuilder("# Results\n\nWritten by `").append(command)
                .append("`. Ratios are taken within a round, under the same conditions, and shown as median (min-max) of the rounds; "
                        + "absolute figures change with the state of the machine. [README.md](README.md) describes the "
                        + "method.\n");
        List<BarResult> bars = Bars.judge(run);
        text.append("\n## The bars\n\n").append(Bars.summary(bars)).append(".\n\n").append(Bars.table(bars).markdown());
        text.append("\n## Environment\n\n");
        run.warnings().forEach(warning -> text.append("**Warning:** ").append(warning).append("\n\n"));
        text.append(pairs("what", "value", run.environment().entrySet().stream()
                .map(each -> List.of(each.getKey(), each.getValue())).toList()));
        text.append("\n## Competitors\n\n").append(pairs("name", "configuration", TerminalReport.descriptions(run)
                .entrySet().stream().map(each -> List.of(each.getKey(), each.getValue())).toList()));
        CapacityTable.of(run).forEach(table -> text.append("\n## ").append(table.caption()).append("\n\n")
                .append(table.table().markdown()));
        run.points().forEach(point -> append(text, point));
        return text.toString();
    }

    private static String pairs(String name, String value, List<List<String>> rows) {
        return new ReportTable(List.of(name, value), List.of(false, false), rows).markdown();
    }

    private static void append(StringBuilder text, PointResult result) {
        PointTable table = new PointTable(new PointFigures(result), true);
        text.append("\n## ").append(Titles.of(result.point())).append("\n\n").append(Titles.meaning(result.point()))
                .append(table.reference()).append("\n\n").append(table.table().markdown());
        table.failures().forEach(failure -> text.append("\n**").append(failure).append("**\n"));
    }
}
