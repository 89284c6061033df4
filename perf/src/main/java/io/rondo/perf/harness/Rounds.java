package io.rondo.perf.harness;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Interleaves competitors: in each round each runs one slice while all others are idle. Each round has its own order,
 * so that no competitor always runs after the same other one, which may leave the cores asleep or hot. A competitor
 * that fails is closed and omitted from then on.
 *
 * @param warmups rounds before the counted ones
 * @param rounds counted rounds
 * @param slice length of a slice
 * @param untilWarm whether a competitor is warmed up for longer if it had few messages in these rounds, or still gets faster
 */
record Rounds(int warmups, int rounds, Duration slice, boolean untilWarm) {
    /** One round with idle channels replaces this number of other rounds. */
    private static final int PARKED_ROUNDS = 4;
    /** In the first round the JIT compilers use more than the sleepers. */
    private static final int PARKED_WARMUPS = 1;
    /**
     * The JIT compiler has compiled the code of a competitor after so many messages. Large messages over sockets are too few
     * in some rounds.
     */
    private static final long WARM_MESSAGES = 100_000;
    /** A competitor that is faster by this factor than in all slices before is still being compiled. */
    private static final double IMPROVEMENT = 1.2;
    /** So many slices in a row without an improvement end the warm-up: one may be slow because of another process. */
    private static final int STEADY_SLICES = 2;
    private static final int MOST_WARMUPS = 50;
    /** Patterns in which the code of the competitors determines the figures. */
    private static final Set<Pattern> BY_CODE = EnumSet.of(Pattern.ROUND_TRIP, Pattern.ONE_WAY,
            Pattern.MIXED_PUBLISHERS, Pattern.PARKED_ROUND_TRIP);
    /** The seed: the orders are the same in every run. */
    private static final long ORDER = 1;

    /** Rounds that are warmed up by their number alone. */
    Rounds(int warmups, int rounds, Duration slice) {
        this(warmups, rounds, slice, false);
    }

    /** The rounds of a point; {@code parkedSlice} is the length of the slices in which channels are idle. */
    static Rounds of(Plan plan, Point point, Duration parkedSlice) {
        return point.pattern().isIdle()
                ? new Rounds(PARKED_WARMUPS, Math.ceilDiv(plan.rounds(), PARKED_ROUNDS), parkedSlice)
                : new Rounds(plan.warmups(), plan.rounds(), plan.slice(),
                        BY_CODE.contains(point.pattern()) && plan.warmups() > 0);
    }

    /** The number of slices, those of failed competitors included. */
    int slices(int competitors) {
        return (warmups + rounds) * competitors;
    }

    /**
     * Starts the competitors and runs them. Closes only those that fail.
     *
     * @param sliceDone called after each slice
     */
    List<CompetitorResult> run(List<? extends CompetitorProcesses> competitors, Runnable sliceDone) {
        List<Entry> entries = competitors.stream().map(Entry::new).toList();
        entries.forEach(entry -> entry.attempt(entry.competitor::start));
        entries.forEach(entry -> entry.attempt(entry.competitor::awaitReady));
        List<Entry> order = new ArrayList<>(entries);
        Random random = new Random(ORDER);
        for (int round = -warmups; round < rounds; round++) {
            boolean counts = round >= 0;
            if (round == 0 && untilWarm) {
                warmUp(entries);
            }
            Collections.shuffle(order, random);
            for (Entry entry : order) {
                entry.attempt(() -> {
                    Sample sample = entry.competitor.run(slice);
                    if (counts) {
                        entry.samples.add(sample);
                    } else {
                        entry.countWarmUp(sample);
                    }
                });
                sliceDone.run();
            }
        }
        return entries.stream().map(Entry::result).toList();
    }

    /** Continues the warm-up of the competitors that need it, in turn. */
    private void warmUp(List<Entry> entries) {
        for (int round = warmups; round < MOST_WARMUPS; round++) {
            entries.stream().filter(Entry::isCold)
                    .forEach(entry -> entry.attempt(() -> entry.countWarmUp(entry.competitor.run(slice))));
        }
    }

    /** A competitor with its samples or its failure. */
    private static final class Entry {
        private final CompetitorProcesses competitor;
        private final List<Sample> samples = new ArrayList<>();
        private double warmUpMessages;
        /** The greatest speed in the warm-up, and the number of slices since the last improvement. */
        private double fastest;
        private int steady;
        private String failure;

        Entry(CompetitorProcesses competitor) {
            this.competitor = competitor;
        }

        void attempt(Runnable step) {
            if (failure != null) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException e) { // the other competitors continue
                failure = e instanceof HarnessException ? e.getMessage() : e.toString();
                samples.clear();
                competitor.close();
            }
        }

        void countWarmUp(Sample sample) {
            warmUpMessages += sample.has(Metric.COUNT) ? sample.get(Metric.COUNT) : 0;
            double speed = speed(sample);
            steady = speed > IMPROVEMENT * fastest ? 0 : steady + 1;
            fastest = Math.max(fastest, speed);
        }

        private static double speed(Sample sample) {
            if (sample.has(Metric.P50)) {
                return 1 / sample.get(Metric.P50);
            }
            return sample.has(Metric.RATE) ? sample.get(Metric.RATE) : 0;
        }

        /** Programs in C need no compiler. */
        boolean isCold() {
            return failure == null && competitor.kind() != CompetitorKind.LIMIT
                    && (steady < STEADY_SLICES || warmUpMessages < WARM_MESSAGES);
        }

        CompetitorResult result() {
            return new CompetitorResult(competitor.name(), competitor.kind(), competitor.description(),
                    competitor.capacity(), List.copyOf(samples), failure);
        }
    }
}
