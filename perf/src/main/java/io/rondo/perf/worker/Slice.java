package io.rondo.perf.worker;

import io.rondo.perf.measure.Sample;

/** One side's part of a measurement. */
interface Slice {
    /**
     * Runs until the slice is over.
     *
     * @param nanos how long the leading side goes on; the following side goes on until it is told to end
     * @return what this side measured
     */
    Sample run(long nanos);
}
