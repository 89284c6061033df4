package io.rondo.perf.measure;

/** How messages flow. */
public enum Scenario {
    /** One message to and fro, both sides spinning. */
    LATENCY,
    /** One way, as fast as it goes. */
    THROUGHPUT
}
