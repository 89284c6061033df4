package io.rondo.perf.measure;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * The results of a point, measured in the same rounds.
 *
 * @param point what was measured
 * @param competitors the results of its competitors
 * @param state the state of the machine; null if it is not known
 */
public record PointResult(Point point,
        @SerializedName(value = "competitors", alternate = "contestants") List<CompetitorResult> competitors,
        MachineState state) {}
