package io.rondo.perf.worker;

import io.rondo.perf.measure.Sample;

/** One process's part of a measurement. */
interface Slice {
    /**
     * Runs until the slice is over.
     *
     * @param nanos how long the leading side goes on; the following side goes on until it is told to end
     * @throws IllegalStateException if what arrived was not what was sent
     */
    void run(long nanos);

    /** What this side measured in the last run, {@code COUNT} at least. */
    Sample sample();
}
