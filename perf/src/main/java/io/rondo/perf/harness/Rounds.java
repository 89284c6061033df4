package io.rondo.perf.harness;

import io.rondo.perf.measure.ContestantResult;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Interleaves contestants: in each round each runs one slice while all others are idle, in an order of the round's own, so that nobody
 * always runs behind the same other, who may leave the cores asleep or hot. One that fails is closed and takes no further part.
 *
 * @param warmups rounds that do not count
 * @param rounds rounds that count
 * @param slice length of a slice
 */
record Rounds(int warmups, int rounds, Duration slice) {
    /** One round in which channels sleep takes the place of so many others. */
    private static final int PARKED_ROUNDS = 4;
    /** The orders are the same in every run. */
    private static final long ORDER = 1;

    /** Those of a point; {@code parkedSlice} is the length of the slices in which channels sleep. */
    static Rounds of(Plan plan, Point point, Duration parkedSlice) {
        return point.pattern() == Pattern.PARKED_CHANNELS
                ? new Rounds(0, Math.ceilDiv(plan.rounds(), PARKED_ROUNDS), parkedSlice)
                : new Rounds(plan.warmups(), plan.rounds(), plan.slice());
    }

    /** How many slices it takes, those of contestants that fail included. */
    int slices(int contestants) {
        return (warmups + rounds) * contestants;
    }

    /**
     * Starts the contestants and runs them. Closes those that fail, and no other.
     *
     * @param sliceDone called after each slice
     */
    List<ContestantResult> run(List<? extends Contestant> contestants, Runnable sliceDone) {
        List<Entry> entries = contestants.stream().map(Entry::new).toList();
        entries.forEach(entry -> entry.attempt(entry.contestant::start));
        entries.forEach(entry -> entry.attempt(entry.contestant::awaitReady));
        List<Entry> order = new ArrayList<>(entries);
        Random random = new Random(ORDER);
        for (int round = -warmups; round < rounds; round++) {
            boolean counts = round >= 0;
            Collections.shuffle(order, random);
            for (Entry entry : order) {
                entry.attempt(() -> {
                    Sample sample = entry.contestant.run(slice);
                    if (counts) {
                        entry.samples.add(sample);
                    }
                });
                sliceDone.run();
            }
        }
        return entries.stream().map(Entry::result).toList();
    }

    /** A contestant and what came of it. */
    private static final class Entry {
        private final Contestant contestant;
        private final List<Sample> samples = new ArrayList<>();
        private String failure;

        Entry(Contestant contestant) {
            this.contestant = contestant;
        }

        void attempt(Runnable step) {
            if (failure != null) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException e) { // whatever it is, the others go on
                failure = e instanceof HarnessException ? e.getMessage() : e.toString();
                samples.clear();
                contestant.close();
            }
        }

        ContestantResult result() {
            return new ContestantResult(contestant.name(), contestant.kind(), contestant.description(),
                    List.copyOf(samples), failure);
        }
    }
}
