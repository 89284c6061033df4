package io.rondo.cli.broker;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.health.RecoveryProgress;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.LogStatus;
import io.rondo.broker.status.RecordingStatus;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.broker.status.TopicStatus;
import io.rondo.broker.status.VolumeStatus;
import io.rondo.cli.bridge.BridgeTable;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** The status of a broker as text. */
final class BrokerStatusText {
    private static final String NONE = "-";
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    private static final int UNIT = 1024;
    private static final int PERCENT = 100;

    private BrokerStatusText() {}

    /** Returns lines; tables fit a number of columns. */
    static String of(BrokerStatus status, int columns) {
        StringBuilder text = new StringBuilder();
        line(text, "state", state(status));
        line(text, "broker", "version " + status.version() + ", pid " + status.pid() + ", started "
                + Instant.ofEpochMilli(status.startedAt()) + ", up "
                + Duration.ofSeconds((long) status.uptimeSeconds()).toString().substring(2).toLowerCase(Locale.ROOT));
        line(text, "channels", volume(status.channels()));
        line(text, "logs", volume(status.logs()));
        if (status.denials() > 0) {
            line(text, "denied", Quantity.of(status.denials(), "request") + " or connections of users without a right");
        }
        for (Alarm alarm : status.alarms()) {
            line(text, "alarm", alarm.message() + " (" + Instant.ofEpochMilli(alarm.since()) + ")");
        }
        if (!status.topics().isEmpty()) {
            text.append('\n').append(topics(status).fit(columns, 1));
        }
        if (!status.recordings().isEmpty()) {
            text.append('\n').append(recordings(status).fit(columns, 1));
        }
        if (status.topics().stream().anyMatch(topic -> !topic.subscriptions().isEmpty())) {
            text.append('\n').append(subscriptions(status).fit(columns, 2));
        }
        if (!status.bridges().isEmpty()) {
            text.append('\n').append(BridgeTable.of(status.bridges()).fit(columns, 1));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(String.format(Locale.ROOT, "%-9s %s%n", key, value));
    }

    private static String state(BrokerStatus status) {
        if (status.state() == BrokerState.RECOVERING) {
            return recovering(status.recovery());
        }
        return lowerCase(status.state()) + (status.live() ? "" : ", a thread is stuck")
                + (status.ready() || status.state() != BrokerState.RUNNING ? "" : ", not ready: see the alarms");
    }

    private static String recovering(RecoveryProgress.Snapshot recovery) {
        return "recovering: " + recovery.doneTopics() + " of " + recovery.topics() + " topics done"
                + (recovery.bytes() == 0
                        ? ""
                        : "; read " + recovery.doneBytes() * PERCENT / recovery.bytes() + " % of the log of "
                                + recovery.topic() + ", " + bytes(recovery.bytes()));
    }

    private static String volume(VolumeStatus volume) {
        return volume.directory() + (volume.sizeBytes() == 0
                ? ""
                : ", " + bytes(volume.freeBytes()) + " of " + bytes(volume.sizeBytes()) + " free");
    }

    private static Table topics(BrokerStatus status) {
        Table table = new Table(Set.of(2, 3, 4, 5, 6, 7, 8), "TOPIC", "DURABILITY", "SEQUENCE", "MESSAGES", "RATE/S",
                "UNSYNCED", "FILES", "BYTES", "MISSING", "LOG");
        for (TopicStatus topic : status.topics()) {
            LogStatus log = topic.log();
            String rate = String.format(Locale.ROOT, "%.1f", topic.messagesPerSecond());
            table.row(topic.topic(), lowerCase(topic.durability()), Long.toString(topic.sequence()),
                    Long.toString(topic.messages()), rate,
                    log == null ? NONE : Long.toString(Math.max(0, log.writtenSequence() - log.durableSequence())),
                    log == null ? NONE : Integer.toString(log.files()),
                    log == null ? NONE : Long.toString(log.fileBytes()),
                    log == null ? NONE : Long.toString(log.missingMessages()),
                    log == null ? NONE : words(log.state()));
        }
        return table;
    }

    private static Table recordings(BrokerStatus status) {
        Table table = new Table(Set.of(2, 3, 4, 5, 6, 7, 8), "RECORDING", "DURABILITY", "SEQUENCE", "MESSAGES", "LAG",
                "FILES", "BYTES", "GAPS", "MISSING", "LOG");
        for (RecordingStatus recording : status.recordings()) {
            LogStatus log = recording.log();
            table.row(recording.topic(), lowerCase(recording.durability()), Long.toString(log.writtenSequence()),
                    Long.toString(recording.messages()), Long.toString(recording.lagMessages()),
                    Integer.toString(log.files()), Long.toString(log.fileBytes()), Long.toString(log.gaps()),
                    Long.toString(log.missingMessages()), words(log.state()));
        }
        return table;
    }

    private static Table subscriptions(BrokerStatus status) {
        Table table = new Table(Set.of(2, 3, 4), "TOPIC", "SUBSCRIPTION", "CONFIRMED", "LAG", "SECONDS", "CONNECTED");
        for (TopicStatus topic : status.topics()) {
            for (SubscriptionStatus each : topic.subscriptions()) {
                table.row(topic.topic(), each.name(), Long.toString(each.confirmed()),
                        Long.toString(each.lagMessages()),
                        each.lagSeconds() < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", each.lagSeconds()),
                        each.connected() ? "yes" : "no");
            }
        }
        return table;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Enum<?> constant) {
        return lowerCase(constant).replace('_', ' ');
    }

    private static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= UNIT && unit < UNITS.length - 1) {
            value /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
