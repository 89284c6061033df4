package io.rondo.perf.measure;

/** A group of points that can be selected on the command line. */
public enum Scenario {
    /** Round trips, and one way at fixed rates. */
    LATENCY,
    /** One way, as fast as possible. */
    THROUGHPUT,
    /** One way, by the memory of the channel. */
    CAPACITY,
    /** Consumers that sleep. */
    WAKE,
    /** One producer, and consumers that each see every message. */
    FANOUT,
    /** A steady low rate, and bursts. */
    MIXED,
    /** A capture, at its own pace or faster. */
    REPLAY,
    /** Sequenced topics: through the broker, and the log. */
    BROKER,
    /** Bridges to other hosts. */
    BRIDGE,
    /** Services, wait sets and work queues. */
    PATTERNS,
    /** Producers that are killed and restarted. */
    SOAK
}
