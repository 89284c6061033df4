package io.rondo.perf.measure;

import java.util.Locale;

/** A figure of one slice. */
public enum Metric {
    /**
     * Median latency in nanoseconds. For a spinning round trip it is the median of batches, which hides the resolution
     * of the clock; otherwise of single messages.
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
    /** Messages per second, measured by the consumer; with several consumers, by the slowest. */
    RATE,
    /** Messages sent, each received and verified by every consumer. */
    COUNT,
    /** CPU time of the consuming processes divided by elapsed time: 1 is one core. */
    CPU,
    /** Bytes allocated on the Java heap per message, by the measuring threads of all processes. */
    ALLOCATED;

    /** Name in the protocol between worker and harness, and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
