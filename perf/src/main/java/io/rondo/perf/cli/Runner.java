package io.rondo.perf.cli;

import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import java.time.Duration;

/** What the command line starts. */
public interface Runner {
    /** Measures what a plan says. */
    Run measure(Plan plan, Progress progress);

    /**
     * Kills producers for a while.
     *
     * @return whether nothing was wrong
     */
    boolean soak(Duration duration) throws InterruptedException;
}
