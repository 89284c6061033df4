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
    REPLAY(Scenario.REPLAY),
    /** One way through a third process that copies each message, as fast as possible, all three yielding. */
    RELAYED(Scenario.BROKER),
    /** One process sends a message and receives it back from a second one that copies it, both spinning. */
    RELAYED_ROUND_TRIP(Scenario.BROKER),
    /** As {@link #RELAYED}, through a broker that appends each message to a log in the page cache. */
    RECORDED(Scenario.BROKER),
    /** As {@link #RELAYED}, through a broker that syncs each message before a consumer gets it. */
    SYNCED(Scenario.BROKER),
    /** As {@link #RELAYED_ROUND_TRIP}, through a broker that syncs each message first. */
    SYNCED_ROUND_TRIP(Scenario.BROKER),
    /** One process appends to a log on a disk, another reads it, as fast as possible. */
    LOGGED(Scenario.BROKER);

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

    /** Whether a further process forwards the messages. */
    public boolean isRelayed() {
        return scenario == Scenario.BROKER && this != LOGGED;
    }

    /** Whether processes other than the producers receive the messages. */
    public boolean hasConsumers() {
        return this != RELAYED_ROUND_TRIP && this != SYNCED_ROUND_TRIP;
    }

    /** The scenario that contains this pattern. */
    public Scenario scenario() {
        return scenario;
    }
}
