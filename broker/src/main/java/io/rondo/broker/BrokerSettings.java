package io.rondo.broker;

import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.recording.topics.RecordingRules;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.RondoConfig;
import io.rondo.core.wait.Deadline;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a broker. Immutable; each setter returns a changed copy.
 *
 * @param config names the directory of the channels
 * @param logs where topics are recorded
 * @param topics what topics are created with, and what their logs keep
 * @param recordings which plain topics are recorded
 * @param bridges to other hosts
 * @param topicsPerThread how many topics share a thread, from 1; 1 gives each topic a thread
 * @param drain the longest time for which {@link Broker#close()} sequences what was published before
 * @param http the HTTP endpoint
 */
public record BrokerSettings(RondoConfig config, TopicLogSettings logs, TopicRules topics,
        RecordingRules recordings, BrokerBridgeSettings bridges, int topicsPerThread, Duration drain,
        HttpSettings http) {
    private static final int DEFAULT_TOPICS_PER_THREAD = 64;
    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range; the message names it
     */
    public BrokerSettings {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(logs, "logs");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(recordings, "recordings");
        Objects.requireNonNull(bridges, "bridges");
        Objects.requireNonNull(http, "http");
        if (topicsPerThread < 1) {
            throw new IllegalArgumentException(
                    "topics per thread " + topicsPerThread + " is not positive: use 1 or more");
        }
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("drain " + drain + " is not from 0 to 1 hour");
        }
    }

    /**
     * Returns the defaults: logs in the usual directory, {@link TopicRules#DEFAULTS}, no recording of plain topics, no
     * bridges, 64 topics per thread, a drain of at most 5 s, no HTTP endpoint.
     *
     * @param config names the directory of the channels
     * @return the settings
     */
    public static BrokerSettings of(RondoConfig config) {
        return new BrokerSettings(config, TopicLogSettings.defaults(), TopicRules.DEFAULTS, RecordingRules.NONE,
                BrokerBridgeSettings.NONE,
                DEFAULT_TOPICS_PER_THREAD,
                DEFAULT_DRAIN, HttpSettings.OFF);
    }

    /** Sets where topics are recorded. */
    public BrokerSettings logs(TopicLogSettings settings) {
        return new BrokerSettings(config, settings, topics, recordings, bridges, topicsPerThread, drain, http);
    }

    /** Sets what topics are created with, and what their logs keep. */
    public BrokerSettings topics(TopicRules rules) {
        return new BrokerSettings(config, logs, rules, recordings, bridges, topicsPerThread, drain, http);
    }

    /** Sets which plain topics are recorded. */
    public BrokerSettings recordings(RecordingRules rules) {
        return new BrokerSettings(config, logs, topics, rules, bridges, topicsPerThread, drain, http);
    }

    /** Sets the bridges to other hosts. */
    public BrokerSettings bridges(BrokerBridgeSettings settings) {
        return new BrokerSettings(config, logs, topics, recordings, settings, topicsPerThread, drain, http);
    }

    /** Sets how many topics share a thread. */
    public BrokerSettings topicsPerThread(int count) {
        return new BrokerSettings(config, logs, topics, recordings, bridges, count, drain, http);
    }

    /** Sets the longest time for draining at the end. */
    public BrokerSettings drain(Duration longest) {
        return new BrokerSettings(config, logs, topics, recordings, bridges, topicsPerThread, longest, http);
    }

    /** Sets the HTTP endpoint. */
    public BrokerSettings http(HttpSettings settings) {
        return new BrokerSettings(config, logs, topics, recordings, bridges, topicsPerThread, drain, settings);
    }

    long drainNanos() {
        return Deadline.nanos(drain);
    }
}
