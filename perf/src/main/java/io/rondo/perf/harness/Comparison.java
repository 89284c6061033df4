package io.rondo.perf.harness;

import io.rondo.perf.measure.Scenario;
import io.rondo.perf.peer.PeerType;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs every point that was asked for. Each point has processes of its own, compiled for it alone. */
public final class Comparison {
    private static final int ROUND_TRIP_LENGTH = 32;

    private final Options options;
    private final PrintStream progress;
    private final Report report;
    private boolean failed;

    /**
     * Prepares a run.
     *
     * @param out where the report goes
     * @param progress where progress and notes go
     */
    public Comparison(Options options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.progress = progress;
        this.report = new Report(out);
    }

    /**
     * Measures and prints.
     *
     * @return whether every peer finished every point
     */
    public boolean run() {
        report.environment(options);
        for (Scenario scenario : options.scenarios()) {
            switch (scenario) {
                case LATENCY -> report.roundTrip(ROUND_TRIP_LENGTH, measure(scenario, ROUND_TRIP_LENGTH));
                default -> options.sizes().forEach(length -> report.oneWay(length, measure(scenario, length)));
            }
        }
        return !failed;
    }

    private Results measure(Scenario scenario, int length) {
        progress.printf("%s, %d bytes: about %d s%n", scenario, length, (options.rounds() + options.warmups())
                * options.slice().multipliedBy(options.peers().size()).toMillis() / 1000 + options.peers().size());
        List<Contestant> contestants = new ArrayList<>();
        try (PrivateDirectory directory = new PrivateDirectory()) {
            try {
                start(contestants, scenario, length, directory);
                Results results = new Rounds(options.warmups(), options.rounds(), options.slice()).run(contestants);
                failed |= !results.failures().isEmpty();
                return results;
            } finally {
                contestants.forEach(Contestant::close);
            }
        }
    }

    private void start(List<Contestant> contestants, Scenario scenario, int length, PrivateDirectory directory) {
        if (scenario == Scenario.LATENCY) {
            CLimit.start(directory.path(), options.capacity()).ifPresentOrElse(contestants::add,
                    () -> progress.println("no gcc: ratios are to the best peer, not to the limit"));
        }
        for (PeerType peer : options.peers()) {
            contestants.add(new WorkerPair(peer, scenario, length, options.capacity(), directory.path()));
        }
    }
}
