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
 * @param competing whether each message is for one of the consumers, and not for all of them
 * @param samples the sample of each process
 */
record GroupSample(String name, boolean competing, Map<Role, Sample> samples) {
    /**
     * Merges the samples and checks that every consumer, or of competing ones any, received every message.
     *
     * @throws HarnessException if a message was not received
     */
    Sample merged() {
        List<Sample> consumers = of(Side.CONSUMER);
        double sent = sum(of(Side.PRODUCER), Metric.COUNT);
        Sample merged = samples.get(new Role(Side.PRODUCER, 0));
        if (competing && !consumers.isEmpty()) {
            Sample all = Sample.ofCompeting(consumers);
            requireAll(sent, all);
            merged = merged.and(consumers.getFirst()).and(all);
        } else {
            for (Sample consumer : consumers) {
                requireAll(sent, consumer);
                merged = merged.and(consumer);
            }
            if (!consumers.isEmpty() && merged.has(Metric.RATE)) {
                merged = merged.and(Metric.RATE,
                        consumers.stream().mapToDouble(each -> each.get(Metric.RATE)).min().orElseThrow());
            }
        }
        merged = merged.and(Metric.COUNT, sent);
        if (!consumers.isEmpty()) {
            merged = merged.and(Metric.CPU, sum(consumers, Metric.CPU));
        }
        return merged.has(Metric.ALLOCATED) ? merged.and(Metric.ALLOCATED, allocated() / sent) : merged;
    }

    private void requireAll(double sent, Sample received) {
        if (received.get(Metric.COUNT) != sent) {
            throw new HarnessException(
                    String.format("%s: %.0f messages sent, %.0f received", name, sent, received.get(Metric.COUNT)));
        }
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
