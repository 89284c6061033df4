package io.rondo.broker;

import io.rondo.broker.control.RequestCounts;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.http.HttpEndpoint;
import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.metrics.BrokerMetrics;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.Readiness;
import io.rondo.core.segment.ChannelStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The metrics of a broker and their HTTP endpoint, if it has one. */
final class Monitoring implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    /** Null without an endpoint. */
    private final BrokerMetrics metrics;
    /** Null without an endpoint. */
    private final HttpEndpoint endpoint;

    private Monitoring(BrokerMetrics metrics, HttpEndpoint endpoint) {
        this.metrics = metrics;
        this.endpoint = endpoint;
    }

    /**
     * Opens the endpoint if the settings ask for one. If it cannot listen, logs an alarm; the broker runs without it.
     *
     * @param settings of the endpoint
     * @param store the channels
     * @param health answers probes
     * @param status the broker now
     * @param requests of clients
     * @return to be closed
     */
    static Monitoring open(HttpSettings settings, ChannelStore store, Health health, Supplier<BrokerStatus> status,
            RequestCounts requests) {
        if (!settings.enabled()) {
            return new Monitoring(null, null);
        }
        BrokerMetrics metrics = new BrokerMetrics();
        metrics.add(store, status, health.alarms(), requests, settings.maxChannels());
        try {
            HttpEndpoint endpoint = HttpEndpoint.open(settings, () -> Readiness.of(health), metrics::scrape);
            LOG.log(Level.INFO, "metrics and probes are at http://{0}:{1,number,#}",
                    endpoint.address().getAddress().getHostAddress(), endpoint.address().getPort());
            return new Monitoring(metrics, endpoint);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "there are no metrics and probes: {0}", e.getMessage());
            health.alarms().raise(AlarmKind.NO_ENDPOINT, "", false,
                    "there are no metrics and probes: " + e.getMessage());
            metrics.close();
            return new Monitoring(null, null);
        }
    }

    /** Returns what gets the time of each sync, in nanoseconds. */
    LongConsumer syncTimes() {
        return metrics == null ? _ -> {} : metrics.syncTimes();
    }

    /** Returns the address of the endpoint; null if there is none. */
    InetSocketAddress address() {
        return endpoint == null ? null : endpoint.address();
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
            metrics.close();
        }
    }
}
