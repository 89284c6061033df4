package io.rondo.perf.report.svg;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * One dot per row with a line from its least to its greatest value, over a logarithmic axis with a line at 1.
 *
 * @param label what it shows, for those who cannot see it
 * @param title of the axis
 * @param rows from the top
 */
public record WhiskerChart(String label, String title, List<Row> rows) {
    private static final double WIDTH = 760;
    private static final double LEFT = 240;
    private static final double RIGHT = 620;
    private static final double TOP = 12;
    private static final double ROW = 22;
    private static final double FOOT = 44;
    private static final double HALF_MARK = 6;
    private static final double GAP = 12;
    private static final double BASE = 4;
    private static final double SHOW_BELOW = 0.9;
    private static final double SHOW_ABOVE = 1.1;
    private static final MathContext DIGITS = new MathContext(2);

    /**
     * A row; all values are above 0.
     *
     * @param name at its left
     * @param text at its right
     * @param style class of the style sheet
     * @param median the dot
     * @param min the line's left end
     * @param max its right end
     * @param mark where a further mark stands; 0 for none
     */
    public record Row(String name, String text, String style, double median, double min, double max, double mark) {}

    /** The element. */
    public String svg() {
        double bottom = TOP + rows.size() * ROW;
        Axis axis = Axis.of(rows.stream().mapToDouble(Row::min).reduce(SHOW_BELOW, Math::min),
                rows.stream().mapToDouble(row -> Math.max(row.max(), row.mark())).reduce(SHOW_ABOVE, Math::max),
                value -> new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString());
        Drawing drawing = new Drawing(WIDTH, bottom + FOOT, label);
        for (Axis.Tick tick : axis.ticks()) {
            drawing.vertical("grid", left(axis, tick.value()), TOP, bottom);
            drawing.text("tick middle", left(axis, tick.value()), bottom + 16, tick.label());
        }
        drawing.vertical("one", left(axis, 1), TOP, bottom);
        drawing.text("axis middle", (LEFT + RIGHT) / 2, bottom + 36, title);
        for (int i = 0; i < rows.size(); i++) {
            draw(drawing, axis, rows.get(i), TOP + (i + 0.5) * ROW);
        }
        return drawing.finish();
    }

    private static void draw(Drawing drawing, Axis axis, Row row, double middle) {
        drawing.beginGroup("series " + row.style());
        drawing.text("name end", LEFT - GAP, middle + BASE, row.name());
        drawing.horizontal("whisker", left(axis, row.min()), left(axis, row.max()), middle);
        if (row.mark() > 0) {
            drawing.vertical("mark", left(axis, row.mark()), middle - HALF_MARK, middle + HALF_MARK);
        }
        drawing.circle(left(axis, row.median()), middle, row.name() + ": " + row.text());
        drawing.text("value", RIGHT + GAP, middle + BASE, row.text());
        drawing.endGroup();
    }

    private static double left(Axis axis, double value) {
        return LEFT + axis.position(value) * (RIGHT - LEFT);
    }
}
