package io.rondo.perf.report;

/**
 * How a bar was met.
 *
 * @param bar what was asked
 * @param verdict whether it holds
 * @param spread of the ratio over the rounds, or of the figure where it is not divided; null if it was not measured
 * @param reference the contestant it was divided by, empty for none
 * @param reason why it was not measured; empty otherwise
 */
record BarResult(Bar bar, Verdict verdict, Spread spread, String reference, String reason) {
    /** What came out. */
    enum Verdict {
        /** The median meets the bar. */
        HOLDS("holds"),
        /** It does not. */
        MISSED("MISSED"),
        /** There is nothing to judge by. */
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
        return new BarResult(bar, Verdict.NOT_MEASURED, null, "", reason);
    }

    static BarResult measured(Bar bar, Spread spread, String reference) {
        return new BarResult(bar, bar.holds(spread.median()) ? Verdict.HOLDS : Verdict.MISSED, spread, reference, "");
    }

    static BarResult leftOut(Bar bar) {
        return new BarResult(bar, Verdict.LEFT_OUT, null, "", "this run left it out");
    }

    boolean isMeasured() {
        return spread != null;
    }

    boolean reachesGoal() {
        return isMeasured() && bar.reaches(spread.median());
    }
}
