package io.rondo.perf.harness;

import io.rondo.perf.measure.ContestantKind;
import io.rondo.perf.measure.Sample;
import java.time.Duration;

/** Something that stays up, idle, and runs a slice when told. */
interface Contestant extends AutoCloseable {
    /** Name in the report. */
    String name();

    /** Its configuration, in one line. */
    String description();

    /** Who it is to Rondo. */
    ContestantKind kind();

    /**
     * Starts its processes, without waiting for them.
     *
     * @throws HarnessException if it cannot
     */
    void start();

    /**
     * Waits until it can run slices.
     *
     * @throws HarnessException if it cannot
     */
    void awaitReady();

    /**
     * Runs one slice.
     *
     * @throws HarnessException if it failed, or what arrived was not what was sent
     */
    Sample run(Duration slice);

    /** Ends its processes, also when they never started. */
    @Override
    void close();
}
