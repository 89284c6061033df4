package io.rondo.perf.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a figure was over the rounds.
 *
 * @param median the middle value, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Spread(double median, double min, double max) {
    /**
     * The spread of some values.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values to take a median of");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /**
     * The ratios per round. A ratio is taken within a round, where both ran under the same conditions, and never between medians.
     *
     * @param values one per round
     * @param reference as many, of the same rounds
     */
    static List<Double> ratios(List<Double> values, List<Double> reference) {
        if (values.size() != reference.size()) {
            throw new IllegalArgumentException(values.size() + " rounds compared with " + reference.size());
        }
        return IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / reference.get(i)).toList();
    }

    @Override
    public String toString() {
        return Quantity.digits(median) + " (" + Quantity.digits(min) + "-" + Quantity.digits(max) + ")";
    }
}
