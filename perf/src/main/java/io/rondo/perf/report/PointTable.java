package io.rondo.perf.report;

import io.rondo.perf.measure.ContestantResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A point's contestants, best first: medians of their figures, and the ratios to the reference. */
final class PointTable {
    private final PointFigures figures;
    private final Optional<ContestantResult> reference;
    private final List<Figure> shown;
    private final List<Figure> judged;

    /** With {@code wide}, every figure that was measured. */
    PointTable(PointFigures figures, boolean wide) {
        this.figures = figures;
        this.reference = figures.reference();
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

    /** What it shows, in one line. */
    String caption() {
        return Titles.of(figures.point()) + reference.map(
                name -> "; medians, and ratio to " + name.name() + ": median (min-max) of the rounds")
                .orElse("; medians");
    }

    /** What the ratios are to, as a sentence behind another; empty if there are none. */
    String reference() {
        return reference.map(name -> " Ratios are to " + name.name() + ".").orElse("");
    }

    ReportTable table() {
        List<String> header = new ArrayList<>(List.of("contestant"));
        List<Boolean> numbers = new ArrayList<>(List.of(false));
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

    private List<String> row(ContestantResult contestant) {
        List<String> row = new ArrayList<>(List.of(contestant.name()));
        shown.forEach(figure -> row.add(PointFigures.has(contestant, figure.metric())
                ? figure.format(PointFigures.spread(contestant, figure.metric()).median())
                : "-"));
        reference.ifPresent(other -> judged.forEach(figure -> {
            List<Double> ratios = PointFigures.ratios(contestant, other, figure.metric());
            row.add(ratios.isEmpty() ? "-" : contestant == other ? "1" : Spread.of(ratios).toString());
        }));
        return row;
    }

    /** Who failed, and why. */
    List<String> failures() {
        return figures.failed().stream()
                .map(each -> each.name() + " FAILED: "
                        + (each.failure() == null ? "it ran no round" : each.failure()))
                .toList();
    }
}
