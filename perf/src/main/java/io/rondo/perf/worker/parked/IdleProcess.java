package io.rondo.perf.worker.parked;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.worker.Slice;

/** A process without channels: what the JVM itself uses while consumers would be parked. */
public final class IdleProcess implements Slice {
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
