package io.rondo.perf.harness;

import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.peer.PeerType;
import java.time.Duration;
import java.util.Arrays;

/**
 * What measuring a point will take, if everybody starts.
 *
 * @param contestants how many, each with processes to start
 * @param slices of all of them, warm-up included
 * @param each length of a slice
 */
public record Estimate(int contestants, int slices, Duration each) {
    /** For a point of a plan. */
    public static Estimate of(Plan plan, Point point) {
        long peers = Arrays.stream(PeerType.values()).filter(
                peer -> (plan.peers().isEmpty() || plan.peers().contains(peer.label())) && peer.canRun(point)).count();
        int contestants = (int) peers + (Limit.of(point).isPresent() ? 1 : 0);
        Rounds rounds = Rounds.of(plan, point, Measurement.PARKED_SLICE);
        return new Estimate(contestants, rounds.slices(contestants), rounds.slice());
    }
}
