package io.rondo.broker.metrics;

import io.rondo.broker.control.RequestCounts;
import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.LogState;
import io.rondo.broker.status.LogStatus;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.broker.status.TopicStatus;
import io.rondo.broker.status.VolumeStatus;
import java.util.List;
import java.util.Locale;

/** Turns the status of a broker into metrics. */
final class StatusMetrics {
    private StatusMetrics() {}

    /** Adds what concerns the broker as a whole. */
    static void addBroker(Samples samples, BrokerStatus status, Alarms alarms, RequestCounts requests) {
        samples.add(Metric.BUILD_INFO, 1, status.version());
        for (BrokerState state : BrokerState.values()) {
            samples.add(Metric.STATE, state == status.state(), state.name().toLowerCase(Locale.ROOT));
        }
        samples.add(Metric.LIVE, status.live());
        samples.add(Metric.READY, status.ready());
        samples.add(Metric.TOPICS, status.topics().size());
        requests.forEach((request, result, count) -> samples.add(Metric.REQUESTS, count, request, result));
        samples.add(Metric.CONNECTIONS, requests.connections());
        samples.add(Metric.DENIALS, status.denials());
        for (AlarmKind kind : AlarmKind.values()) {
            samples.add(Metric.ALARMS, alarms.raised(kind), kind.label());
        }
        samples.add(Metric.RECOVERY_TOPICS, status.recovery().topics());
        samples.add(Metric.RECOVERY_DONE, status.recovery().doneTopics());
        samples.add(Metric.RECOVERY_BYTES, status.recovery().bytes());
        samples.add(Metric.RECOVERY_DONE_BYTES, status.recovery().doneBytes());
        addVolume(samples, "channels", status.channels());
        addVolume(samples, "logs", status.logs());
    }

    private static void addVolume(Samples samples, String directory, VolumeStatus volume) {
        samples.add(Metric.FILESYSTEM_SIZE, volume.sizeBytes(), directory);
        samples.add(Metric.FILESYSTEM_FREE, volume.freeBytes(), directory);
    }

    /**
     * Adds what concerns single topics.
     *
     * @param samples gets the values
     * @param status of the broker
     * @param limit the most topics, recordings and alarms that have metrics of their own
     */
    static void addTopics(Samples samples, BrokerStatus status, int limit) {
        for (Alarm alarm : first(status.alarms(), limit)) {
            samples.add(Metric.ALARM, 1, alarm.kind().label(), alarm.subject(), String.valueOf(alarm.blocking()));
        }
        for (TopicStatus topic : first(status.topics(), limit)) {
            samples.add(Metric.TOPIC_MESSAGES, topic.messages(), topic.topic(),
                    topic.durability().name().toLowerCase(Locale.ROOT));
            samples.add(Metric.TOPIC_SEQUENCE, topic.sequence(), topic.topic());
            if (topic.log() != null) {
                addLog(samples, topic.topic(), topic.log());
            }
            for (SubscriptionStatus subscription : topic.subscriptions()) {
                add(samples, topic.topic(), subscription);
            }
        }
        for (RecordingStatus recording : first(status.recordings(), limit)) {
            samples.add(Metric.RECORDING_MESSAGES, recording.messages(), recording.topic(),
                    recording.durability().name().toLowerCase(Locale.ROOT));
            samples.add(Metric.RECORDING_LAG, recording.lagMessages(), recording.topic());
            addLog(samples, recording.topic(), recording.log());
        }
        first(status.bridges(), limit).forEach(bridge -> add(samples, bridge));
    }

    private static <T> List<T> first(List<T> all, int limit) {
        return all.subList(0, Math.min(limit, all.size()));
    }

    private static void addLog(Samples samples, String topic, LogStatus log) {
        samples.add(Metric.LOG_UNSYNCED, Math.max(0, log.writtenSequence() - log.durableSequence()), topic);
        samples.add(Metric.LOG_BYTES, log.writtenBytes(), topic);
        samples.add(Metric.LOG_FILES, log.files(), topic);
        samples.add(Metric.LOG_FILE_BYTES, log.fileBytes(), topic);
        samples.add(Metric.LOG_GAPS, log.gaps(), topic);
        samples.add(Metric.LOG_MISSING, log.missingMessages(), topic);
        samples.add(Metric.LOG_NO_SPACE, log.state() == LogState.NO_SPACE, topic);
        samples.add(Metric.LOG_READ_ONLY, log.state() == LogState.READ_ONLY, topic);
        samples.add(Metric.LOG_SYNC_RUNNING, log.syncSeconds(), topic);
    }

    private static void add(Samples samples, String topic, SubscriptionStatus subscription) {
        String[] labels = {topic, subscription.name()};
        samples.add(Metric.SUBSCRIPTION_LAG, subscription.lagMessages(), labels);
        samples.add(Metric.SUBSCRIPTION_AGE, subscription.lagSeconds(), labels);
        samples.add(Metric.SUBSCRIPTION_CONFIRMED, subscription.confirmed(), labels);
        samples.add(Metric.SUBSCRIPTION_CONNECTED, subscription.connected(), labels);
    }

    private static void add(Samples samples, BridgeStatus bridge) {
        String direction = bridge.direction().name().toLowerCase(Locale.ROOT);
        samples.add(Metric.BRIDGE_CONNECTED, bridge.state() == BridgeState.CONNECTED, bridge.bridge(), direction,
                bridge.uri(), Integer.toString(bridge.stream()));
        bridge.peers().forEach(peer -> samples.add(Metric.BRIDGE_PEER, 1, bridge.bridge(), direction, peer));
        String[] labels = {bridge.bridge(), direction};
        samples.add(Metric.BRIDGE_MESSAGES, bridge.messages(), labels);
        samples.add(Metric.BRIDGE_BYTES, bridge.bytes(), labels);
        samples.add(Metric.BRIDGE_LAG, bridge.lagMessages(), labels);
        samples.add(Metric.BRIDGE_LOST, bridge.lost(), labels);
        samples.add(Metric.BRIDGE_GAPS, bridge.gaps(), labels);
        samples.add(Metric.BRIDGE_MISSING, bridge.missing(), labels);
        samples.add(Metric.BRIDGE_BACK_PRESSURE, bridge.backPressure(), labels);
        samples.add(Metric.BRIDGE_REPLAYS, bridge.replays(), labels);
        samples.add(Metric.BRIDGE_FORWARDED, bridge.forwarded(), labels);
        samples.add(Metric.BRIDGE_REMOVED, bridge.removed(), labels);
        samples.add(Metric.BRIDGE_CLOCK_OFFSET, bridge.clockOffsetSeconds(), labels);
        samples.add(Metric.BRIDGE_DROPPED, bridge.duplicates(), bridge.bridge(), direction, "duplicate");
        samples.add(Metric.BRIDGE_DROPPED, bridge.loops(), bridge.bridge(), direction, "loop");
        samples.add(Metric.BRIDGE_DROPPED, bridge.foreign(), bridge.bridge(), direction, "foreign");
        samples.add(Metric.BRIDGE_DROPPED, bridge.malformed(), bridge.bridge(), direction, "malformed");
        samples.add(Metric.BRIDGE_DROPPED, bridge.refused(), bridge.bridge(), direction, "refused");
    }
}
