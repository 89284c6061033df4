package io.rondo.perf.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Median and range of a figure over the rounds.
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
        return new Spread(Median.withDefaults().evaluate(array(values)), Collections.min(values),
                Collections.max(values));
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The ratios per round. A ratio is taken within a round, under the same conditions, and never between medians.
     *
     * @param values one per round
     * @param reference one per round, of the same rounds
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
