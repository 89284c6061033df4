package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.recording.topics.RecordingRules;
import io.rondo.broker.sequencer.SequencerAgent;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.RondoConfig;
import io.rondo.client.log.LogLocation;
import io.rondo.codecs.log.LogFileHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads the broker's configuration: a file over the defaults of {@code reference.conf}, and environment variables over both.
 * Thread-safe.
 */
public final class ConfigurationLoader {
    private static final String ROOT = "rondo";
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);
    private static final long SHORTEST_FILE = 1L << 20;
    private static final int PAGE = 4096;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;
    private static final int MOST_CHANNELS = 100_000;

    private final Config reference = ConfigFactory.parseResources(ConfigurationLoader.class.getClassLoader(),
            "reference.conf", ConfigParseOptions.defaults().setAllowMissing(false));
    private final Overrides overrides;
    private final Set<String> used = new TreeSet<>();

    /**
     * Creates a loader.
     *
     * @param environment the environment variables
     * @param properties the system properties, which win over them
     */
    public ConfigurationLoader(Map<String, String> environment, Properties properties) {
        overrides = new Overrides(environment, properties);
    }

    /** Returns a loader with the environment and the system properties of this process. */
    public static ConfigurationLoader ofProcess() {
        return new ConfigurationLoader(System.getenv(), System.getProperties());
    }

    /**
     * Loads and checks a configuration.
     *
     * @param file the file; null for none
     * @return the configuration
     * @throws InvalidConfigurationException if it is invalid; has all errors
     */
    public synchronized Configuration load(Path file) throws InvalidConfigurationException {
        List<String> errors = new ArrayList<>();
        Config given = file == null ? ConfigFactory.empty() : parse(file);
        Configuration configuration = null;
        if (new KeyCheck(errors).check("", given.root(), reference.root())) {
            Config merged = overrides.of(reference).withFallback(given).withFallback(reference);
            configuration = read(merged.getConfig(ROOT), errors);
        }
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(errors);
        }
        return configuration;
    }

    /** Returns a message for each environment variable {@code RONDO_*} that has no effect, with the remedy. */
    public List<String> warnings() {
        return overrides.unknown(reference);
    }

    private static Config parse(Path file) throws InvalidConfigurationException {
        try {
            return ConfigFactory.parseFile(file.toAbsolutePath().toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false)).resolve();
        } catch (ConfigException.IO e) {
            throw new InvalidConfigurationException(
                    List.of(file + ": cannot be read: check the path and the permissions"));
        } catch (ConfigException e) {
            throw new InvalidConfigurationException(List.of(e.getMessage()));
        }
    }

    /** Returns the configuration; null if there are errors. */
    private Configuration read(Config merged, List<String> errors) {
        Section rondo = new Section(ROOT, merged, errors, used);
        RondoConfig.Builder channels = RondoConfig.builder();
        Path directory = rondo.path("dir");
        if (directory != null) {
            channels.directory(directory);
        }
        Path sockets = rondo.path("socket-dir");
        if (sockets != null) {
            channels.socketDirectory(sockets);
        }
        Integer uid = rondo.unsigned("dir-uid");
        if (uid != null) {
            channels.directoryUid(uid);
        }
        Section log = rondo.section("log");
        Path logs = log.path("dir");
        Long length = log.size("file-size",
                bytes -> bytes >= SHORTEST_FILE && bytes <= LogFileHeader.MAX_FILE_LENGTH && bytes % PAGE == 0,
                " from 1m to 1g, a multiple of 4k", null);
        int topicsPerThread = rondo.number("topics-per-thread", 1, SequencerAgent.MAX_SEQUENCERS);
        Duration drain = rondo.duration("drain", Duration.ZERO, LONGEST_DRAIN, ", up to 1h", null);
        HttpSettings http = http(rondo.section("http"));
        LoggingSettings logging = logging(rondo.section("logging"));
        TopicRules topics = new TopicReader(reference.getObject(ROOT + ".topic"), errors, used).read(merged);
        RecordingRules recordings = new RecordingReader(reference.getObject(ROOT + ".recording"), errors, used)
                .read(merged);
        BrokerBridgeSettings bridges = new BridgeReader(reference.getObject(ROOT + ".bridge"), errors, used)
                .read(merged);
        if (!errors.isEmpty()) {
            return null;
        }
        TopicLogSettings recorded = new TopicLogSettings(logs == null ? LogLocation.find() : logs, length.intValue());
        return new Configuration(
                new BrokerSettings(channels.build(), recorded, topics, recordings, bridges, topicsPerThread, drain,
                        http),
                logging, merged);
    }

    private static HttpSettings http(Section section) {
        String address = section.text("address");
        return new HttpSettings(section.flag("enabled"), address == null ? LOOPBACK : address,
                section.number("port", 0, MAX_PORT), section.number("max-channels", 0, MOST_CHANNELS));
    }

    private static LoggingSettings logging(Section section) {
        return new LoggingSettings(section.choice("level", LoggingSettings.Level.class),
                section.choice("format", LoggingSettings.Format.class));
    }

    /** Returns the paths of the keys that were read, to be compared with those that exist. */
    Set<String> used() {
        return used;
    }
}
