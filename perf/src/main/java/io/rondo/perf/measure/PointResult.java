package io.rondo.perf.measure;

import java.util.List;

/**
 * A point's contestants, measured in the same rounds.
 *
 * @param point what was measured
 * @param contestants each with its samples
 */
public record PointResult(Point point, List<ContestantResult> contestants) {}
