package io.rondo.perf.measure;

/** How messages flow in a {@link Point}. */
public enum Pattern {
    /** One message to and fro, both sides spinning. */
    ROUND_TRIP(Scenario.LATENCY),
    /** One way at a fixed rate; latency counts from the intended send time. */
    OPEN_LOOP(Scenario.LATENCY),
    /** One way, as fast as it goes. */
    ONE_WAY(Scenario.THROUGHPUT),
    /** One message to and fro, both sides asleep while they wait. */
    PARKED_ROUND_TRIP(Scenario.WAKE),
    /** Channels on which nothing happens, each with a sleeping consumer: what they cost. */
    PARKED_CHANNELS(Scenario.WAKE),
    /** One way, every consumer sees every message. */
    FAN_OUT(Scenario.FANOUT),
    /** A steady low rate, and bursts. */
    BURSTS(Scenario.MIXED),
    /** The payloads of a capture, at its own pace or faster. */
    REPLAY(Scenario.REPLAY);

    private final Scenario scenario;

    Pattern(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Whether a message carries the time when it is meant to be sent, from which its latency counts. */
    public boolean isTimed() {
        return this == OPEN_LOOP || this == BURSTS || this == REPLAY;
    }

    /** Whether a point needs no length: messages have lengths of their own, or theirs does not matter. */
    boolean isLengthless() {
        return this == REPLAY || this == PARKED_CHANNELS;
    }

    /** Where it belongs. */
    public Scenario scenario() {
        return scenario;
    }
}
