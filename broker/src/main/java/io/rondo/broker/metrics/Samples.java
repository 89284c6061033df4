package io.rondo.broker.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The values of one scrape. For one thread. */
final class Samples {
    private record Sample(Labels labels, double value) {}

    private final Map<Metric, List<Sample>> values = new EnumMap<>(Metric.class);

    /**
     * Adds a value.
     *
     * @param metric of the value
     * @param value the value
     * @param labels values of the metric's labels, in their order; at most one value of a metric has them
     */
    void add(Metric metric, double value, String... labels) {
        values.computeIfAbsent(metric, _ -> new ArrayList<>())
                .add(new Sample(Labels.of(metric.labels(), List.of(labels)), value));
    }

    /** Adds 1 or 0. */
    void add(Metric metric, boolean value, String... labels) {
        add(metric, value ? 1 : 0, labels);
    }

    /** Returns all values. */
    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        values.forEach((metric, samples) -> all.metricSnapshot(
                metric.type() == Metric.Type.COUNTER ? counter(metric, samples) : gauge(metric, samples)));
        return all.build();
    }

    private static MetricSnapshot counter(Metric metric, List<Sample> samples) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(metric.family()).help(metric.help());
        samples.forEach(sample -> family.dataPoint(
                CounterDataPointSnapshot.builder().labels(sample.labels()).value(sample.value()).build()));
        return family.build();
    }

    private static MetricSnapshot gauge(Metric metric, List<Sample> samples) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(metric.family()).help(metric.help());
        samples.forEach(sample -> family.dataPoint(
                GaugeDataPointSnapshot.builder().labels(sample.labels()).value(sample.value()).build()));
        return family.build();
    }
}
