package io.rondo.perf.report;

import io.rondo.perf.measure.Point;

/**
 * What Rondo is to reach at a point.
 *
 * @param what in a few words
 * @param point where it is measured
 * @param figure which is judged by its median over the rounds
 * @param contestant the configuration of Rondo that is judged
 * @param rule what its figure is divided by, round by round
 * @param bar at most this where less is better, otherwise at least this
 * @param goal what to reach beyond; NaN for none
 */
record Bar(String what, Point point, Figure figure, String contestant, Rule rule, double bar, double goal) {
    /** What a figure is divided by. */
    record Rule(Kind kind, String name) {
        static final Rule LIMIT = new Rule(Kind.LIMIT, "the limit");
        static final Rule BEST_PEER = new Rule(Kind.BEST_PEER, "the best peer");
        static final Rule NOTHING = new Rule(Kind.NOTHING, "-");

        static Rule named(String contestant) {
            return new Rule(Kind.NAMED, contestant);
        }
    }

    /** Which other contestant a rule means. */
    enum Kind {
        /** The C program. */
        LIMIT,
        /** Whichever peer has the best median. */
        BEST_PEER,
        /** One in particular. */
        NAMED,
        /** None: the figure itself is judged. */
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

    /** By how many times a ratio is better than the bar; below 1 it is missed. */
    double margin(double value) {
        return figure.lessIsBetter() ? bar / value : value / bar;
    }

    /** A value or a bar: a ratio, or where nothing is divided the figure. */
    String format(double value) {
        return rule.kind() == Kind.NOTHING ? figure.format(value) : Quantity.digits(value);
    }

    /** The bar, as it would be said. */
    String demand() {
        return (figure.lessIsBetter() ? "at most " : "at least ") + format(bar);
    }
}
