package io.rondo.perf.measure;

/** What can be asked for. */
public enum Scenario {
    /** Round trips, and one way at fixed rates. */
    LATENCY,
    /** One way, as fast as it goes. */
    THROUGHPUT,
    /** Consumers that sleep. */
    WAKE,
    /** One producer, many consumers that each see every message. */
    FANOUT,
    /** A steady low rate, and bursts. */
    MIXED,
    /** A capture, at its own pace or faster. */
    REPLAY,
    /** Producers killed all the time. */
    SOAK
}
