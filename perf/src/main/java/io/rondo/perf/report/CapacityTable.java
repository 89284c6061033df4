package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The rates of all competitors over the memory of the channel, for messages of one length. */
final class CapacityTable {
    private final int length;
    /** In the order of their capacities. */
    private final List<PointFigures> points;

    private CapacityTable(int length, List<PointFigures> points) {
        this.length = length;
        this.points = points;
    }

    /** The tables of a run, one per length; none without scenario capacity. */
    static List<CapacityTable> of(Run run) {
        List<PointResult> results = run.points().stream()
                .filter(result -> result.point().pattern() == Pattern.CAPACITY).toList();
        return results.stream().map(result -> result.point().length()).distinct()
                .map(length -> new CapacityTable(length,
                        results.stream().filter(result -> result.point().length() == length)
                                .sorted(Comparator.comparing(result -> result.point().capacity()))
                                .map(PointFigures::new).toList()))
                .toList();
    }

    String caption() {
        String states = points.stream().map(PointFigures::stateName).filter(state -> !state.isEmpty()).distinct()
                .collect(Collectors.joining(", "));
        return "one way, " + Quantity.length(length) + ": median rate by memory of the channel"
                + (states.isEmpty() ? "" : "; state " + states);
    }

    ReportTable table() {
        List<String> names = points.stream().flatMap(point -> point.finished().stream()).map(CompetitorResult::name)
                .distinct().toList();
        List<String> header = new ArrayList<>(List.of("memory"));
        header.addAll(names);
        return new ReportTable(header, header.stream().map(column -> true).toList(),
                points.stream().map(point -> row(point, names)).toList());
    }

    private static List<String> row(PointFigures figures, List<String> names) {
        List<String> row = new ArrayList<>(List.of(Quantity.length(figures.point().capacity())));
        names.forEach(name -> row.add(figures.competitor(name)
                .filter(competitor -> PointFigures.has(competitor, Figure.RATE.metric()))
                .map(competitor -> Figure.RATE
                        .format(PointFigures.spread(competitor, Figure.RATE.metric()).median()))
                .orElse("-")));
        return row;
    }
}
