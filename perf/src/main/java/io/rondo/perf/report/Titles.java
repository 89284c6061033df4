package io.rondo.perf.report;

import io.rondo.perf.measure.Point;

/** What a point is called. */
public final class Titles {
    private Titles() {}

    /** In a few words; differs for points that differ. */
    public static String of(Point point) {
        String length = Quantity.length(point.length());
        return switch (point.pattern()) {
            case ROUND_TRIP -> "round trip, " + length;
            case OPEN_LOOP -> "open loop, " + length + " at " + Quantity.roundRate(point.rate());
            case ONE_WAY -> "one way, " + length
                    + (point.producers() == 1 ? "" : ", " + point.producers() + " producers");
            case PARKED_ROUND_TRIP -> "parked round trip, " + length;
            case PARKED_CHANNELS -> point.channels() + (point.channels() == 1 ? " parked channel" : " parked channels");
            case FAN_OUT -> "fan-out, " + length + ", " + point.consumers()
                    + (point.consumers() == 1 ? " consumer" : " consumers");
            case BURSTS -> "bursts, " + length + " over " + Quantity.roundRate(point.rate());
            case REPLAY -> "replay of a capture";
        } + (point.copy() ? ", copied in" : "");
    }

    /** What its figures mean. */
    static String meaning(Point point) {
        return switch (point.pattern()) {
            case ROUND_TRIP ->
                "Time from sending a message to receiving its echo, both sides spinning. p50 is of batches of 16, "
                        + "so that the clock's tick does not show; the tail is of single round trips.";
            case OPEN_LOOP -> "Time from the moment a message was due to its arrival, one way, at a fixed rate.";
            case ONE_WAY -> "Messages per second, as fast as they go, every byte written, read and verified.";
            case PARKED_ROUND_TRIP ->
                "Time from sending a message to receiving its echo, both sides asleep in the kernel.";
            case PARKED_CHANNELS -> "Share of one core that consumers use while nothing happens.";
            case FAN_OUT -> "Messages per second, each read by every consumer.";
            case BURSTS ->
                "Time from the moment a message was due to its arrival, at a low rate with bursts in between.";
            case REPLAY -> "Time from the moment a packet was due to its arrival.";
        };
    }
}
