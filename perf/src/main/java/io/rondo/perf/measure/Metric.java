package io.rondo.perf.measure;

import java.util.Locale;

/** A figure of one slice. */
public enum Metric {
    /**
     * Median latency in nanoseconds. Of a spinning round trip: of batches, so that the clock's tick does not show; otherwise of
     * single messages.
     */
    P50,
    /** 99th percentile of single latencies in nanoseconds. */
    P99,
    /** 99.9th percentile of single latencies in nanoseconds. */
    P999,
    /** 99.99th percentile of single latencies in nanoseconds. */
    P9999,
    /** Longest single latency in nanoseconds. */
    MAX,
    /** Messages per second, as the consumer saw them; of several consumers, the slowest. */
    RATE,
    /** Messages sent, each received and verified by every consumer. */
    COUNT,
    /** Processor time of the consuming processes by time passed: 1 is one core. */
    CPU,
    /** Bytes allocated on the Java heap per message, by the threads of all sides. */
    ALLOCATED;

    /** Name on the line between worker and harness. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
