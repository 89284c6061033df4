package io.rondo.perf.measure;

import java.util.Locale;

/** A figure of one slice. */
public enum Metric {
    /** Median round trip in nanoseconds, of batches, so that the clock's tick does not show. */
    P50,
    /** 99th percentile of single round trips in nanoseconds. */
    P99,
    /** 99.9th percentile of single round trips in nanoseconds. */
    P999,
    /** Messages per second, as the consumer saw them. */
    RATE,
    /** Messages, all verified. */
    COUNT;

    /** Name on the line between worker and harness. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
