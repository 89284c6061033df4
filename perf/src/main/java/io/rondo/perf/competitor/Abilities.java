package io.rondo.perf.competitor;

import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import java.util.EnumSet;
import java.util.Set;

/**
 * The points that a transport can run.
 *
 * @param patterns the patterns it supports
 * @param manyProducersLength the longest message with several producers; 0 if it supports one producer only
 */
record Abilities(Set<Pattern> patterns, int manyProducersLength) {
    private static final Set<Pattern> ONE_TO_ONE = EnumSet.of(Pattern.ROUND_TRIP, Pattern.OPEN_LOOP, Pattern.ONE_WAY,
            Pattern.CAPACITY, Pattern.BURSTS, Pattern.REPLAY);
    private static final Set<Pattern> ASLEEP = EnumSet.of(Pattern.PARKED_ROUND_TRIP, Pattern.PARKED_CHANNELS);

    /** One producer and one consumer. */
    static Abilities oneToOne() {
        return new Abilities(ONE_TO_ONE, 0);
    }

    /** Only the patterns in which both sides sleep while they wait. */
    static Abilities asleep() {
        return new Abilities(ASLEEP, 0);
    }

    /** Only the given patterns. */
    static Abilities only(Pattern first, Pattern... others) {
        return new Abilities(EnumSet.of(first, others), 0);
    }

    /** Adds the patterns in which both sides sleep while they wait. */
    Abilities orAsleep() {
        return with(ASLEEP);
    }

    /** Adds idle channels: its consumers sleep, if not at once. */
    Abilities sleepy() {
        return with(EnumSet.of(Pattern.PARKED_CHANNELS));
    }

    /** Adds the comparison with processes that use several kinds of channels. */
    Abilities mixed() {
        return with(EnumSet.of(Pattern.MIXED_PUBLISHERS));
    }

    /** Adds several consumers that each see every message. */
    Abilities fanOut() {
        return with(EnumSet.of(Pattern.FAN_OUT));
    }

    /** Adds several producers. */
    Abilities manyProducers() {
        return manyProducers(Integer.MAX_VALUE);
    }

    /** Adds several producers for messages up to a length. */
    Abilities manyProducers(int longest) {
        return new Abilities(patterns, longest);
    }

    /** Adds the given patterns. */
    Abilities and(Pattern first, Pattern... others) {
        return with(EnumSet.of(first, others));
    }

    private Abilities with(Set<Pattern> more) {
        Set<Pattern> all = EnumSet.copyOf(patterns);
        all.addAll(more);
        return new Abilities(all, manyProducersLength);
    }

    boolean suffice(Point point) {
        Pattern pattern = point.pattern();
        return patterns.contains(pattern)
                && (point.producers() == 1 || pattern == Pattern.REQUESTS
                        || pattern == Pattern.ONE_WAY && point.length() <= manyProducersLength)
                && (point.consumers() == 1 || pattern == Pattern.FAN_OUT || pattern.hasCompetingConsumers())
                && (point.channels() == 1 || pattern == Pattern.PARKED_CHANNELS || pattern.isSet());
    }
}
