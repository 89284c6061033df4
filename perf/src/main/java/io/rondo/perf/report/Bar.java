package io.rondo.perf.report;

import io.rondo.perf.measure.Point;

/**
 * A bar: a target that Rondo is to reach at a point.
 *
 * @param what short name
 * @param point where it is measured
 * @param figure the figure; its median over the rounds is judged
 * @param competitor the configuration of Rondo that is judged
 * @param rule the reference that divides the figure, round by round
 * @param bar upper bound where less is better, otherwise lower bound
 * @param goal a further target; NaN for none
 */
record Bar(String what, Point point, Figure figure, String competitor, Rule rule, double bar, double goal) {
    /** The reference that divides a figure. */
    record Rule(Kind kind, String name) {
        static final Rule LIMIT = new Rule(Kind.LIMIT, "the limit");
        static final Rule BEST_COMPETITOR = new Rule(Kind.BEST_COMPETITOR, "the best competitor");
        static final Rule NOTHING = new Rule(Kind.NOTHING, "-");

        static Rule named(String competitor) {
            return new Rule(Kind.NAMED, competitor);
        }
    }

    /** The kinds of references. */
    enum Kind {
        /** The C program of the point. */
        LIMIT,
        /** The external competitor with the best median. */
        BEST_COMPETITOR,
        /** The named competitor. */
        NAMED,
        /** No reference: the figure itself is judged. */
        NOTHING
    }

    boolean holds(double value) {
        return figure.lessIsBetter() ? value <= bar : value >= bar;
    }

    boolean hasGoal() {
        return !Double.isNaN(goal);
    }

    boolean reaches(double value) {
        return hasGoal() && (figure.lessIsBetter() ? value <= goal : value >= goal);
    }

    /** The factor by which a ratio is better than the bar; below 1 the bar is missed. */
    double margin(double value) {
        return figure.lessIsBetter() ? bar / value : value / bar;
    }

    /** Formats a value or a bar: a ratio, or the figure if there is no reference. */
    String format(double value) {
        return rule.kind() == Kind.NOTHING ? figure.format(value) : Quantity.digits(value);
    }

    /** The bar in words. */
    String demand() {
        return (figure.lessIsBetter() ? "at most " : "at least ") + format(bar);
    }
}
