package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.report.Chart.Dot;
import io.rondo.perf.report.Chart.Kind;
import io.rondo.perf.report.Chart.Scale;
import io.rondo.perf.report.Chart.Series;
import io.rondo.perf.report.Chart.Tick;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** The charts of a run. A chart for which the run has no data is empty. */
final class Charts {
    private static final double DENSITY = 0.05;
    private static final double MEDIAN = 2;
    private static final double RAREST = 1e5;
    private static final double TENTH = 10;
    /** Replaces 0, which a logarithmic axis cannot show. */
    private static final double LEAST = 1e-6;
    private static final double MILLION = 1e6;

    private Charts() {}

    /** Latency of a point in nanoseconds, p50 and p99 per competitor. */
    static Optional<Chart> latency(PointFigures figures) {
        return bars(figures, Titles.of(figures.point()) + ": latency",
                new Scale("nanoseconds, logarithmic; shorter is better", "", true), 1, Figure.P50, Figure.P99);
    }

    /** Rate of a point in million messages per second, per competitor. */
    static Optional<Chart> rate(PointFigures figures) {
        return bars(figures, Titles.of(figures.point()) + ": rate",
                new Scale("million messages per second; longer is better", "", false), MILLION, Figure.RATE);
    }

    private static Optional<Chart> bars(PointFigures figures, String title, Scale scale, double divisor,
            Figure... shown) {
        List<CompetitorResult> competitors = figures.finished().stream()
                .filter(each -> List.of(shown).stream().allMatch(figure -> PointFigures.has(each, figure.metric())))
                .toList();
        List<Series> series = new ArrayList<>();
        for (Figure figure : shown) {
            List<Dot> dots = new ArrayList<>();
            for (CompetitorResult competitor : competitors) {
                double median = PointFigures.spread(competitor, figure.metric()).median();
                dots.add(Dot.of(dots.size(), Math.max(median, LEAST) / divisor,
                        figure.heading() + " " + figure.format(median)));
            }
            series.add(new Series(figure.heading(), dots));
        }
        return competitors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(Kind.BARS, title, scale, null, names(competitors), series));
    }

    private static List<String> names(List<CompetitorResult> competitors) {
        return competitors.stream().map(CompetitorResult::name).toList();
    }

    /** Latency by percentile, of all rounds together; empty if no competitor has single latencies. */
    static Optional<Chart> percentiles(PointFigures figures) {
        List<Series> series = new ArrayList<>();
        for (CompetitorResult competitor : figures.finished()) {
            merged(competitor).ifPresent(latencies -> series.add(new Series(competitor.name(), curve(latencies))));
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double rarest = series.stream().mapToDouble(line -> line.points().getLast().x()).max().orElse(MEDIAN);
        List<Tick> ticks = new ArrayList<>(List.of(new Tick(MEDIAN, "50 %"), new Tick(TENTH, "90 %")));
        StringBuilder nines = new StringBuilder("99");
        for (double x = TENTH * TENTH; x <= rarest * TENTH && x <= RAREST; x *= TENTH) {
            ticks.add(new Tick(x, nines + " %"));
            nines.append(nines.length() == 2 ? ".9" : "9");
        }
        return Optional.of(new Chart(Kind.LINES, Titles.of(figures.point()) + ": latency by percentile",
                new Scale("latency", "ns", true), new Scale("percentile, all rounds together", "", true, ticks),
                List.of(), series));
    }

    private static Optional<Histogram> merged(CompetitorResult competitor) {
        List<Histogram> parts = competitor.samples().stream().map(Sample::histogram).flatMap(Optional::stream).toList();
        if (parts.isEmpty() || parts.size() < competitor.samples().size()) {
            return Optional.empty();
        }
        Histogram all = parts.getFirst().copy();
        all.setAutoResize(true);
        parts.subList(1, parts.size()).forEach(all::add);
        return Optional.of(all);
    }

    /** From the median to the percentile that a single message decides; x is 1 / (1 - percentile). */
    private static List<Dot> curve(Histogram latencies) {
        List<Dot> dots = new ArrayList<>();
        double rarest = Math.min(RAREST, Math.max(MEDIAN, latencies.getTotalCount()));
        for (double exponent = Math.log10(MEDIAN); exponent < Math.log10(rarest) + DENSITY; exponent += DENSITY) {
            double x = Math.min(Math.pow(TENTH, exponent), rarest);
            double value = latencies.getValueAtPercentile(100 * (1 - 1 / x));
            dots.add(Dot.of(x, Math.max(value, 1), Quantity.nanos(value)));
        }
        return dots;
    }

    /**
     * One figure over points that differ in one number.
     *
     * @param x the number
     * @param xTitle its name
     * @param xLabel how it is written
     * @param figure the figure
     * @param y the axis of the figure
     * @param factor multiplies the figure, at each point
     */
    record Sweep(ToLongFunction<Point> x, String xTitle, LongFunction<String> xLabel, Figure figure, Scale y,
            ToDoubleFunction<Point> factor) {
        /** A sweep of the figure itself. */
        Sweep(ToLongFunction<Point> x, String xTitle, LongFunction<String> xLabel, Figure figure, Scale y) {
            this(x, xTitle, xLabel, figure, y, point -> 1);
        }

        /** Empty if there are fewer than two such points. */
        Optional<Chart> chart(String title, List<PointResult> points) {
            List<PointFigures> ordered = points.stream().map(PointFigures::new)
                    .filter(figures -> figures.isMeasured(figure))
                    .sorted(Comparator.comparingLong(figures -> x.applyAsLong(figures.point()))).toList();
            List<Tick> ticks = ordered.stream().map(figures -> x.applyAsLong(figures.point())).distinct()
                    .map(value -> new Tick(value, xLabel.apply(value))).toList();
            List<Series> series = series(ordered);
            return ticks.size() < 2 || series.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Chart(Kind.LINES, title, y, new Scale(xTitle, "", true, ticks), List.of(),
                            series));
        }

        private List<Series> series(List<PointFigures> ordered) {
            Map<String, Series> series = new LinkedHashMap<>();
            for (PointFigures figures : ordered) {
                figures.finished().stream().filter(each -> PointFigures.has(each, figure.metric())).forEach(
                        competitor -> series.computeIfAbsent(competitor.name(),
                                name -> new Series(name, new ArrayList<>())).points()
                                .add(dot(figures.point(), competitor)));
            }
            return series.values().stream().filter(line -> line.points().size() > 1).toList();
        }

        private Dot dot(Point point, CompetitorResult competitor) {
            long at = x.applyAsLong(point);
            Spread spread = PointFigures.spread(competitor, figure.metric());
            return Dot.of(at, Math.max(spread.median() * factor.applyAsDouble(point), LEAST), xLabel.apply(at) + ": "
                    + figure.format(spread.median()) + " (" + figure.format(spread.min()) + " to "
                    + figure.format(spread.max()) + ")");
        }
    }

    /** Ratios to the reference with their spread; empty if there is no second competitor. */
    static Optional<Chart> ratios(PointFigures figures, Figure figure) {
        Optional<CompetitorResult> reference = figures.reference();
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        List<String> labels = new ArrayList<>();
        List<Dot> dots = new ArrayList<>();
        for (CompetitorResult competitor : figures.finished()) {
            List<Double> ratios = PointFigures.ratios(competitor, reference.get(), figure.metric());
            if (!ratios.isEmpty() && !ratios.contains(0.0)) {
                Spread spread = Spread.of(ratios);
                dots.add(new Dot(labels.size(), spread.median(), spread.min(), spread.max(), spread.toString()));
                labels.add(competitor.name());
            }
        }
        String title = figure.heading() + " as a multiple of " + reference.get().name()
                + (figure.lessIsBetter() ? " (less is better)" : " (more is better)");
        return labels.size() < 2
                ? Optional.empty()
                : Optional.of(new Chart(Kind.RANGES, Titles.of(figures.point()) + ": " + title,
                        new Scale(title, "", true), null, labels, List.of(new Series("ratio per round", dots))));
    }

    /** The factor by which each bar is met (above 1) or missed (below 1); empty if no bar was measured. */
    static Optional<Chart> margins(List<BarResult> results) {
        List<BarResult> measured = results.stream().filter(result -> result.isMeasured()
                && result.bar().rule() != Bar.Rule.NOTHING && result.spread().min() > 0).toList();
        List<Series> series = List.of(new Series("holds", new ArrayList<>()), new Series("missed", new ArrayList<>()));
        for (BarResult result : measured) {
            Bar bar = result.bar();
            double one = bar.margin(result.spread().min());
            double other = bar.margin(result.spread().max());
            series.get(result.verdict() == BarResult.Verdict.HOLDS ? 0 : 1).points()
                    .add(new Dot(measured.indexOf(result), bar.margin(result.spread().median()), Math.min(one, other),
                            Math.max(one, other), Bars.text(result) + ", " + bar.demand()));
        }
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(Kind.RANGES, "Margins to the bars",
                        new Scale("times better than the bar; from 1 on it holds", "", true), null,
                        measured.stream().map(each -> each.bar().what() + ", " + each.bar().figure().heading())
                                .toList(),
                        series));
    }
}
