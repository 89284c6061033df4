package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run in three sentences: what was measured, the state of the machine, the result. */
final class Summary {
    private static final String SPSC = "rondo-spsc";

    private final Run run;

    Summary(Run run) {
        this.run = run;
    }

    List<String> sentences() {
        return List.of(measured(), machine(), result());
    }

    private String measured() {
        long competitors = run.points().stream().flatMap(point -> point.competitors().stream())
                .map(CompetitorResult::name).distinct().count();
        String scenarios = run.points().stream()
                .map(result -> result.point().pattern().scenario().name().toLowerCase(Locale.ROOT)).distinct()
                .collect(Collectors.joining(", "));
        return "This run measured " + competitors + " competitors at " + run.points().size() + " points"
                + (scenarios.isEmpty() ? "" : " (" + scenarios + ")")
                + "; in each round every competitor ran one slice, and ratios are taken within a round.";
    }

    private String machine() {
        String state = limit()
                .map(p50 -> ", where a round trip between two C processes takes " + Quantity.nanos(p50) + " (p50)")
                .orElse("");
        String load = run.environment().containsKey("load") ? "; " + run.environment().get("load") : "";
        return "The machine was " + run.environment().getOrDefault("processor", "of an unknown type") + " with "
                + run.environment().getOrDefault("cores", "an unknown number of") + " cores" + state + load + ".";
    }

    private Optional<Double> limit() {
        return figures(Pattern.ROUND_TRIP).flatMap(figures -> figures.best(CompetitorKind.LIMIT, Figure.P50))
                .map(limit -> PointFigures.spread(limit, Figure.P50.metric()).median());
    }

    private String result() {
        List<String> parts = new ArrayList<>();
        figures(Pattern.ROUND_TRIP).flatMap(figures -> figure(figures, Figure.P50))
                .ifPresent(p50 -> parts.add("makes a round trip " + p50));
        figures(Pattern.ONE_WAY).flatMap(figures -> figure(figures, Figure.RATE))
                .ifPresent(rate -> parts.add("transfers messages one way " + rate));
        return (parts.isEmpty()
                ? ""
                : "Rondo's single-producer queue " + String.join(" and ", parts) + "; of the bars, ")
                + Bars.summary(Bars.judge(run)) + ".";
    }

    /** The figure of Rondo's single-producer queue, with its ratio to the best competitor. */
    private static Optional<String> figure(PointFigures figures, Figure figure) {
        return figures.competitor(SPSC).filter(rondo -> PointFigures.has(rondo, figure.metric())).map(rondo -> {
            String ratio = figures.best(CompetitorKind.EXTERNAL, figure)
                    .filter(best -> !PointFigures.ratios(rondo, best, figure.metric()).isEmpty())
                    .map(best -> ", " + Spread.of(PointFigures.ratios(rondo, best, figure.metric()))
                            + " times that of " + best.name())
                    .orElse("");
            return "of " + Quantity.length(figures.point().length()) + " with a " + figure.heading() + " of "
                    + figure.format(PointFigures.spread(rondo, figure.metric()).median()) + ratio;
        });
    }

    /** The first point of a pattern with one producer and one consumer, written in place. */
    private Optional<PointFigures> figures(Pattern pattern) {
        return run.points().stream()
                .filter(result -> result.point().equals(Point.of(pattern, result.point().length())))
                .map(PointFigures::new).findFirst();
    }

    /** The points that the opening charts show: round trip and one way. */
    List<PointFigures> opening() {
        return List.of(Pattern.ROUND_TRIP, Pattern.ONE_WAY).stream().map(this::figures).flatMap(Optional::stream)
                .toList();
    }
}
