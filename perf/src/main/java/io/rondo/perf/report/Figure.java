package io.rondo.perf.report;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/** Name, format and order of a metric. */
enum Figure {
    /** Median latency. */
    P50(Metric.P50, "p50", true, Quantity::nanos),
    /** 99th percentile. */
    P99(Metric.P99, "p99", true, Quantity::nanos),
    /** 99.9th percentile. */
    P999(Metric.P999, "p99.9", true, Quantity::nanos),
    /** 99.99th percentile. */
    P9999(Metric.P9999, "p99.99", true, Quantity::nanos),
    /** Longest latency. */
    MAX(Metric.MAX, "max", true, Quantity::nanos),
    /** Messages per second. */
    RATE(Metric.RATE, "rate", false, Quantity::rate),
    /** CPU use of the consuming side. */
    CPU(Metric.CPU, "CPU", true, Quantity::percent),
    /** Bytes allocated per message. */
    ALLOCATED(Metric.ALLOCATED, "B/msg", true, Quantity::allocated);

    private static final List<Figure> LATENCY = List.of(P50, P99, P999);

    private final Metric metric;
    private final String heading;
    private final boolean lessIsBetter;
    private final DoubleFunction<String> format;

    Figure(Metric metric, String heading, boolean lessIsBetter, DoubleFunction<String> format) {
        this.metric = metric;
        this.heading = heading;
        this.lessIsBetter = lessIsBetter;
        this.format = format;
    }

    Metric metric() {
        return metric;
    }

    String heading() {
        return heading;
    }

    boolean lessIsBetter() {
        return lessIsBetter;
    }

    String format(double value) {
        return format.apply(value);
    }

    /** The order with the best value first. */
    Comparator<Double> order() {
        return lessIsBetter ? Comparator.naturalOrder() : Comparator.reverseOrder();
    }

    /** The figures with ratios in the tables of a pattern, the most important first. */
    static List<Figure> judged(Pattern pattern) {
        return switch (pattern) {
            case ROUND_TRIP, OPEN_LOOP, PARKED_ROUND_TRIP, BURSTS, REPLAY, RELAYED_ROUND_TRIP, SYNCED_ROUND_TRIP,
                    BRIDGED_ROUND_TRIP, CALL,
                    SET_ROUND_TRIP, PARKED_SET_ROUND_TRIP ->
                LATENCY;
            case ONE_WAY, CAPACITY, MIXED_PUBLISHERS, FAN_OUT, RELAYED, RECORDED, SYNCED, LOGGED, BRIDGED,
                    BESIDE_BRIDGE, REQUESTS,
                    HANDLED_REQUESTS, WORK ->
                List.of(RATE);
            case PARKED_CHANNELS, PARKED_SET -> List.of(CPU);
        };
    }
}
