package io.rondo.perf.worker;

import io.rondo.perf.measure.Sample;

/** The part of one process in a measurement. */
public interface Slice {
    /**
     * Runs until the slice is over.
     *
     * @param nanos duration for the leading side; the other side runs until it receives the end
     * @throws IllegalStateException if a message is wrong
     */
    void run(long nanos);

    /** The figures of this side in the last slice, at least {@code COUNT}. */
    Sample sample();
}
