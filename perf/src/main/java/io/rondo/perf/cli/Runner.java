package io.rondo.perf.cli;

import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Progress;
import io.rondo.perf.measure.Run;
import java.time.Duration;

/** Runs measurements and soaks. */
public interface Runner {
    /** Measures a plan. */
    Run measure(Plan plan, Progress progress);

    /**
     * Runs a soak.
     *
     * @return whether there were no errors
     */
    boolean soak(Duration duration) throws InterruptedException;
}
