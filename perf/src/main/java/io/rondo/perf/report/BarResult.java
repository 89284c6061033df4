package io.rondo.perf.report;

/**
 * The result of a bar.
 *
 * @param bar the bar
 * @param verdict whether it holds
 * @param spread of the ratio over the rounds, or of the figure if there is no reference; null if it was not measured
 * @param reference the competitor that divided the figure, empty for none
 * @param reason the reason why it was not measured; empty otherwise
 * @param state the state of the machine at the point, such as {@code near}; empty if it is not known
 */
record BarResult(Bar bar, Verdict verdict, Spread spread, String reference, String reason, String state) {
    /** The verdicts. */
    enum Verdict {
        /** The median meets the bar. */
        HOLDS("holds"),
        /** The median does not meet the bar. */
        MISSED("MISSED"),
        /** A figure or a reference is missing. */
        NOT_MEASURED("not measured"),
        /** The run does not have the point. */
        LEFT_OUT("left out");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static BarResult notMeasured(Bar bar, String reason) {
        return new BarResult(bar, Verdict.NOT_MEASURED, null, "", reason, "");
    }

    static BarResult measured(Bar bar, Spread spread, String reference, String state) {
        return new BarResult(bar, bar.holds(spread.median()) ? Verdict.HOLDS : Verdict.MISSED, spread, reference, "",
                state);
    }

    static BarResult leftOut(Bar bar) {
        return new BarResult(bar, Verdict.LEFT_OUT, null, "", "not in this run", "");
    }

    boolean isMeasured() {
        return spread != null;
    }

    boolean reachesGoal() {
        return isMeasured() && bar.reaches(spread.median());
    }
}
