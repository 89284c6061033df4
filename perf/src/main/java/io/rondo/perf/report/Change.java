package io.rondo.perf.report;

/**
 * The change of one figure of one competitor at one point between two runs.
 *
 * @param competitor name
 * @param reference divides the figure in both runs; empty if the figure itself is compared
 * @param figure the figure
 * @param before its ratio in the first run, median of the rounds
 * @param after its ratio in the second
 * @param pValue probability of a difference at least this large between rounds of the same distribution; NaN if there
 *     are too few rounds
 */
record Change(String competitor, String reference, Figure figure, double before, double after, double pValue) {
    /** Significance level. */
    static final double LEVEL = 0.01;
    /**
     * Runs of the same build on the same machine differ by up to this, because memory layout and compilation differ.
     */
    static final double REPEATABLE = 0.05;

    /** The verdicts. */
    enum Verdict {
        /** Significant, and better. */
        BETTER("better"),
        /** Significant, and worse. */
        WORSE("WORSE"),
        /** Within the difference between runs of the same build. */
        SAME("same"),
        /** Too few rounds for a test. */
        UNCLEAR("too few rounds");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The relative change: 0.1 is 10 % more. */
    double relative() {
        return before == after ? 0 : after / before - 1;
    }

    Verdict verdict() {
        if (Double.isNaN(pValue)) {
            return Verdict.UNCLEAR;
        }
        // Symmetric: twice as much is as far from 1 as half.
        boolean large = Math.abs(Math.log(after / before)) > Math.log1p(REPEATABLE);
        if (!large || pValue >= LEVEL) {
            return Verdict.SAME;
        }
        return after < before == figure.lessIsBetter() ? Verdict.BETTER : Verdict.WORSE;
    }
}
