package io.rondo.perf.harness;

import io.rondo.perf.measure.CompetitorKind;
import io.rondo.perf.measure.Sample;
import java.time.Duration;

/** The processes of a competitor at a point: idle until told to run a slice. */
interface CompetitorProcesses extends AutoCloseable {
    /** Name in the report. */
    String name();

    /** The configuration, in one line. */
    String description();

    /** Bytes of memory of the channel between two processes; 0 if there is none or it is not known. */
    long capacity();

    /** The kind of the competitor. */
    CompetitorKind kind();

    /**
     * Starts the processes, without waiting for them.
     *
     * @throws HarnessException if starting fails
     */
    void start();

    /**
     * Waits until the processes can run slices.
     *
     * @throws HarnessException if a process fails
     */
    void awaitReady();

    /**
     * Runs one slice.
     *
     * @throws HarnessException if a process fails, or a message is wrong or missing
     */
    Sample run(Duration slice);

    /** Ends the processes, also if they never started. */
    @Override
    void close();
}
