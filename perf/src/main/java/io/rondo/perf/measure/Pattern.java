package io.rondo.perf.measure;

/** The flow of messages in a {@link Point}. */
public enum Pattern {
    /** One message to the other side and back, both sides spinning. */
    ROUND_TRIP(Scenario.LATENCY),
    /** One way at a fixed rate; latency counts from the intended send time. */
    OPEN_LOOP(Scenario.LATENCY),
    /** One way, as fast as possible. */
    ONE_WAY(Scenario.THROUGHPUT),
    /** As {@link #ONE_WAY}, each competitor with the same amount of memory. */
    CAPACITY(Scenario.CAPACITY),
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
    LOGGED(Scenario.BROKER),
    /** One way between two hosts, here over loopback, as fast as possible, all yielding. */
    BRIDGED(Scenario.BRIDGE),
    /** One message to the other host and back, here over loopback, all yielding. */
    BRIDGED_ROUND_TRIP(Scenario.BRIDGE),
    /** One way on one host, as fast as possible; some competitors also have a bridge to a host that is down. */
    BESIDE_BRIDGE(Scenario.BRIDGE),
    /** A request and its response, both sides spinning. */
    CALL(Scenario.PATTERNS),
    /** Several requesters with many requests in flight and one responder, as fast as possible, all yielding. */
    REQUESTS(Scenario.PATTERNS),
    /** As {@link #REQUESTS}, with a handler that takes time; where the competitor allows several responders, they compete. */
    HANDLED_REQUESTS(Scenario.PATTERNS),
    /** A message on one of many channels and its echo on a single one, both sides spinning. */
    SET_ROUND_TRIP(Scenario.PATTERNS),
    /** As {@link #SET_ROUND_TRIP}, both sides asleep while they wait. */
    PARKED_SET_ROUND_TRIP(Scenario.PATTERNS),
    /** Idle channels with one sleeping consumer for all of them: CPU use. */
    PARKED_SET(Scenario.PATTERNS),
    /** One way, each message to one of several consumers, as fast as possible, all yielding. */
    WORK(Scenario.PATTERNS);

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
        return this == REPLAY || isIdle();
    }

    /** Whether channels are idle during a slice. */
    public boolean isIdle() {
        return this == PARKED_CHANNELS || this == PARKED_SET;
    }

    /** Whether one consumer receives many channels. */
    public boolean isSet() {
        return this == SET_ROUND_TRIP || this == PARKED_SET_ROUND_TRIP || this == PARKED_SET;
    }

    /** Whether both sides of a round trip spin, so that batches hide the resolution of the clock. */
    public boolean isSpinningRoundTrip() {
        return this == ROUND_TRIP || this == RELAYED_ROUND_TRIP || this == CALL || this == SET_ROUND_TRIP;
    }

    /** Whether each message is for one of the consumers, and not for all of them. */
    public boolean hasCompetingConsumers() {
        return this == WORK || this == HANDLED_REQUESTS;
    }

    /** Whether processes yield when they find nothing, because they may be more than the cores. */
    public boolean yields() {
        return this == REQUESTS || this == HANDLED_REQUESTS;
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
