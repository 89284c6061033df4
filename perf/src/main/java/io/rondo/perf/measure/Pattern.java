package io.rondo.perf.measure;

/** The flow of messages in a {@link Point}. */
public enum Pattern {
    /** One message to the other side and back, both sides spinning. */
    ROUND_TRIP(Scenario.LATENCY),
    /** One way at a fixed rate; latency counts from the intended send time. */
    OPEN_LOOP(Scenario.LATENCY),
    /** One way, as fast as possible. */
    ONE_WAY(Scenario.THROUGHPUT),
    /** As {@link #ONE_WAY}; some competitors use other kinds of channels in the same processes. */
    MIXED_PUBLISHERS(Scenario.THROUGHPUT),
    /** One message to the other side and back, both sides asleep while they wait. */
    PARKED_ROUND_TRIP(Scenario.WAKE),
    /** Idle channels, each with a sleeping consumer: CPU use. */
    PARKED_CHANNELS(Scenario.WAKE),
    /** One way, every consumer sees every message. */
    FAN_OUT(Scenario.FANOUT),
    /** A steady low rate, and bursts. */
    BURSTS(Scenario.MIXED),
    /** The payloads of a capture, at their own pace or faster. */
    REPLAY(Scenario.REPLAY);

    private final Scenario scenario;

    Pattern(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Whether a message carries its intended send time, from which its latency counts. */
    public boolean isTimed() {
        return this == OPEN_LOOP || this == BURSTS || this == REPLAY;
    }

    /** Whether a point needs no message length. */
    boolean isLengthless() {
        return this == REPLAY || this == PARKED_CHANNELS;
    }

    /** The scenario that contains this pattern. */
    public Scenario scenario() {
        return scenario;
    }
}
