package io.rondo.perf.harness;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import java.time.Duration;
import java.util.Arrays;

/**
 * The estimated effort to measure a point, if all competitors start.
 *
 * @param competitors number of competitors
 * @param slices number of slices of all of them, warm-up included
 * @param each length of a slice
 */
public record Estimate(int competitors, int slices, Duration each) {
    /** The estimate for a point of a plan. */
    public static Estimate of(Plan plan, Point point) {
        long transports = Arrays.stream(CompetitorType.values()).filter(
                competitor -> (plan.competitors().isEmpty() || plan.competitors().contains(competitor.label()))
                        && competitor.canRun(point))
                .count();
        int competitors = (int) transports + (Limit.of(point).isPresent() ? 1 : 0);
        Rounds rounds = Rounds.of(plan, point, Measurement.PARKED_SLICE);
        return new Estimate(competitors, rounds.slices(competitors), rounds.slice());
    }
}
