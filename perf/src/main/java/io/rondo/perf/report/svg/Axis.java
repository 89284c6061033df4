package io.rondo.perf.report.svg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** A logarithmic axis: where a value above 0 lies between its two ends, and the marks on it. */
public final class Axis {
    private static final double[] STEPS = {1, 2, 5};
    private static final double MANY_DECADES = 6.5;
    private static final double FEW_DECADES = 2.5;
    private static final double NARROW = 0.6;
    private static final double[] FINE_STEPS = {1, 1.1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9};
    /** So that a value at the end is not cut off. */
    private static final double MARGIN = 1.08;
    private static final double ROUNDING = 1e-9;

    /**
     * A mark.
     *
     * @param value where
     * @param label what is written there
     */
    public record Tick(double value, String label) {}

    private final double low;
    private final double high;
    private final List<Tick> ticks;

    private Axis(double low, double high, List<Tick> ticks) {
        this.low = Math.log10(low);
        this.high = Math.log10(high);
        this.ticks = ticks;
    }

    /** From {@code min} to {@code max} and a little more, with marks at round values. */
    public static Axis of(double min, double max, DoubleFunction<String> label) {
        double low = min / MARGIN;
        double high = Math.max(max, min * 1.1) * MARGIN;
        double decades = Math.log10(high / low);
        double[] steps = decades > FEW_DECADES ? new double[]{1} : decades < NARROW ? FINE_STEPS : STEPS;
        List<Tick> ticks = new ArrayList<>();
        int stride = decades > MANY_DECADES ? 2 : 1;
        int first = stride * (int) Math.floor(Math.log10(low) / stride);
        for (int exponent = first; exponent <= Math.log10(high); exponent += stride) {
            for (double step : steps) {
                double value = step * Math.pow(10, exponent);
                if (value >= low && value <= high) {
                    ticks.add(new Tick(value, label.apply(value)));
                }
            }
        }
        return new Axis(low, high, ticks);
    }

    /** With marks at the given values and its ends at the first and the last of them, or at {@code max} if that is more. */
    public static Axis ofTicks(List<Tick> ticks, double max) {
        double low = ticks.getFirst().value();
        double high = Math.max(ticks.getLast().value(), max);
        return high > low * (1 + ROUNDING) ? new Axis(low, high, ticks) : new Axis(low / 2, low * 2, ticks);
    }

    /** From 0 at the low end to 1 at the high end; values beyond an end lie on it. */
    double position(double value) {
        return Math.clamp((Math.log10(value) - low) / (high - low), 0, 1);
    }

    List<Tick> ticks() {
        return ticks;
    }
}
