package io.rondo.perf.worker;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;

/** A process without channels: what the JVM itself uses while consumers would be parked. */
final class IdleProcess implements Slice {
    private double share;

    @Override
    public void run(long nanos) {
        share = ParkedConsumers.shareWhileAsleep(nanos);
    }

    @Override
    public Sample sample() {
        return Sample.of(Metric.CPU, share).and(Metric.COUNT, 0);
    }
}
