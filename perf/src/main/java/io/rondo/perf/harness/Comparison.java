package io.rondo.perf.harness;

import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.peer.PeerType;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs every point that was asked for, and prints tables. */
public final class Comparison {
    private static final int ROUND_TRIP_LENGTH = 32;

    private final Options options;
    private final PrintStream progress;
    private final Report report;

    /**
     * Prepares a run.
     *
     * @param out where the report goes
     * @param progress where progress and notes go
     */
    public Comparison(Options options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.progress = progress;
        this.report = new Report(out);
    }

    /**
     * Measures and prints.
     *
     * @return whether every peer finished every point
     */
    public boolean run() {
        List<Point> points = new ArrayList<>();
        if (options.scenarios().contains(Scenario.LATENCY)) {
            points.add(Point.of(Pattern.ROUND_TRIP, ROUND_TRIP_LENGTH));
        }
        if (options.scenarios().contains(Scenario.THROUGHPUT)) {
            options.sizes().forEach(size -> points.add(Point.of(Pattern.ONE_WAY, size)));
        }
        Plan plan = new Plan(points, options.peers().stream().map(PeerType::label).toList(), options.rounds(),
                options.warmups(), options.slice(), options.capacity());
        Run run = new Measurement(plan, new Lines()).run();
        report.environment(run, options);
        run.points().forEach(this::print);
        return run.points().stream().flatMap(point -> point.contestants().stream())
                .allMatch(contestant -> contestant.failure() == null);
    }

    private void print(PointResult result) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        for (ContestantResult contestant : result.contestants()) {
            if (contestant.failure() == null) {
                samples.put(contestant.name(), contestant.samples());
            } else {
                failures.put(contestant.name(), contestant.failure());
            }
        }
        Results results = new Results(samples, failures);
        if (result.point().pattern() == Pattern.ROUND_TRIP) {
            report.roundTrip(result.point().length(), results);
        } else {
            report.oneWay(result.point().length(), results);
        }
    }

    /** Tells what begins. */
    private final class Lines implements Progress {
        @Override
        public void begin(Point point, int slices, Duration each) {
            progress.printf("%s: %d slices of %d ms%n", point, slices, each.toMillis());
        }

        @Override
        public void sliceDone() {}

        @Override
        public void note(String text) {
            progress.println(text);
        }

        @Override
        public void end() {}
    }
}
