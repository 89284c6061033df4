package io.rondo.broker.metrics;

import java.util.List;

/** The metrics that Rondo defines; {@code docs/operations/metrics.md} lists them and those of libraries. */
enum Metric {
    CHANNELS(Type.GAUGE, "rondo_channels", "Channels in the directory, the ingresses of sequenced topics included"),
    CHANNELS_OMITTED(Type.GAUGE, "rondo_channels_omitted",
            "Channels without metrics of their own: beyond the limit, or unreadable", "reason"),
    CHANNEL_CAPACITY(Type.GAUGE, "rondo_channel_capacity_bytes", "Capacity", Metric.CHANNEL, Metric.KIND),
    CHANNEL_BACKLOG(Type.GAUGE, "rondo_channel_backlog_bytes",
            "Bytes that the consumer, or the slowest one that others wait for, has not confirmed", Metric.CHANNEL,
            Metric.KIND),
    CHANNEL_BYTES(Type.COUNTER, "rondo_channel_published_bytes",
            "Bytes that were published, record headers and padding included", Metric.CHANNEL, Metric.KIND),
    CHANNEL_MESSAGES(Type.COUNTER, "rondo_channel_published_messages", "Messages that were published", Metric.CHANNEL,
            Metric.KIND),
    CHANNEL_DELIVERED(Type.COUNTER, "rondo_channel_delivered_messages",
            "Messages that were delivered; each consumer of a topic counts", Metric.CHANNEL, Metric.KIND),
    CHANNEL_LOST(Type.COUNTER, "rondo_channel_lost_messages", "Messages that slow consumers lost", Metric.CHANNEL,
            Metric.KIND),
    CHANNEL_BACK_PRESSURE(Type.COUNTER, "rondo_channel_back_pressure", "Claims that found the channel full",
            Metric.CHANNEL, Metric.KIND),
    CHANNEL_RECOVERED(Type.COUNTER, "rondo_channel_recovered_claims", "Claims of dead producers that were skipped",
            Metric.CHANNEL, Metric.KIND),
    CHANNEL_EVICTIONS(Type.COUNTER, "rondo_channel_evictions", "Consumers that were evicted", Metric.CHANNEL,
            Metric.KIND),
    CHANNEL_PARKS(Type.COUNTER, "rondo_channel_parks", "Times that a participant slept in the kernel", Metric.CHANNEL,
            Metric.KIND, Metric.ROLE),
    CHANNEL_WAKES(Type.COUNTER, "rondo_channel_wakes", "Times that a participant woke the other side", Metric.CHANNEL,
            Metric.KIND, Metric.ROLE),
    CHANNEL_PARTICIPANTS(Type.GAUGE, "rondo_channel_participants", "Live participants", Metric.CHANNEL, Metric.KIND,
            Metric.ROLE),
    CHANNEL_DEAD(Type.GAUGE, "rondo_channel_dead_participants", "Participants that died without detaching",
            Metric.CHANNEL, Metric.KIND, Metric.ROLE),

    BUILD_INFO(Type.GAUGE, "rondo_build_info", "1, with the version", "version"),
    STATE(Type.GAUGE, "rondo_broker_state", "1 for what the broker does, 0 for the others", "state"),
    LIVE(Type.GAUGE, "rondo_broker_live", "1 if every thread works; the answer of /livez"),
    READY(Type.GAUGE, "rondo_broker_ready",
            "1 if the messages of all topics are taken and confirmed; the answer of /readyz"),
    TOPICS(Type.GAUGE, "rondo_broker_topics", "Topics that the broker sequences"),
    REQUESTS(Type.COUNTER, "rondo_broker_requests", "Requests of clients", "request", "result"),
    CONNECTIONS(Type.GAUGE, "rondo_broker_connections", "Connections of clients with a request"),
    DENIALS(Type.COUNTER, "rondo_broker_denials", "Requests and connections of users without a right"),
    ALARM(Type.GAUGE, "rondo_alarm", "1 for each failure that lasts", "alarm", "subject", "blocking"),
    ALARMS(Type.COUNTER, "rondo_alarms_raised", "Failures since the start", "alarm"),
    RECOVERY_TOPICS(Type.GAUGE, "rondo_recovery_topics", "Topics to continue at the start"),
    RECOVERY_DONE(Type.GAUGE, "rondo_recovery_done_topics", "Topics of which recovery has ended"),
    RECOVERY_BYTES(Type.GAUGE, "rondo_recovery_log_bytes", "Bytes of the log that is being recovered"),
    RECOVERY_DONE_BYTES(Type.GAUGE, "rondo_recovery_done_log_bytes",
            "Bytes of the log that is being recovered that were read"),
    FILESYSTEM_SIZE(Type.GAUGE, "rondo_filesystem_size_bytes", "Size of the file system; 0 if it has no limit",
            "directory"),
    FILESYSTEM_FREE(Type.GAUGE, "rondo_filesystem_free_bytes", "Bytes that the broker may still allocate",
            "directory"),

    TOPIC_MESSAGES(Type.COUNTER, "rondo_topic_sequenced_messages", "Messages that this broker has sequenced",
            Metric.TOPIC, "durability"),
    TOPIC_SEQUENCE(Type.GAUGE, "rondo_topic_sequence", "The last sequence", Metric.TOPIC),
    RECORDING_MESSAGES(Type.COUNTER, "rondo_recording_messages",
            "Messages of a plain topic that this broker has recorded", Metric.TOPIC, "durability"),
    RECORDING_LAG(Type.GAUGE, "rondo_recording_lag_messages",
            "Messages of a plain topic that are not recorded yet", Metric.TOPIC),
    LOG_UNSYNCED(Type.GAUGE, "rondo_log_unsynced_messages", "Messages that are in the page cache only", Metric.TOPIC),
    LOG_BYTES(Type.COUNTER, "rondo_log_written_bytes", "Bytes that this broker has written", Metric.TOPIC),
    LOG_FILES(Type.GAUGE, "rondo_log_files", "Files of the log", Metric.TOPIC),
    LOG_FILE_BYTES(Type.GAUGE, "rondo_log_file_bytes", "Length of the files, the unused part of the newest included",
            Metric.TOPIC),
    LOG_GAPS(Type.COUNTER, "rondo_log_gaps", "Gaps that this broker has marked", Metric.TOPIC),
    LOG_MISSING(Type.COUNTER, "rondo_log_missing_messages", "Messages that went on without being recorded",
            Metric.TOPIC),
    LOG_NO_SPACE(Type.GAUGE, "rondo_log_no_space", "1 if the next file cannot be made", Metric.TOPIC),
    LOG_READ_ONLY(Type.GAUGE, "rondo_log_read_only", "1 if a sync failed and the log takes nothing", Metric.TOPIC),
    LOG_SYNC_RUNNING(Type.GAUGE, "rondo_log_running_sync_seconds", "Time of the sync that runs now; 0 if none runs",
            Metric.TOPIC),
    SUBSCRIPTION_LAG(Type.GAUGE, "rondo_subscription_lag_messages", "Messages that are not confirmed", Metric.TOPIC,
            Metric.SUBSCRIPTION),
    SUBSCRIPTION_AGE(Type.GAUGE, "rondo_subscription_lag_seconds",
            "Age of the oldest message that is not confirmed; -1 if the log cannot be read there", Metric.TOPIC,
            Metric.SUBSCRIPTION),
    SUBSCRIPTION_CONFIRMED(Type.GAUGE, "rondo_subscription_confirmed_sequence", "The last confirmed sequence",
            Metric.TOPIC, Metric.SUBSCRIPTION),
    SUBSCRIPTION_CONNECTED(Type.GAUGE, "rondo_subscription_connected", "1 if a live subscriber uses it", Metric.TOPIC,
            Metric.SUBSCRIPTION),

    BRIDGE_CONNECTED(Type.GAUGE, "rondo_bridge_connected", "1 if the other side is there", Metric.BRIDGE,
            Metric.DIRECTION, "uri", "stream"),
    BRIDGE_PEER(Type.GAUGE, "rondo_bridge_peer", "1 for each address of the other side", Metric.BRIDGE,
            Metric.DIRECTION,
            "peer"),
    BRIDGE_MESSAGES(Type.COUNTER, "rondo_bridge_messages", "Messages that were sent, or published on local channels",
            Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_BYTES(Type.COUNTER, "rondo_bridge_bytes", "Bytes of these messages", Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_LAG(Type.GAUGE, "rondo_bridge_lag_messages", "Messages that wait to be sent, or that a copy lacks",
            Metric.BRIDGE,
            Metric.DIRECTION),
    BRIDGE_LOST(Type.COUNTER, "rondo_bridge_lost_messages",
            "Messages of local topics that were overwritten before the bridge read them", Metric.BRIDGE,
            Metric.DIRECTION),
    BRIDGE_GAPS(Type.COUNTER, "rondo_bridge_gaps", "Gaps in what arrived", Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_MISSING(Type.COUNTER, "rondo_bridge_missing_messages", "Messages that were missing in these gaps",
            Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_DROPPED(Type.COUNTER, "rondo_bridge_dropped_messages", "Messages that arrived and were dropped",
            Metric.BRIDGE, Metric.DIRECTION, "reason"),
    BRIDGE_BACK_PRESSURE(Type.COUNTER, "rondo_bridge_back_pressure",
            "Times that the stream or a local channel had no room", Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_REPLAYS(Type.COUNTER, "rondo_bridge_replays", "Times that a copy asked its home to send again from its log",
            Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_FORWARDED(Type.COUNTER, "rondo_bridge_forwarded_messages",
            "Messages that were published at a copy and sent to its home", Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_REMOVED(Type.COUNTER, "rondo_bridge_removed_messages",
            "Messages that retention at the home removed before the copy had them", Metric.BRIDGE, Metric.DIRECTION),
    BRIDGE_CLOCK_OFFSET(Type.GAUGE, "rondo_bridge_clock_offset_seconds",
            "How far the clock of the home is ahead of that of the copy", Metric.BRIDGE, Metric.DIRECTION);

    /** Whether a value only grows. */
    enum Type {
        COUNTER,
        GAUGE
    }

    private static final String CHANNEL = "channel";
    private static final String KIND = "kind";
    private static final String ROLE = "role";
    private static final String TOPIC = "topic";
    private static final String SUBSCRIPTION = "subscription";
    private static final String BRIDGE = "bridge";
    private static final String DIRECTION = "direction";

    private final Type type;
    private final String family;
    private final String help;
    private final List<String> labels;

    Metric(Type type, String family, String help, String... labels) {
        this.type = type;
        this.family = family;
        this.help = help;
        this.labels = List.of(labels);
    }

    Type type() {
        return type;
    }

    /** Returns the name, without the {@code _total} that formats add to counters. */
    String family() {
        return family;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }
}
