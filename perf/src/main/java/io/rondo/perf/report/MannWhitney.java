package io.rondo.perf.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rank-sum test of whether two samples come from the same distribution, which assumes nothing about its shape: H. B. Mann, D. R.
 * Whitney, "On a test of whether one of two random variables is stochastically larger than the other", Annals of Mathematical
 * Statistics 18 (1947), 50-60. Exact where no two values are equal; otherwise the normal approximation with correction for ties
 * and continuity (M. Hollander, D. A. Wolfe, "Nonparametric Statistical Methods", 2nd ed. 1999, section 4.1).
 */
final class MannWhitney {
    private record Ranked(double value, boolean first) {}

    private final int n;
    private final int m;
    /** Pairs of which the first sample has the larger; ties count half. */
    private final double u;
    /** Sum of t^3 - t over the groups of t equal values. */
    private final double ties;

    /**
     * Ranks the values.
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    MannWhitney(List<Double> first, List<Double> second) {
        if (first.isEmpty() || second.isEmpty()) {
            throw new IllegalArgumentException("two samples of at least one value are needed");
        }
        n = first.size();
        m = second.size();
        List<Ranked> all = new ArrayList<>(Stream.concat(first.stream().map(value -> new Ranked(value, true)),
                second.stream().map(value -> new Ranked(value, false))).toList());
        all.sort(Comparator.comparingDouble(Ranked::value));
        double ranks = 0;
        double tied = 0;
        int from = 0;
        while (from < all.size()) {
            int to = from;
            int ours = 0;
            while (to < all.size() && all.get(to).value() == all.get(from).value()) {
                ours += all.get(to).first() ? 1 : 0;
                to++;
            }
            double group = to - from;
            ranks += ours * (from + 1 + to) / 2.0;
            tied += group * group * group - group;
            from = to;
        }
        u = ranks - n * (n + 1) / 2.0;
        ties = tied;
    }

    double u() {
        return u;
    }

    /** The probability of a difference at least this large, in either direction, if there is none. */
    double pValue() {
        return ties == 0 ? exact() : approximate();
    }

    private double exact() {
        double[] ways = ways(n, m);
        double total = 0;
        double tail = 0;
        double less = Math.min(u, (double) n * m - u);
        for (int i = 0; i < ways.length; i++) {
            total += ways[i];
            tail += i <= less ? ways[i] : 0;
        }
        return Math.min(1, 2 * tail / total);
    }

    /** In how many orders of n + m values U takes each of its values: the coefficients of the Gaussian binomial (n + m over n). */
    private static double[] ways(int n, int m) {
        double[] ways = new double[n * m + 1];
        ways[0] = 1;
        for (int i = 1; i <= n; i++) {
            for (int j = ways.length - 1; j >= m + i; j--) {
                ways[j] -= ways[j - m - i];
            }
            for (int j = i; j < ways.length; j++) {
                ways[j] += ways[j - i];
            }
        }
        return ways;
    }

    double approximate() {
        double all = n + m;
        double variance = n * m / 12.0 * (all + 1 - ties / (all * (all - 1)));
        if (variance <= 0) {
            return 1; // all values are equal
        }
        double z = Math.max(0, Math.abs(u - n * m / 2.0) - 0.5) / Math.sqrt(variance);
        return Math.min(1, complementaryError(z / Math.sqrt(2)));
    }

    /**
     * erfc(x) for x of at least 0, to 1.2e-7 of its value: W. H. Press et al., "Numerical Recipes", 2nd ed. 1992, section 6.2
     * (Chebyshev fit).
     */
    static double complementaryError(double x) {
        double t = 1 / (1 + 0.5 * x);
        double[] fit = {-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
            1.48851587,
            -0.82215223, 0.17087277};
        double sum = 0;
        for (int i = fit.length - 1; i >= 0; i--) {
            sum = sum * t + fit[i];
        }
        return t * Math.exp(-x * x + sum);
    }
}
