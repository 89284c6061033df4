package io.rondo.perf.report;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.MachineState;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.PointResult;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Sample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Runs for tests. */
public final class Runs {
    static final Point ONE_WAY = Point.of(Pattern.ONE_WAY, 32);
    static final Point ROUND_TRIP = Point.of(Pattern.ROUND_TRIP, 32);

    private Runs() {}

    public static Run run(PointResult... points) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("date", "2026-11-20T08:00:00Z");
        environment.put("kernel", "Linux 6.1 <amd64>");
        return new Run(environment, List.of(), List.of(points));
    }

    public static PointResult point(Point point, CompetitorResult... competitors) {
        return new PointResult(point, List.of(competitors), new MachineState(151, 153));
    }

    public static CompetitorResult competitor(String name, Sample... samples) {
        return new CompetitorResult(name, kind(name), "about " + name, 0, List.of(samples), null);
    }

    public static CompetitorResult failed(String name, String reason) {
        return new CompetitorResult(name, kind(name), "about " + name, 0, List.of(), reason);
    }

    private static CompetitorKind kind(String name) {
        return name.startsWith("rondo")
                ? CompetitorKind.RONDO
                : name.startsWith("c-") ? CompetitorKind.LIMIT : CompetitorKind.EXTERNAL;
    }

    /** One sample per value. */
    static CompetitorResult competitor(String name, Metric metric, double... values) {
        return competitor(name,
                Arrays.stream(values).mapToObj(value -> Sample.of(metric, value)).toArray(Sample[]::new));
    }

    /** Percentiles of latencies from {@code least} to a thousand times that. */
    static Sample latencies(long least) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < 10_000; i++) {
            histogram.recordValue(least + (i == 0 ? 999 * least : i % 100 == 0 ? least : 0));
        }
        return Sample.ofLatencies(histogram).and(Metric.COUNT, 10_000);
    }
}
