package io.rondo.perf.harness;

import io.rondo.perf.measure.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interleaves contestants: in each round each runs one slice while all others are idle. One that fails is closed and takes no
 * further part.
 *
 * @param warmups rounds that do not count
 * @param rounds rounds that count
 * @param slice length of a slice
 */
record Rounds(int warmups, int rounds, Duration slice) {
    Results run(List<Contestant> contestants) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<Contestant> running = new ArrayList<>();
        for (Contestant contestant : contestants) {
            if (attempt(contestant, contestant::awaitReady, failures)) {
                samples.put(contestant.name(), new ArrayList<>());
                running.add(contestant);
            }
        }
        for (int round = -warmups; round < rounds; round++) {
            boolean counts = round >= 0;
            running.removeIf(contestant -> !attempt(contestant, () -> {
                Sample sample = contestant.run(slice);
                if (counts) {
                    samples.get(contestant.name()).add(sample);
                }
            }, failures));
        }
        samples.keySet().removeAll(failures.keySet());
        return new Results(samples, failures);
    }

    private static boolean attempt(Contestant contestant, Runnable step, Map<String, String> failures) {
        try {
            step.run();
            return true;
        } catch (HarnessException e) {
            failures.put(contestant.name(), e.getMessage());
            contestant.close();
            return false;
        }
    }
}
