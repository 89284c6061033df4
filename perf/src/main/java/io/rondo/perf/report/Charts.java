package io.rondo.perf.report;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.report.svg.Axis;
import io.rondo.perf.report.svg.LineChart;
import io.rondo.perf.report.svg.Series;
import io.rondo.perf.report.svg.WhiskerChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** What is drawn of a run. */
final class Charts {
    private static final double DENSITY = 0.05;
    private static final double MEDIAN = 2;
    private static final double RAREST = 1e5;
    private static final double TENTH = 10;
    /** Zero has no place on a logarithmic axis. */
    private static final double LEAST = 1e-6;
    /** Marks are at round values. */
    private static final Pattern ZEROES = Pattern.compile("\\.0+(?= )");

    private Charts() {}

    private static String style(ContestantResult contestant) {
        return Palette.style(contestant.name(), contestant.kind() == ContestantKind.LIMIT);
    }

    /** Latency by percentile, of all rounds together; empty if nobody kept single latencies. */
    static Optional<LineChart> percentiles(PointFigures figures) {
        List<Series> series = new ArrayList<>();
        for (ContestantResult contestant : figures.finished()) {
            merged(contestant).ifPresent(
                    latencies -> series.add(new Series(contestant.name(), style(contestant), false, curve(latencies))));
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double rarest = series.stream().mapToDouble(line -> line.points().getLast().x()).max().orElse(MEDIAN);
        List<Axis.Tick> ticks = new ArrayList<>(List.of(new Axis.Tick(MEDIAN, "50 %"), new Axis.Tick(TENTH, "90 %")));
        StringBuilder nines = new StringBuilder("99");
        for (double x = TENTH * TENTH; x <= rarest * TENTH && x <= RAREST; x *= TENTH) {
            ticks.add(new Axis.Tick(x, nines + " %"));
            nines.append(nines.length() == 2 ? ".9" : "9");
        }
        return Optional
                .of(new LineChart("latency by percentile, " + Titles.of(figures.point()), "percentile", "latency",
                        Axis.ofTicks(ticks, rarest), upwards(series, Quantity::nanos), series));
    }

    private static Optional<Histogram> merged(ContestantResult contestant) {
        List<Histogram> parts = contestant.samples().stream().map(Sample::histogram).flatMap(Optional::stream).toList();
        if (parts.isEmpty() || parts.size() < contestant.samples().size()) {
            return Optional.empty();
        }
        Histogram all = parts.getFirst().copy();
        all.setAutoResize(true);
        parts.subList(1, parts.size()).forEach(all::add);
        return Optional.of(all);
    }

    /** From the median to where a single message decides; x is 1 / (1 - percentile). */
    private static List<Series.Dot> curve(Histogram latencies) {
        List<Series.Dot> dots = new ArrayList<>();
        double rarest = Math.min(RAREST, Math.max(MEDIAN, latencies.getTotalCount()));
        for (double exponent = Math.log10(MEDIAN); exponent < Math.log10(rarest) + DENSITY; exponent += DENSITY) {
            double x = Math.min(Math.pow(TENTH, exponent), rarest);
            double value = latencies.getValueAtPercentile(100 * (1 - 1 / x));
            dots.add(new Series.Dot(x, Math.max(value, 1), Quantity.nanos(value)));
        }
        return dots;
    }

    /**
     * One figure over points that differ in one number.
     *
     * @param x the number
     * @param xTitle its name
     * @param xLabel how it is written
     * @param yTitle the figure's name
     * @param figure the figure
     * @param scale what the figure is multiplied with, at each point
     * @param yLabel how that is written
     */
    record Sweep(ToLongFunction<Point> x, String xTitle, Function<Long, String> xLabel, String yTitle, Figure figure,
            Function<Point, Double> scale, DoubleFunction<String> yLabel) {
        /** Of the figure itself. */
        Sweep(ToLongFunction<Point> x, String xTitle, Function<Long, String> xLabel, String yTitle, Figure figure) {
            this(x, xTitle, xLabel, yTitle, figure, point -> 1.0, figure::format);
        }

        /** Empty if there are fewer than two such points. */
        Optional<LineChart> chart(List<PointResult> points) {
            List<PointFigures> ordered = points.stream().map(PointFigures::new)
                    .filter(figures -> figures.isMeasured(figure))
                    .sorted(Comparator.comparingLong(figures -> x.applyAsLong(figures.point()))).toList();
            List<Axis.Tick> ticks = ordered.stream().map(figures -> x.applyAsLong(figures.point())).distinct()
                    .map(value -> new Axis.Tick(value, xLabel.apply(value))).toList();
            if (ticks.size() < 2) {
                return Optional.empty();
            }
            List<Series> series = series(ordered);
            return series.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LineChart(yTitle + " by " + xTitle, xTitle, yTitle, Axis.ofTicks(ticks, 0),
                            upwards(series, yLabel), series));
        }

        private List<Series> series(List<PointFigures> ordered) {
            Map<String, Series> series = new LinkedHashMap<>();
            for (PointFigures figures : ordered) {
                figures.finished().stream().filter(each -> PointFigures.has(each, figure.metric()))
                        .forEach(contestant -> series.computeIfAbsent(contestant.name(),
                                name -> new Series(name, style(contestant), true, new ArrayList<>())).points()
                                .add(dot(figures.point(), contestant)));
            }
            return series.values().stream().filter(line -> line.points().size() > 1).toList();
        }

        private Series.Dot dot(Point point, ContestantResult contestant) {
            long at = x.applyAsLong(point);
            double times = scale.apply(point);
            Spread spread = PointFigures.spread(contestant, figure.metric());
            return new Series.Dot(at, Math.max(spread.median() * times, LEAST),
                    xLabel.apply(at) + ": " + yLabel.apply(spread.median() * times) + " ("
                            + yLabel.apply(spread.min() * times)
                            + " to " + yLabel.apply(spread.max() * times) + ")");
        }
    }

    private static Axis upwards(List<Series> series, DoubleFunction<String> label) {
        double[] values = series.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Dot::y).sorted()
                .toArray();
        return Axis.of(values[0], values[values.length - 1],
                value -> ZEROES.matcher(label.apply(value)).replaceFirst(""));
    }

    /** Ratios to the reference with their spread; empty if there is nothing to compare. */
    static Optional<WhiskerChart> ratios(PointFigures figures, Figure figure) {
        Optional<ContestantResult> reference = figures.reference();
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        List<WhiskerChart.Row> rows = new ArrayList<>();
        for (ContestantResult contestant : figures.finished()) {
            List<Double> ratios = PointFigures.ratios(contestant, reference.get(), figure.metric());
            if (!ratios.isEmpty() && !ratios.contains(0.0)) {
                Spread spread = Spread.of(ratios);
                rows.add(new WhiskerChart.Row(contestant.name(), spread.toString(), style(contestant), spread.median(),
                        spread.min(), spread.max(), 0));
            }
        }
        String title = figure.heading() + " as a multiple of " + reference.get().name()
                + (figure.lessIsBetter() ? " (further left is better)" : " (further right is better)");
        return rows.size() < 2
                ? Optional.empty()
                : Optional.of(new WhiskerChart(Titles.of(figures.point()) + ", " + title, title, rows));
    }

    /** By how many times each bar is met or missed, with the goal as a mark; empty if none was measured. */
    static Optional<WhiskerChart> margins(List<BarResult> results) {
        List<WhiskerChart.Row> rows = results.stream()
                .filter(result -> result.isMeasured() && result.bar().rule() != Bar.Rule.NOTHING
                        && result.spread().min() > 0)
                .map(Charts::margin).toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new WhiskerChart("margins to the bars",
                        "times better than the bar (right of the line: it holds)",
                        rows));
    }

    private static WhiskerChart.Row margin(BarResult result) {
        Bar bar = result.bar();
        double one = bar.margin(result.spread().min());
        double other = bar.margin(result.spread().max());
        return new WhiskerChart.Row(bar.what() + ", " + bar.figure().heading(), Bars.text(result),
                result.verdict() == BarResult.Verdict.HOLDS ? "holds" : "missed", bar.margin(result.spread().median()),
                Math.min(one, other), Math.max(one, other), bar.hasGoal() ? bar.margin(bar.goal()) : 0);
    }
}
