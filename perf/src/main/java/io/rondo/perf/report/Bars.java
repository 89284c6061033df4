package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.report.Bar.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bars of the project, and the results of a run. */
public final class Bars {
    static final List<String> HEADER = List.of("what", "figure", "Rondo", "to", "bar", "median (min-max)", "state",
            "verdict", "goal");

    private static final String SPSC = "rondo-spsc";
    private static final String MPSC = "rondo-mpsc";
    private static final String SPSC_DEFAULT = "rondo-spsc-default";
    private static final String SPSC_MIXED = "rondo-spsc-mixed";
    private static final String MPSC_MIXED = "rondo-mpsc-mixed";
    private static final String PARKED = "rondo-spsc-park";
    private static final String QUEUES = "rondo-queues";
    private static final String AERON = "aeron-ipc";
    private static final String AGRONA_MPSC = "agrona-mpsc";

    private static final int SMALL = 32;
    private static final int MEDIUM = 256;
    private static final int LARGE = 1 << 10;
    private static final int HUGE = 1 << 16;
    private static final int GIANT = 1 << 20;
    private static final int MANY_CHANNELS = 100;
    private static final int MANY_MEMBERS = 256;
    private static final int REQUESTERS = 4;
    private static final int RESPONDERS = 2;
    private static final long OPEN_LOOP_RATE = 1_000_000;
    private static final double NO_GOAL = Double.NaN;
    /** The bytes that a slice allocates once are less than this per message. */
    private static final double NO_BYTES = Math.nextDown(Quantity.LEAST_BYTES);

    private Bars() {}

    /** All bars, in the order to show. */
    static List<Bar> all() {
        List<Bar> bars = new ArrayList<>();
        latency(bars);
        throughput(bars);
        wake(bars);
        allocation(bars);
        broker(bars);
        bridge(bars);
        patterns(bars);
        return bars;
    }

    private static void broker(List<Bar> bars) {
        for (int length : List.of(SMALL, MEDIUM)) {
            bars.add(of(Pattern.RELAYED, length, Figure.RATE, "rondo-sequenced", Rule.named("relay"), 0.8));
        }
        bars.add(of(Pattern.RELAYED_ROUND_TRIP, SMALL, Figure.P50, "rondo-sequenced-spin",
                Rule.named("relay-spin"), 1.25));
        for (int length : List.of(SMALL, MEDIUM)) {
            bars.add(of(Pattern.RECORDED, length, Figure.RATE, "rondo-sequenced-os", Rule.LIMIT, 0.8));
            bars.add(of(Pattern.RECORDED, length, Figure.RATE, "rondo-history",
                    Rule.named("rondo-sequenced-os"), 1));
            bars.add(of(Pattern.SYNCED, length, Figure.RATE, "rondo-sequenced-disk", Rule.LIMIT, 0.8));
            bars.add(of(Pattern.LOGGED, length, Figure.RATE, "rondo-log", Rule.named("chronicle-disk"), 3));
        }
    }

    private static void bridge(List<Bar> bars) {
        for (String competitor : List.of("rondo-bridge", "rondo-copy", "rondo-forwarded")) {
            for (int length : List.of(SMALL, MEDIUM)) {
                bars.add(of(Pattern.BRIDGED, length, Figure.RATE, competitor, Rule.named("aeron-udp"), 0.8));
            }
        }
        bars.add(of(Pattern.BRIDGED_ROUND_TRIP, SMALL, Figure.P50, "rondo-bridge", Rule.named("aeron-udp"), 1.3));
        bars.add(of(Pattern.BESIDE_BRIDGE, SMALL, Figure.RATE, "rondo-topic-bridged", Rule.named("rondo-topic"), 0.97));
    }

    private static void patterns(List<Bar> bars) {
        bars.add(of(Pattern.CALL, SMALL, Figure.P50, "rondo-service", Rule.named(QUEUES), 1.15));
        bars.add(of(Pattern.CALL, SMALL, Figure.P50, "rondo-responders", Rule.named(QUEUES), 1.5));
        Point requests = new Point(Pattern.REQUESTS, SMALL, REQUESTERS, 1, 0, 1, false);
        for (String reference : List.of(QUEUES, "rondo-requests-only")) {
            bars.add(new Bar(Titles.of(requests), requests, Figure.RATE, "rondo-service", Rule.named(reference), 0.8,
                    NO_GOAL));
        }
        Point handled = new Point(Pattern.HANDLED_REQUESTS, SMALL, 1, RESPONDERS, 0, 1, false);
        bars.add(new Bar(Titles.of(handled), handled, Figure.RATE, "rondo-responders", Rule.named("rondo-service"), 1.5,
                NO_GOAL));
        Point parked = new Point(Pattern.PARKED_SET, SMALL, 1, 1, 0, MANY_MEMBERS, false);
        bars.add(new Bar(Titles.of(parked), parked, Figure.CPU, "rondo-set-park", Rule.NOTHING, 0.001, NO_GOAL));
    }

    private static Bar of(Pattern pattern, int length, Figure figure, String competitor, Rule rule, double bar) {
        Point point = Point.of(pattern, length);
        return new Bar(Titles.of(point), point, figure, competitor, rule, bar, NO_GOAL);
    }

    /** The points of all bars, without duplicates. */
    public static List<Point> points() {
        return all().stream().map(Bar::point).distinct().toList();
    }

    private static void latency(List<Bar> bars) {
        Point roundTrip = Point.of(Pattern.ROUND_TRIP, SMALL);
        bars.add(new Bar("round trip, 32 B", roundTrip, Figure.P50, SPSC, Rule.LIMIT, 1.25, 1.10));
        bars.add(new Bar("round trip, 32 B", roundTrip, Figure.P99, SPSC, Rule.LIMIT, 1.35, 1.10));
        bars.add(new Bar("round trip against Aeron", roundTrip, Figure.P50, SPSC, Rule.named(AERON), 1, NO_GOAL));
        bars.add(new Bar("round trip against Aeron", roundTrip, Figure.P99, SPSC, Rule.named(AERON), 1, NO_GOAL));
        bars.add(new Bar("round trip, 32 B", roundTrip, Figure.P999, SPSC, Rule.LIMIT, 1.5, 1.2));
        Point openLoop = new Point(Pattern.OPEN_LOOP, SMALL, 1, 1, OPEN_LOOP_RATE, 1, false);
        bars.add(new Bar("open loop, 1 M/s", openLoop, Figure.P50, SPSC, Rule.BEST_COMPETITOR, 1, 0.8));
        bars.add(new Bar("open loop, 1 M/s", openLoop, Figure.P999, SPSC, Rule.BEST_COMPETITOR, 1, 0.8));
    }

    private static void throughput(List<Bar> bars) {
        bars.add(single(SMALL, Rule.BEST_COMPETITOR, 1.5, 2));
        bars.add(single(MEDIUM, Rule.BEST_COMPETITOR, 1.8, 2.5));
        bars.add(single(LARGE, Rule.BEST_COMPETITOR, 1.2, 2));
        bars.add(single(HUGE, Rule.LIMIT, 0.8, 0.95));
        bars.add(single(GIANT, Rule.LIMIT, 0.8, 0.95));
        for (int length : List.of(SMALL, MEDIUM)) {
            for (int producers : List.of(1, 2, 4)) {
                Point point = new Point(Pattern.ONE_WAY, length, producers, 1, 0, 1, false);
                bars.add(new Bar("MPSC, " + Quantity.length(length) + ", " + producers
                        + (producers == 1 ? " producer" : " producers"), point, Figure.RATE, MPSC,
                        Rule.named(AGRONA_MPSC), 1.5, 3));
            }
        }
        bars.add(new Bar("wakeable against spin-only", Point.of(Pattern.ONE_WAY, SMALL), Figure.RATE, SPSC_DEFAULT,
                Rule.named(SPSC), 0.93, 0.98));
        Point mixed = Point.of(Pattern.MIXED_PUBLISHERS, SMALL);
        bars.add(new Bar("mixed publishers, SPSC", mixed, Figure.RATE, SPSC_MIXED, Rule.named(SPSC), 0.9, 0.98));
        bars.add(new Bar("mixed publishers, MPSC", mixed, Figure.RATE, MPSC_MIXED, Rule.named(MPSC), 0.9, 0.98));
    }

    private static Bar single(int length, Rule rule, double bar, double goal) {
        Point point = Point.of(Pattern.ONE_WAY, length);
        return new Bar(Titles.of(point), point, Figure.RATE, SPSC, rule, bar, goal);
    }

    private static void wake(List<Bar> bars) {
        Point roundTrip = Point.of(Pattern.PARKED_ROUND_TRIP, SMALL);
        bars.add(new Bar("parked round trip", roundTrip, Figure.P50, PARKED, Rule.LIMIT, 1.10, 1.03));
        Point channels = new Point(Pattern.PARKED_CHANNELS, SMALL, 1, 1, 0, MANY_CHANNELS, false);
        bars.add(new Bar(Titles.of(channels), channels, Figure.CPU, SPSC_DEFAULT, Rule.NOTHING, 0.005, 0.001));
    }

    private static void allocation(List<Bar> bars) {
        Point oneWay = Point.of(Pattern.ONE_WAY, SMALL);
        for (String competitor : List.of(SPSC, MPSC, SPSC_DEFAULT)) {
            bars.add(new Bar("allocation, one way, 32 B", oneWay, Figure.ALLOCATED, competitor, Rule.NOTHING, NO_BYTES,
                    NO_BYTES));
        }
    }

    /** The result of each bar. */
    static List<BarResult> judge(Run run) {
        return all().stream().map(bar -> judge(bar, run)).toList();
    }

    private static BarResult judge(Bar bar, Run run) {
        Optional<PointResult> result = run.points().stream().filter(each -> each.point().equals(bar.point()))
                .findFirst();
        if (result.isEmpty()) {
            return BarResult.leftOut(bar);
        }
        PointFigures figures = new PointFigures(result.get());
        Optional<String> missing = missing(figures.competitor(bar.competitor()), bar.competitor(), bar.figure());
        if (missing.isPresent()) {
            return BarResult.notMeasured(bar, missing.get());
        }
        CompetitorResult rondo = figures.competitor(bar.competitor()).orElseThrow();
        if (bar.rule() == Rule.NOTHING) {
            return BarResult.measured(bar, PointFigures.spread(rondo, bar.figure().metric()), "", figures.stateName());
        }
        Optional<CompetitorResult> reference = reference(bar, figures);
        missing = missing(reference, bar.rule().name(), bar.figure());
        if (missing.isPresent()) {
            return BarResult.notMeasured(bar, missing.get());
        }
        List<Double> ratios = PointFigures.ratios(rondo, reference.get(), bar.figure().metric());
        return ratios.isEmpty()
                ? BarResult.notMeasured(bar, "there is no ratio to " + reference.get().name())
                : BarResult.measured(bar, Spread.of(ratios), reference.get().name(), figures.stateName());
    }

    private static Optional<CompetitorResult> reference(Bar bar, PointFigures figures) {
        return switch (bar.rule().kind()) {
            case LIMIT -> figures.best(CompetitorKind.LIMIT, bar.figure());
            case BEST_COMPETITOR -> figures.best(CompetitorKind.EXTERNAL, bar.figure());
            case NAMED -> figures.competitor(bar.rule().name());
            case NOTHING -> Optional.empty();
        };
    }

    private static Optional<String> missing(Optional<CompetitorResult> competitor, String name, Figure figure) {
        if (competitor.isEmpty()) {
            return Optional.of(name + " did not take part");
        }
        if (!PointFigures.isFinished(competitor.get())) {
            return Optional.of(name + " failed: " + competitor.get().failure());
        }
        return PointFigures.has(competitor.get(), figure.metric())
                ? Optional.empty()
                : Optional.of(name + " has no " + figure.heading());
    }

    /** A table of the bars in the order of {@link #all()}, without those that the run left out. */
    static ReportTable table(List<BarResult> results) {
        return new ReportTable(HEADER, HEADER.stream().map(column -> false).toList(),
                listed(results).map(Bars::row).toList());
    }

    /** The bars at points of the run. */
    static Stream<BarResult> listed(List<BarResult> results) {
        return results.stream().filter(result -> result.verdict() != BarResult.Verdict.LEFT_OUT);
    }

    static List<String> row(BarResult result) {
        Bar bar = result.bar();
        return List.of(bar.what(), bar.figure().heading(), bar.competitor(),
                result.reference().isEmpty() ? bar.rule().name() : result.reference(), bar.demand(), text(result),
                result.state(), result.verdict().toString(), goal(result));
    }

    static String text(BarResult result) {
        if (!result.isMeasured()) {
            return result.reason();
        }
        Spread spread = result.spread();
        return result.bar().format(spread.median()) + " (" + result.bar().format(spread.min()) + "-"
                + result.bar().format(spread.max()) + ")";
    }

    private static String goal(BarResult result) {
        Bar bar = result.bar();
        return !bar.hasGoal() ? "" : bar.format(bar.goal()) + (result.reachesGoal() ? " reached" : "");
    }

    /** The number of bars per verdict, in one line, and of those measured per state of the machine. */
    static String summary(List<BarResult> results) {
        List<String> states = results.stream().map(BarResult::state).filter(state -> !state.isEmpty()).distinct()
                .toList();
        return verdicts(results) + (states.isEmpty() ? "" : "; ") + states.stream().map(state -> {
            List<BarResult> seen = results.stream().filter(each -> each.state().equals(state)).toList();
            return "state " + state + ": " + count(seen, BarResult.Verdict.HOLDS) + " of " + seen.size() + " hold";
        }).collect(Collectors.joining(", "));
    }

    private static String verdicts(List<BarResult> results) {
        long leftOut = count(results, BarResult.Verdict.LEFT_OUT);
        return count(results, BarResult.Verdict.HOLDS) + " hold, " + count(results, BarResult.Verdict.MISSED)
                + " missed, "
                + count(results, BarResult.Verdict.NOT_MEASURED) + " not measured"
                + (leftOut == 0 ? "" : ", " + leftOut + " not in this run");
    }

    private static long count(List<BarResult> results, BarResult.Verdict verdict) {
        return results.stream().filter(each -> each.verdict() == verdict).count();
    }
}
