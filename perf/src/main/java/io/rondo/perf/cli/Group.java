package io.rondo.perf.cli;

import io.rondo.perf.measure.Point;
import java.util.List;

/**
 * Points with the same contestants and effort.
 *
 * @param points what to measure
 * @param contestants names; empty for all that can run a point
 * @param effort how long
 */
record Group(List<Point> points, List<String> contestants, Effort effort) {}
