package io.rondo.perf.peer;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a transport can do.
 *
 * @param patterns how messages may flow
 * @param manyProducersLength the longest message of many producers; 0 where there is one producer only
 */
record Abilities(Set<Pattern> patterns, int manyProducersLength) {
    private static final Set<Pattern> ONE_TO_ONE = EnumSet.of(Pattern.ROUND_TRIP, Pattern.OPEN_LOOP, Pattern.ONE_WAY,
            Pattern.BURSTS, Pattern.REPLAY);
    private static final Set<Pattern> ASLEEP = EnumSet.of(Pattern.PARKED_ROUND_TRIP, Pattern.PARKED_CHANNELS);

    /** One producer, one consumer. */
    static Abilities oneToOne() {
        return new Abilities(ONE_TO_ONE, 0);
    }

    /** Nothing but what those do that sleep at once while they wait. */
    static Abilities asleep() {
        return new Abilities(ASLEEP, 0);
    }

    /** Also what those do that sleep at once. */
    Abilities orAsleep() {
        return with(ASLEEP);
    }

    /** Its consumers sleep, if not at once. */
    Abilities sleepy() {
        return with(EnumSet.of(Pattern.PARKED_CHANNELS));
    }

    /** Also many consumers, each of which sees every message. */
    Abilities fanOut() {
        return with(EnumSet.of(Pattern.FAN_OUT));
    }

    /** Also many producers. */
    Abilities manyProducers() {
        return manyProducers(Integer.MAX_VALUE);
    }

    /** Also many producers, for messages up to a length. */
    Abilities manyProducers(int longest) {
        return new Abilities(patterns, longest);
    }

    private Abilities with(Set<Pattern> more) {
        Set<Pattern> all = EnumSet.copyOf(patterns);
        all.addAll(more);
        return new Abilities(all, manyProducersLength);
    }

    boolean suffice(Point point) {
        Pattern pattern = point.pattern();
        return patterns.contains(pattern)
                && (point.producers() == 1 || pattern == Pattern.ONE_WAY && point.length() <= manyProducersLength)
                && (point.consumers() == 1 || pattern == Pattern.FAN_OUT)
                && (point.channels() == 1 || pattern == Pattern.PARKED_CHANNELS);
    }
}
