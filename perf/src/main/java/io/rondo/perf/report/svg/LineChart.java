package io.rondo.perf.report.svg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines over two logarithmic axes, each with its name at its end.
 *
 * @param label what it shows, for those who cannot see it
 * @param xTitle what lies to the right
 * @param yTitle what lies upwards
 * @param x the axis to the right
 * @param y the axis upwards
 * @param series the lines
 */
public record LineChart(String label, String xTitle, String yTitle, Axis x, Axis y, List<Series> series) {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 360;
    private static final double LEFT = 64;
    private static final double RIGHT = 590;
    private static final double TOP = 26;
    private static final double BOTTOM = 308;
    private static final double LINE_HEIGHT = 15;
    private static final double LABEL_LEFT = 616;
    private static final double LEADER = 10;
    private static final double MARK = 4;
    /** From the middle of a line of text down to its base. */
    private static final double BASE = 4;

    private record Label(Series series, double wanted) {}

    /** The element. */
    public String svg() {
        Drawing drawing = new Drawing(WIDTH, HEIGHT, label);
        grid(drawing);
        series.forEach(line -> draw(drawing, line));
        names(drawing);
        return drawing.finish();
    }

    private double left(double value) {
        return LEFT + x.position(value) * (RIGHT - LEFT);
    }

    private double top(double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    private void grid(Drawing drawing) {
        for (Axis.Tick tick : y.ticks()) {
            drawing.horizontal("grid", LEFT, RIGHT, top(tick.value()));
            drawing.text("tick end", LEFT - 8, top(tick.value()) + BASE, tick.label());
        }
        for (Axis.Tick tick : x.ticks()) {
            drawing.vertical("grid", left(tick.value()), TOP, BOTTOM);
            drawing.text("tick middle", left(tick.value()), BOTTOM + 18, tick.label());
        }
        drawing.text("axis", BASE, 13, yTitle);
        drawing.text("axis middle", (LEFT + RIGHT) / 2, BOTTOM + 40, xTitle);
    }

    private void draw(Drawing drawing, Series line) {
        drawing.beginGroup("series " + line.style());
        drawing.title(line.name());
        drawing.polyline(line.points().stream().map(dot -> Drawing.coordinates(left(dot.x()), top(dot.y())))
                .collect(Collectors.joining(" ")));
        if (line.marked()) {
            line.points().forEach(
                    dot -> drawing.circle(left(dot.x()), top(dot.y()), line.name() + ": " + dot.text()));
        }
        drawing.endGroup();
    }

    /** Names beside the ends of their lines, moved apart where they would overlap. */
    private void names(Drawing drawing) {
        List<Label> wanted = new ArrayList<>(
                series.stream().map(line -> new Label(line, top(line.points().getLast().y()))).toList());
        wanted.sort(Comparator.comparingDouble(Label::wanted));
        double[] tops = apart(wanted.stream().mapToDouble(Label::wanted).toArray());
        for (int i = 0; i < tops.length; i++) {
            Series line = wanted.get(i).series();
            drawing.beginGroup("series " + line.style());
            drawing.line("leader", left(line.points().getLast().x()) + MARK, wanted.get(i).wanted(), LABEL_LEFT,
                    tops[i]);
            drawing.horizontal("key", LABEL_LEFT, LABEL_LEFT + LEADER, tops[i]);
            drawing.text("name", LABEL_LEFT + LEADER + MARK, tops[i] + BASE, line.name());
            drawing.endGroup();
        }
    }

    /** Moves ascending positions down by so much that lines of text do not overlap, and back up where they leave the chart. */
    static double[] apart(double... wanted) {
        double[] tops = wanted.clone();
        for (int i = 0; i < tops.length; i++) {
            tops[i] = Math.max(tops[i], i == 0 ? TOP : tops[i - 1] + LINE_HEIGHT);
        }
        double bottom = Math.max(BOTTOM, TOP + (tops.length - 1) * LINE_HEIGHT);
        for (int i = tops.length - 1; i >= 0; i--) {
            tops[i] = Math.min(tops[i], bottom - (tops.length - 1 - i) * LINE_HEIGHT);
        }
        return tops;
    }
}
