package io.rondo.perf.cli;

import io.rondo.perf.measure.Point;
import java.util.List;

/**
 * Points with the same competitors and effort.
 *
 * @param points what to measure
 * @param competitors names; empty for all that can run a point
 * @param effort number and length of slices
 */
record Group(List<Point> points, List<String> competitors, Effort effort) {}
