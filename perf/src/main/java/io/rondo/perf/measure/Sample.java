package io.rondo.perf.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The figures of one slice, and optionally every single latency. Immutable. The text form is one line, {@code p50=91.0
 * p99=120.0}, with {@code histogram=} and HdrHistogram's compressed encoding in Base64 at its end.
 */
public final class Sample {
    private static final String HISTOGRAM = "histogram";

    private final Map<Metric, Double> values;
    private final String histogram;

    private Sample(Map<Metric, Double> values, String histogram) {
        this.values = values;
        this.histogram = histogram;
    }

    /** A sample with one figure. */
    public static Sample of(Metric metric, double value) {
        return new Sample(new EnumMap<>(Map.of(metric, value)), null);
    }

    /** Percentiles, maximum and all latencies of a slice; only the count if there were no messages. */
    public static Sample ofLatencies(Histogram latencies) {
        if (latencies.getTotalCount() == 0) {
            return of(Metric.COUNT, 0);
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.P50, (double) latencies.getValueAtPercentile(50));
        values.put(Metric.P99, (double) latencies.getValueAtPercentile(99));
        values.put(Metric.P999, (double) latencies.getValueAtPercentile(99.9));
        values.put(Metric.P9999, (double) latencies.getValueAtPercentile(99.99));
        values.put(Metric.MAX, (double) latencies.getMaxValue());
        return new Sample(values, encode(latencies));
    }

    /**
     * The messages of consumers that competed for them, each with a count and a rate. The rate is that of all messages over the
     * time of the consumer that was busy for the longest time.
     */
    public static Sample ofCompeting(List<Sample> consumers) {
        double messages = 0;
        double longest = 0;
        for (Sample each : consumers) {
            messages += each.get(Metric.COUNT);
            if (each.get(Metric.RATE) > 0) {
                longest = Math.max(longest, each.get(Metric.COUNT) / each.get(Metric.RATE));
            }
        }
        return of(Metric.COUNT, messages).and(Metric.RATE, longest == 0 ? 0 : messages / longest);
    }

    private static String encode(Histogram latencies) {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /**
     * Parses the text form, as {@link #toString()} writes it.
     *
     * @throws IllegalArgumentException if the line has an unknown field or an impossible figure
     */
    public static Sample parse(String line) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        String histogram = null;
        for (String field : line.strip().split(" +")) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("no figures in '" + line + "'");
            }
            String name = field.substring(0, equals);
            String value = field.substring(equals + 1);
            if (name.equals(HISTOGRAM)) {
                histogram = value;
            } else {
                values.put(Metric.valueOf(name.toUpperCase(Locale.ROOT)), figure(field, value));
            }
        }
        return new Sample(values, histogram);
    }

    private static double figure(String field, String value) {
        double figure;
        try {
            figure = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            figure = Double.NaN;
        }
        // The condition is false for NaN, which has no place in an order.
        if (!(figure >= 0 && figure < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + " is no figure");
        }
        return figure;
    }

    /** Whether {@link #parse} knows a field of this name. */
    public static boolean hasField(String name) {
        return name.equals(HISTOGRAM) || Arrays.stream(Metric.values()).anyMatch(each -> each.label().equals(name));
    }

    /** This sample and one more figure. */
    public Sample and(Metric metric, double value) {
        return and(of(metric, value));
    }

    /** The figures of both samples; those of {@code other} where both have one. */
    public Sample and(Sample other) {
        Map<Metric, Double> both = new EnumMap<>(Metric.class);
        both.putAll(values);
        both.putAll(other.values);
        return new Sample(both, other.histogram == null ? histogram : other.histogram);
    }

    /** All figures, in the order of {@link Metric}. */
    public Map<Metric, Double> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Whether the slice measured this. */
    public boolean has(Metric metric) {
        return values.containsKey(metric);
    }

    /**
     * A figure.
     *
     * @throws IllegalStateException if the slice did not measure it
     */
    public double get(Metric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalStateException("a slice without " + metric.label() + ": " + values);
        }
        return value;
    }

    /**
     * Every single latency in nanoseconds, if the slice measured them.
     *
     * @throws IllegalArgumentException if the field of the parsed line is not a histogram
     */
    public Optional<Histogram> histogram() {
        if (histogram == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(histogram));
            return Optional.of(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that && values.equals(that.values) && Objects.equals(histogram, that.histogram);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, histogram);
    }

    @Override
    public String toString() {
        Stream<String> figures = values.entrySet().stream().map(each -> each.getKey().label() + "=" + each.getValue());
        Stream<String> latencies = Stream.ofNullable(histogram).map(encoded -> HISTOGRAM + "=" + encoded);
        return Stream.concat(figures, latencies).collect(Collectors.joining(" "));
    }
}
