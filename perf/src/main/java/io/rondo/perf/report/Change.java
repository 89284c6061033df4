package io.rondo.perf.report;

/**
 * How one figure of one contestant at one point differs between two runs.
 *
 * @param contestant who
 * @param reference what its figure is divided by in both runs; empty where there is nothing and the figure itself is compared
 * @param figure which
 * @param before its ratio in the first run, median of the rounds
 * @param after its ratio in the second
 * @param pValue the probability of a difference this large between rounds that do not differ; NaN if there are too few
 */
record Change(String contestant, String reference, Figure figure, double before, double after, double pValue) {
    /** At which a difference counts. */
    static final double LEVEL = 0.01;
    /** Runs of the same build on the same machine differ by up to this, as processes are laid out and compiled anew. */
    static final double REPEATABLE = 0.05;

    /** What to make of it. */
    enum Verdict {
        /** More than noise, and for the better. */
        BETTER("better"),
        /** More than noise, and for the worse. */
        WORSE("WORSE"),
        /** Within what runs of the same build differ by. */
        SAME("same"),
        /** Too few rounds to tell. */
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

    /** Relative: 0.1 is 10 % more. */
    double relative() {
        return before == after ? 0 : after / before - 1;
    }

    Verdict verdict() {
        if (Double.isNaN(pValue)) {
            return Verdict.UNCLEAR;
        }
        // In both directions alike: twice as much is as far from 1 as half.
        boolean large = Math.abs(Math.log(after / before)) > Math.log1p(REPEATABLE);
        if (!large || pValue >= LEVEL) {
            return Verdict.SAME;
        }
        return after < before == figure.lessIsBetter() ? Verdict.BETTER : Verdict.WORSE;
    }
}
