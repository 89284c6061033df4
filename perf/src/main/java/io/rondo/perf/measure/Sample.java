package io.rondo.perf.measure;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of one slice. Immutable; written as {@code p50=91.0 p99=120.0} on one line. */
public final class Sample {
    private final Map<Metric, Double> values;

    private Sample(Map<Metric, Double> values) {
        this.values = values;
    }

    /** A sample with one figure. */
    public static Sample of(Metric metric, double value) {
        return new Sample(new EnumMap<>(Map.of(metric, value)));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if the line holds anything else
     */
    public static Sample parse(String line) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (String field : line.strip().split(" +")) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("no figures in '" + line + "'");
            }
            Metric metric = Metric.valueOf(field.substring(0, equals).toUpperCase(Locale.ROOT));
            values.put(metric, Double.parseDouble(field.substring(equals + 1)));
        }
        return new Sample(values);
    }

    /** This sample and one more figure. */
    public Sample and(Metric metric, double value) {
        return and(of(metric, value));
    }

    /** Both samples' figures; the other's where both have one. */
    public Sample and(Sample other) {
        Map<Metric, Double> both = new EnumMap<>(values);
        both.putAll(other.values);
        return new Sample(both);
    }

    /**
     * A figure.
     *
     * @throws IllegalStateException if the slice did not measure it
     */
    public double get(Metric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalStateException("a slice without " + metric.label() + ": " + this);
        }
        return value;
    }

    @Override
    public String toString() {
        return values.entrySet().stream().map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
