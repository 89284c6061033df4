package io.rondo.perf.harness;

import io.rondo.perf.measure.Metric;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Side;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Merges the samples of the processes of a group.
 *
 * @param name of the group
 * @param samples the sample of each process
 */
record GroupSample(String name, Map<Role, Sample> samples) {
    /**
     * Merges the samples and checks that every consumer received every message.
     *
     * @throws HarnessException if a consumer did not
     */
    Sample merged() {
        List<Sample> consumers = of(Side.CONSUMER);
        double sent = sum(of(Side.PRODUCER), Metric.COUNT);
        Sample merged = samples.get(new Role(Side.PRODUCER, 0));
        for (Sample consumer : consumers) {
            if (consumer.get(Metric.COUNT) != sent) {
                throw new HarnessException(String.format("%s: %.0f messages sent, %.0f received", name, sent,
                        consumer.get(Metric.COUNT)));
            }
            merged = merged.and(consumer);
        }
        merged = merged.and(Metric.COUNT, sent).and(Metric.CPU, sum(consumers, Metric.CPU));
        if (merged.has(Metric.RATE)) {
            merged = merged.and(Metric.RATE,
                    consumers.stream().mapToDouble(each -> each.get(Metric.RATE)).min().orElseThrow());
        }
        return merged.has(Metric.ALLOCATED) ? merged.and(Metric.ALLOCATED, allocated() / sent) : merged;
    }

    private double allocated() {
        return samples.values().stream().mapToDouble(each -> each.get(Metric.ALLOCATED) * each.get(Metric.COUNT)).sum();
    }

    private static double sum(List<Sample> samples, Metric metric) {
        return samples.stream().mapToDouble(sample -> sample.get(metric)).sum();
    }

    private List<Sample> of(Side side) {
        return samples.entrySet().stream().filter(each -> each.getKey().side() == side).map(Entry::getValue).toList();
    }
}
