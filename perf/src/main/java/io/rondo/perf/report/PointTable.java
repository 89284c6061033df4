package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of a point, best competitor first: medians, and ratios to the reference. */
final class PointTable {
    private final PointFigures figures;
    private final Optional<CompetitorResult> reference;
    private final List<Figure> shown;
    private final List<Figure> judged;
    private final boolean hasCapacities;

    /** With {@code wide}, the table has every measured figure. */
    PointTable(PointFigures figures, boolean wide) {
        this.figures = figures;
        this.reference = figures.reference();
        this.hasCapacities = figures.finished().stream().anyMatch(each -> each.capacity() > 0);
        this.judged = Figure.judged(figures.pattern()).stream().filter(figures::isMeasured).toList();
        this.shown = (wide ? List.of(Figure.values()) : narrow(judged)).stream().filter(figures::isMeasured).toList();
    }

    private static List<Figure> narrow(List<Figure> judged) {
        List<Figure> narrow = new ArrayList<>(judged);
        if (!narrow.contains(Figure.P50)) {
            narrow.addAll(List.of(Figure.CPU, Figure.ALLOCATED));
        }
        return narrow.stream().distinct().toList();
    }

    /** The title of the table, in one line. */
    String caption() {
        return Titles.of(figures.point()) + figures.state().map(state -> "; state " + Quantity.state(state)).orElse("")
                + reference.map(
                        name -> "; medians, and ratio to " + name.name() + ": median (min-max) of the rounds")
                        .orElse("; medians");
    }

    /** Sentences that name the reference and the state of the machine, each with a blank before it. */
    String reference() {
        return reference.map(name -> " Ratios are to " + name.name() + ".").orElse("")
                + figures.state().map(state -> " State of the machine: " + Quantity.state(state) + ".").orElse("");
    }

    ReportTable table() {
        List<String> header = new ArrayList<>(List.of("competitor"));
        List<Boolean> numbers = new ArrayList<>(List.of(false));
        if (hasCapacities) {
            header.add("memory");
            numbers.add(true);
        }
        shown.forEach(figure -> {
            header.add(figure.heading());
            numbers.add(true);
        });
        if (reference.isPresent()) {
            judged.forEach(figure -> {
                header.add(judged.size() == 1 ? "ratio" : figure.heading() + " ratio");
                numbers.add(false);
            });
        }
        return new ReportTable(header, numbers, figures.finished().stream().map(this::row).toList());
    }

    private List<String> row(CompetitorResult competitor) {
        List<String> row = new ArrayList<>(List.of(competitor.name()));
        if (hasCapacities) {
            row.add(competitor.capacity() == 0 ? "-" : Quantity.length(competitor.capacity()));
        }
        shown.forEach(figure -> row.add(PointFigures.has(competitor, figure.metric())
                ? figure.format(PointFigures.spread(competitor, figure.metric()).median())
                : "-"));
        reference.ifPresent(other -> judged.forEach(figure -> {
            List<Double> ratios = PointFigures.ratios(competitor, other, figure.metric());
            row.add(ratios.isEmpty() ? "-" : competitor == other ? "1" : Spread.of(ratios).toString());
        }));
        return row;
    }

    /** The failed competitors, with their reasons. */
    List<String> failures() {
        return figures.failed().stream()
                .map(each -> each.name() + " FAILED: "
                        + (each.failure() == null ? "it ran no round" : each.failure()))
                .toList();
    }
}
