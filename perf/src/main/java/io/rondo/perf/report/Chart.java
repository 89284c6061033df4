package io.rondo.perf.report;

import java.util.List;

/**
 * A chart as {@code charts.js} draws it; serialised to JSON. All values are finite and above 0.
 *
 * @param kind how it is drawn
 * @param title caption and accessible name
 * @param scale the axis of the values
 * @param across the horizontal axis of {@link Kind#LINES}; null for the others, which have horizontal values
 * @param labels one per row; empty for {@link Kind#LINES}
 * @param series what is drawn
 */
record Chart(Kind kind, String title, Scale scale, Scale across, List<String> labels, List<Series> series) {
    /** How a chart is drawn. */
    enum Kind {
        /** One horizontal bar per label and series. */
        BARS,
        /** One dot per label with a line from the least to the greatest value. */
        RANGES,
        /** Lines over two axes. */
        LINES
    }

    /**
     * An axis.
     *
     * @param title what it shows
     * @param unit {@code ns}, {@code /s} and {@code B/s} get a prefix, {@code %} is of a fraction; any other is appended as it is
     * @param logarithmic whether equal factors have equal lengths
     * @param ticks the only marks; empty for those of the chart library
     */
    record Scale(String title, String unit, boolean logarithmic, List<Tick> ticks) {
        Scale(String title, String unit, boolean logarithmic) {
            this(title, unit, logarithmic, List.of());
        }
    }

    /** A mark on an axis. */
    record Tick(double value, String label) {}

    /**
     * Values of one colour.
     *
     * @param name shown in the legend; the same name has the same colour in all charts
     * @param points one per label, or from left to right
     */
    record Series(String name, List<Dot> points) {}

    /**
     * One value.
     *
     * @param x position on the horizontal axis of a line; otherwise the index of the label
     * @param y the value
     * @param min the least value of a range; otherwise {@code y}
     * @param max the greatest value of a range; otherwise {@code y}
     * @param text shown when the pointer is on it
     */
    record Dot(double x, double y, double min, double max, String text) {
        static Dot of(double x, double y, String text) {
            return new Dot(x, y, y, y, text);
        }
    }
}
