package io.rondo.cli.broker;

import io.rondo.broker.Broker;
import io.rondo.broker.config.Configuration;
import io.rondo.broker.config.ConfigurationLoader;
import io.rondo.broker.config.InvalidConfigurationException;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.StopSignal;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;

/** Runs a broker until the process is told to end, and reloads its configuration on SIGHUP. Confined to one thread. */
final class BrokerProcess {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    /** For what the end does beside draining: closing logs, which sync their last messages. */
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final StopSignal stop;
    private final ServiceManager manager;
    private final ConfigurationLoader loader;
    private final Path file;

    /**
     * Creates the process.
     *
     * @param stop ends it
     * @param manager gets reports
     * @param loader loads the configuration again
     * @param file the configuration; null for none, then SIGHUP ends the process
     */
    BrokerProcess(StopSignal stop, ServiceManager manager, ConfigurationLoader loader, Path file) {
        this.stop = stop;
        this.manager = manager;
        this.loader = loader;
        this.file = file;
    }

    /** Runs the broker, with the configuration that was loaded first. */
    void run(Configuration configuration) {
        Duration longestClose = configuration.settings().drain().plus(CLOSE);
        stop.allow(longestClose);
        loader.warnings().forEach(warning -> LOG.log(Level.WARNING, "{0}", warning));
        ReloadSignal reload = file == null ? ReloadSignal.never() : ReloadSignal.install();
        try (Broker broker = Broker.start(configuration.settings())) {
            LOG.log(Level.INFO, "the broker of {0} is ready, with {1}", broker.directory(), topics(broker));
            manager.ready(topics(broker));
            while (!stop.requested()) {
                try {
                    reload.await();
                    reload(broker, configuration);
                } catch (InterruptedException e) {
                    // The signal to stop.
                }
            }
            stop.acknowledge();
            LOG.log(Level.INFO, "the broker of {0} is ending", broker.directory());
            manager.stopping(longestClose);
        }
    }

    private static String topics(Broker broker) {
        return Quantity.of(broker.topics(), "topic");
    }

    /** Applies what can change if the whole file is valid. */
    private void reload(Broker broker, Configuration started) {
        manager.reloading();
        try {
            Configuration changed = loader.load(file);
            broker.reload(changed.settings());
            changed.fixedDifferences(started).forEach(key -> LOG.log(Level.WARNING,
                    "{0} has changed in {1}, but cannot change while the broker runs: start it again", key, file));
            LOG.log(Level.INFO, "{0} was read again, and its retention, access and recordings are in effect", file);
        } catch (InvalidConfigurationException e) {
            e.errors().forEach(error -> LOG.log(Level.ERROR, "{0}", error));
            LOG.log(Level.ERROR, "{0} is invalid, and nothing was changed: correct it and send SIGHUP again", file);
        }
        manager.ready(topics(broker));
    }
}
