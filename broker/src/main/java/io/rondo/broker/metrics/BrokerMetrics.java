package io.rondo.broker.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.rondo.broker.control.RequestCounts;
import io.rondo.broker.health.Alarms;
import io.rondo.broker.http.HttpEndpoint.Content;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.core.segment.ChannelStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * All metrics of a broker, in the formats of Prometheus and OpenMetrics. Between scrapes only the times of syncs are recorded,
 * by the thread that syncs; everything else is read at a scrape. Thread-safe: one scrape runs at a time.
 */
public final class BrokerMetrics implements AutoCloseable {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final double NANOS_PER_SECOND = 1e9;
    /** From the cache of a disk's controller to a disk that is about to fail. */
    private static final Duration[] SYNC_BUCKETS = {Duration.ofNanos(100_000), Duration.ofNanos(250_000),
        Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofNanos(2_500_000), Duration.ofMillis(5),
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5),
        Duration.ofSeconds(30)};

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Timer syncs;

    /** Creates the metrics of the JVM and of syncs. */
    public BrokerMetrics() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        List<MeterBinder> binders = List.of(new JvmMemoryMetrics(), collections, new JvmThreadMetrics(),
                new ClassLoaderMetrics(), new ProcessorMetrics(), new FileDescriptorMetrics(), new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
        // In place of Micrometer's, which has no base unit.
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                .baseUnit("seconds").description("Processor time of the process").register(registry);
        syncs = Timer.builder("rondo.log.sync").description("Time of a sync of the log of a topic")
                .serviceLevelObjectives(SYNC_BUCKETS).register(registry);
    }

    /**
     * Adds the metrics of the broker and of the channels.
     *
     * @param store the channels
     * @param status the broker now
     * @param alarms of the broker
     * @param requests of clients
     * @param limit the most channels, and the most topics, that have metrics of their own
     */
    public void add(ChannelStore store, Supplier<BrokerStatus> status, Alarms alarms, RequestCounts requests,
            int limit) {
        ChannelMetrics channels = new ChannelMetrics(store, limit);
        registry.getPrometheusRegistry().register((MultiCollector) () -> {
            Samples samples = new Samples();
            channels.collect(samples);
            BrokerStatus now = status.get();
            StatusMetrics.addBroker(samples, now, alarms, requests);
            StatusMetrics.addTopics(samples, now, limit);
            return samples.snapshots();
        });
    }

    /** Returns what gets the time of each sync, in nanoseconds. */
    public LongConsumer syncTimes() {
        return nanos -> syncs.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Collects all metrics.
     *
     * @param accept the types that the client accepts; null if it named none
     * @return OpenMetrics 1.0.0 if the client accepts it, otherwise the text format of Prometheus
     */
    public synchronized Content scrape(String accept) {
        String type = accept != null && accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            registry.scrape(out, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Content(type, out.toByteArray());
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
