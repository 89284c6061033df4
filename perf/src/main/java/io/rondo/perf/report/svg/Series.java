package io.rondo.perf.report.svg;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name written at its end
 * @param style class of the style sheet
 * @param marked whether its points are marked, rather than dense
 * @param points from left to right, at least one
 */
public record Series(String name, String style, boolean marked, List<Dot> points) {
    /**
     * A point of a line; both coordinates are above 0.
     *
     * @param x along the axis
     * @param y upwards
     * @param text shown when it is pointed at
     */
    public record Dot(double x, double y, String text) {}
}
