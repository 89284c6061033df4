package io.rondo.perf.harness;

import io.rondo.perf.measure.CompetitorResult;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Interleaves competitors: in each round each runs one slice while all others are idle. Each round has its own order,
 * so that no competitor always runs after the same other one, which may leave the cores asleep or hot. A competitor
 * that fails is closed and omitted from then on.
 *
 * @param warmups rounds before the counted ones
 * @param rounds counted rounds
 * @param slice length of a slice
 */
record Rounds(int warmups, int rounds, Duration slice) {
    /** One round with idle channels replaces this number of other rounds. */
    private static final int PARKED_ROUNDS = 4;
    /** In the first round the JIT compilers use more than the sleepers. */
    private static final int PARKED_WARMUPS = 1;
    /** The seed: the orders are the same in every run. */
    private static final long ORDER = 1;

    /** The rounds of a point; {@code parkedSlice} is the length of the slices in which channels are idle. */
    static Rounds of(Plan plan, Point point, Duration parkedSlice) {
        return point.pattern().isIdle()
                ? new Rounds(PARKED_WARMUPS, Math.ceilDiv(plan.rounds(), PARKED_ROUNDS), parkedSlice)
                : new Rounds(plan.warmups(), plan.rounds(), plan.slice());
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
            Collections.shuffle(order, random);
            for (Entry entry : order) {
                entry.attempt(() -> {
                    Sample sample = entry.competitor.run(slice);
                    if (counts) {
                        entry.samples.add(sample);
                    }
                });
                sliceDone.run();
            }
        }
        return entries.stream().map(Entry::result).toList();
    }

    /** A competitor with its samples or its failure. */
    private static final class Entry {
        private final CompetitorProcesses competitor;
        private final List<Sample> samples = new ArrayList<>();
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

        CompetitorResult result() {
            return new CompetitorResult(competitor.name(), competitor.kind(), competitor.description(),
                    competitor.capacity(), List.copyOf(samples), failure);
        }
    }
}
