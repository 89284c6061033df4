package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;

/** A process in which the threads of the measured product do the work. */
final class Bystander implements Slice {
    @Override
    public void run(long nanos) {
        // The product's threads forward what the other processes send.
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.COUNT, 0);
    }
}
