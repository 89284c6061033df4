package io.rondo.perf.report;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;

/** Names and descriptions of points. */
public final class Titles {
    private Titles() {}

    /** The name; different points have different names. */
    public static String of(Point point) {
        String length = Quantity.length(point.length());
        return switch (point.pattern()) {
            case ROUND_TRIP -> "round trip, " + length;
            case OPEN_LOOP -> "open loop, " + length + " at " + Quantity.roundRate(point.rate());
            case ONE_WAY -> "one way, " + length
                    + (point.producers() == 1 ? "" : ", " + point.producers() + " producers");
            case CAPACITY -> "one way, " + length + ", memory of " + Quantity.length(point.capacity());
            case MIXED_PUBLISHERS -> "one way, " + length + ", mixed publishers";
            case PARKED_ROUND_TRIP -> "parked round trip, " + length;
            case PARKED_CHANNELS -> point.channels() + (point.channels() == 1 ? " parked channel" : " parked channels");
            case FAN_OUT -> "fan-out, " + length + ", " + point.consumers()
                    + (point.consumers() == 1 ? " consumer" : " consumers");
            case BURSTS -> "bursts, " + length + " over " + Quantity.roundRate(point.rate());
            case REPLAY -> "replay of a capture";
            case RELAYED -> "through a broker, " + length;
            case RELAYED_ROUND_TRIP -> "round trip through a broker, " + length;
            case RECORDED -> "through a broker, recorded, " + length;
            case SYNCED -> "through a broker, synced, " + length;
            case SYNCED_ROUND_TRIP -> "round trip through a broker, synced, " + length;
            case LOGGED -> "log, " + length;
            case BRIDGED -> "to another host, " + length;
            case BRIDGED_ROUND_TRIP -> "round trip to another host, " + length;
            case BESIDE_BRIDGE -> "one way beside a bridge, " + length;
            case CALL -> "call, " + length;
            case REQUESTS -> "requests, " + length + ", " + point.producers()
                    + (point.producers() == 1 ? " requester" : " requesters");
            case HANDLED_REQUESTS -> "requests that take 5 us, " + length + ", " + point.consumers() + " responders";
            case SET_ROUND_TRIP -> "round trip over a wait set, " + length + ", " + channels(point);
            case PARKED_SET_ROUND_TRIP -> "parked round trip over a wait set, " + length + ", " + channels(point);
            case PARKED_SET -> channels(point) + " parked in one wait set";
            case WORK -> "work queue, " + length + ", " + point.consumers()
                    + (point.consumers() == 1 ? " consumer" : " consumers");
        } + (point.copy() ? ", copied in" : "");
    }

    private static String channels(Point point) {
        return point.channels() + (point.channels() == 1 ? " channel" : " channels");
    }

    /** The meaning of its figures. */
    static String meaning(Point point) {
        return switch (point.pattern()) {
            case ROUND_TRIP ->
                "Time from sending a message to receiving its echo, both sides spinning. p50 is of batches of 16, "
                        + "which hides the resolution of the clock; the tail is of single round trips.";
            case OPEN_LOOP -> "Time from the intended send time of a message to its arrival, one way, at a fixed rate.";
            case ONE_WAY -> "Messages per second, as fast as possible, every byte written, read and verified.";
            case CAPACITY ->
                "Messages per second, as fast as possible, every competitor with the same amount of memory. Aeron has three "
                        + "terms of a quarter of it.";
            case MIXED_PUBLISHERS ->
                "Messages per second, as fast as possible. The processes of the competitors named mixed "
                        + "also use a queue of the other kind and a queue over a socket.";
            case PARKED_ROUND_TRIP ->
                "Time from sending a message to receiving its echo, both sides asleep in the kernel.";
            case PARKED_CHANNELS -> "CPU use of the consumers of idle channels, as a share of one core.";
            case FAN_OUT -> "Messages per second, each read by every consumer.";
            case BURSTS ->
                "Time from the intended send time of a message to its arrival, at a low rate with bursts.";
            case REPLAY -> "Time from the intended send time of a packet to its arrival.";
            case RELAYED ->
                "Messages per second from one process through a second to a third, as fast as possible. All yield when "
                        + "they find nothing.";
            case RELAYED_ROUND_TRIP ->
                "Time from sending a message to receiving the same message back through a second process. p50 is of "
                        + "batches of 16; the tail is of single round trips.";
            case RECORDED ->
                "Messages per second from one process through a broker, which writes them to a log in the page cache, to "
                        + "a third. The limit only writes the log. rondo-history reads the log afterwards.";
            case SYNCED ->
                "Messages per second from one process through a broker, which syncs them to the disk first, to a third. "
                        + "The limit only writes and syncs the log.";
            case SYNCED_ROUND_TRIP ->
                "Time from sending a message to receiving it back from the broker, which has synced it to the disk.";
            case LOGGED ->
                "Messages per second from a process that appends to a log in the page cache of a disk to one "
                        + "that reads it.";
            case BRIDGED ->
                "Messages per second from one process to another, each with a media driver of its own, as fast as possible, "
                        + "over UDP on loopback.";
            case BRIDGED_ROUND_TRIP ->
                "Time from sending a message to receiving its echo from a process with a media driver of its own, over UDP "
                        + "on loopback.";
            case BESIDE_BRIDGE ->
                "Messages per second of a local topic, as fast as possible. That of rondo-topic-bridged is also sent to a "
                        + "host that is down.";
            case CALL, REQUESTS, HANDLED_REQUESTS, SET_ROUND_TRIP, PARKED_SET_ROUND_TRIP, PARKED_SET, WORK ->
                meaningOfPattern(point.pattern());
        };
    }

    private static String meaningOfPattern(Pattern pattern) {
        return switch (pattern) {
            case CALL ->
                "Time from sending a request to receiving its response, both sides spinning. p50 is of batches of 16; the "
                        + "tail is of single calls.";
            case REQUESTS ->
                "Requests per second, up to 256 of each requester in flight, every response verified. All processes yield "
                        + "when they find nothing. rondo-requests-only has no responses.";
            case HANDLED_REQUESTS ->
                "Requests per second of one requester, up to 2,048 in flight. The handler takes 5 us of CPU time. All processes "
                        + "yield when they find nothing. rondo-service has one responder.";
            case SET_ROUND_TRIP ->
                "Time from sending a message on one of the channels, in turn, to receiving its echo on a channel of its "
                        + "own, both sides spinning. Each poll looks at every channel. p50 is of batches of 16.";
            case PARKED_SET_ROUND_TRIP ->
                "Time from sending a message on one of the channels, in turn, to receiving its echo on a channel of its "
                        + "own, both sides asleep in the kernel.";
            case PARKED_SET -> "CPU use of one consumer of all idle channels, as a share of one core.";
            case WORK ->
                "Messages per second, each to one of the consumers. Producer and consumers yield when they find nothing, "
                        + "because there may be more of them than cores.";
            default -> throw new IllegalArgumentException(pattern + " is not of scenario patterns");
        };
    }
}
