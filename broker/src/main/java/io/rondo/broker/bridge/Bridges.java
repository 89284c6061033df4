package io.rondo.broker.bridge;

import io.rondo.broker.bridge.aeron.BridgeDriver;
import io.rondo.broker.health.Health;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;

/** The bridges of a broker. A bridge that fails raises an alarm, and tries again. Thread-safe. */
public final class Bridges implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final ChannelRondo rondo;
    private final BridgeEnvironment environment;
    private final List<Bridge> bridges;

    /**
     * Starts the bridges.
     *
     * @param settings which ones, at least one
     * @param config names the directory of the channels
     * @param memory the channels
     * @param sequenced opens bridges of sequenced topics
     * @param health gets alarms
     * @throws io.rondo.client.RondoException if the directory cannot be used
     */
    public Bridges(BrokerBridgeSettings settings, RondoConfig config, SharedMemory memory, SequencedLinks sequenced,
            Health health) {
        Path directory = memory.store().directory().path();
        environment = new BridgeEnvironment(directory, settings.aeronDirectory() == null
                ? BridgeDriver.embedded(directory, error -> LOG.log(Level.WARNING, "{0}", error))
                : BridgeDriver.running(settings.aeronDirectory()), sequenced);
        rondo = ChannelRondo.open(config);
        LocalChannels channels = new LocalChannels(rondo, memory, ChannelSettings.DEFAULTS);
        bridges = settings.bridges().stream().map(bridge -> new Bridge(bridge, channels, environment,
                new BridgeAlarms(bridge, health.alarms()))).toList();
        bridges.forEach(bridge -> bridge.start(false));
    }

    /** Returns the bridges as they are now. */
    public List<BridgeStatus> status() {
        return bridges.stream().map(Bridge::status).toList();
    }

    /** Sends what was taken from local channels, and ends all bridges. */
    @Override
    public void close() {
        try (rondo; environment) {
            bridges.forEach(Bridge::end);
            bridges.forEach(Bridge::close);
        }
    }
}
