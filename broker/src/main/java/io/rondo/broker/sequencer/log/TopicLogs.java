package io.rondo.broker.sequencer.log;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.broker.log.storage.JvmFlags;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.storage.LogStorageFactory;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.broker.sequencer.SequencerLog;
import io.rondo.broker.sequencer.TopicLogSource;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Durability;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.log.LogException;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.Remedy;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * The logs of a broker's sequenced topics. A symbolic link beside the segments of a topic shows subscribers where its log is. Thread-safe.
 */
public final class TopicLogs implements TopicLogSource {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final LongSupplier CLOCK = new SystemEpochNanoClock()::nanoTime;
    private static final int DEFAULT_FILE_MODE = 0600;

    private final ChannelDirectory channels;
    private final TopicLogSettings settings;
    private volatile TopicRules rules;
    private final Health health;
    private final LongConsumer syncTimes;
    private final LogThreads threads;
    private final LogStorageFactory storages;

    /**
     * Opens no log yet.
     *
     * @param channels the segments
     * @param settings where topics are recorded
     * @param rules what their logs keep
     * @param storages opens the files of the logs
     * @param threads of the logs
     * @param health gets alarms and the progress of recovery
     * @param syncTimes gets the time of each sync, in nanoseconds; called by one thread
     * @throws IllegalStateException if a flag of the JVM is missing
     */
    public TopicLogs(ChannelDirectory channels, TopicLogSettings settings, TopicRules rules,
            LogStorageFactory storages, LogThreads threads, Health health, LongConsumer syncTimes) {
        JvmFlags.require();
        this.channels = channels;
        this.settings = settings;
        this.rules = rules;
        this.health = health;
        this.syncTimes = syncTimes;
        this.threads = threads;
        this.storages = storages;
    }

    /** Changes what the logs keep, within about a second. */
    public void rules(TopicRules changed) {
        rules = changed;
    }

    @Override
    public boolean isRecorded(String topic) {
        return directory(topic).isTopic();
    }

    private TopicDirectory directory(String topic) {
        return new TopicDirectory(settings.directory().resolve(topic).toAbsolutePath());
    }

    @Override
    public List<TopicRequest> topics() {
        try (Stream<Path> entries = Files.list(settings.directory())) {
            return entries.map(TopicDirectory::new).filter(TopicDirectory::isTopic).map(this::load)
                    .filter(saved -> saved != null).toList();
        } catch (IOException e) {
            throw new RondoException("cannot list the log directory " + settings.directory() + ": " + IoReason.of(e)
                    + ": check its permissions, or use another one (RONDO_LOG_DIR)", e);
        }
    }

    private TopicRequest load(TopicDirectory directory) {
        try {
            return directory.load();
        } catch (RondoException e) {
            LOG.log(Level.ERROR, "a topic cannot be continued: {0}", e.getMessage());
            health.alarms().raise(AlarmKind.NOT_CONTINUED, directory.path().getFileName().toString(), true,
                    "a topic cannot be continued: " + e.getMessage());
            return null;
        }
    }

    @Override
    public SequencerLog open(TopicRequest request, boolean exists) {
        String topic = request.topic();
        TopicDirectory directory = directory(topic);
        TopicRequest saved = directory.load();
        if (exists) {
            new LogLink(channels.logLink(topic)).requireTarget(topic, saved == null ? null : directory.path());
        }
        Durability durability = durability(request, saved, exists);
        if (durability == Durability.MEMORY) {
            if (settings.copies().contains(topic)) {
                throw new RondoException("topic " + topic + " has durability memory, and a copy of a topic needs a log:"
                        + " remove it, and set durability os or disk");
            }
            return SequencerLog.NONE;
        }
        try {
            LoggedAlarms alarms = new LoggedAlarms(topic, durability == Durability.DISK, health.alarms(), syncTimes);
            ChannelLog log = open(request, saved, directory.path(), durability, alarms);
            try {
                return open(request, saved, exists, log, alarms);
            } catch (RuntimeException | Error e) {
                log.close();
                throw e;
            }
        } catch (LogException e) {
            throw translated(topic, e);
        }
    }

    private SequencerLog open(TopicRequest request, TopicRequest saved, boolean exists, ChannelLog log,
            LoggedAlarms alarms) {
        String topic = request.topic();
        TopicDirectory directory = directory(topic);
        Durability durability = durability(request, saved, exists);
        boolean empty = log.recovered().state().lastSequence() == 0;
        SegmentSpec properties = saved == null || empty ? null : saved.properties();
        CopyIdentity copy = copy(topic, directory.path(), empty);
        if (copy != null) {
            reportLost(topic, log.recovered());
        }
        if (properties == null && !exists) {
            directory.save(new TopicRequest(topic, request.properties(), durability));
        }
        new LogLink(channels.logLink(topic)).set(directory.path());
        SegmentSpec mode = saved == null ? request.properties() : saved.properties();
        Subscriptions durable = Subscriptions.open(topic, directory.path(), channels.subscriptions(topic),
                fileMode(mode), log.logId(), log.recovered().state().lastSequence());
        RetentionAgent retention = new RetentionAgent(
                new Retention(log, rules.retention(topic), log::saveCheckpoint), () -> rules.retention(topic),
                CLOCK, durable::saveAndFindNeeded, alarms);
        return new TopicLog(log, directory.path(), durability, alarms, properties,
                threads.agents(topic, retention), durable, copy);
    }

    /** A copy goes on behind damaged records: its log has a gap then, which the log of the home has not. */
    private void reportLost(String topic, RecoveredLog recovered) {
        String ranges = recovered.damage().stream().filter(damage -> damage.firstSequence() <= damage.lastSequence())
                .map(damage -> damage.firstSequence() + " to " + damage.lastSequence() + " (" + damage.file() + ": "
                        + damage.text() + ")")
                .collect(Collectors.joining(", "));
        if (!ranges.isEmpty()) {
            String message = "this copy of topic " + topic + " has lost messages " + ranges
                    + ", which the home may have: to get them again, move the topic's log directory away, remove the"
                    + " topic (rondo rm " + topic + ") and start the broker, and the home sends all anew";
            health.alarms().raise(AlarmKind.COPY_DAMAGED, topic, false, message);
            LOG.log(Level.ERROR, "{0}", message);
        }
    }

    /** Returns what is known of the home of a topic; null if the topic is sequenced here. */
    private CopyIdentity copy(String topic, Path directory, boolean empty) {
        CopyFile found = CopyFile.load(directory);
        boolean received = settings.copies().contains(topic);
        if (found == null && received) {
            if (!empty) {
                throw new RondoException("topic " + topic + " was sequenced here, and a bridge is to receive it: remove"
                        + " the bridge, or move " + directory + " away and remove the topic (rondo rm " + topic
                        + "), and it becomes a copy");
            }
            return CopyFile.create(directory);
        }
        if (found != null && !received) {
            String message = "topic " + topic + " is a copy of log " + HexFormat.of().toHexDigits(found.home())
                    + ", and no bridge receives it, so its publishers wait: configure the bridge, or move " + directory
                    + " away and remove the topic (rondo rm " + topic + ")";
            if (health.alarms().raise(AlarmKind.COPY_STOPPED, topic, true, message)) {
                LOG.log(Level.ERROR, "{0}", message);
            }
        }
        return found;
    }

    private static Durability durability(TopicRequest request, TopicRequest saved, boolean exists) {
        Durability asked = request.durability();
        if (saved == null && !exists) {
            return asked;
        }
        Durability actual = saved == null ? Durability.MEMORY : saved.durability();
        if (asked != null && asked != actual) {
            throw new ChannelMismatchException("topic " + request.topic() + " has durability " + actual
                    + ", but " + asked + " was asked for: "
                    + Remedy.set("durability", actual.name().toLowerCase(Locale.ROOT)) + ", or use another name");
        }
        return actual;
    }

    private ChannelLog open(TopicRequest request, TopicRequest saved, Path path, Durability durability,
            LoggedAlarms alarms) {
        SegmentSpec properties = saved == null ? request.properties() : saved.properties();
        LogSettings file = new LogSettings(request.topic(), durability, fileLength(properties),
                properties.schemaId() == null ? 0 : properties.schemaId(),
                properties.schemaId() == null ? 0 : properties.schemaVersion());
        LogStorage storage = storages.open(path, fileMode(properties));
        try {
            LoggedRecovery recovery = new LoggedRecovery(request.topic(), health.recovery());
            ChannelLog log = ChannelLog.open(storage, file, alarms, recovery);
            recovery.report(log.recovered());
            return log;
        } catch (RuntimeException | Error e) {
            storage.close();
            throw e;
        }
    }

    private static int fileMode(SegmentSpec properties) {
        return properties.fileMode() == null ? DEFAULT_FILE_MODE : properties.fileMode();
    }

    private int fileLength(SegmentSpec properties) {
        return settings.fileLengthFor(SequencedSpecs.egress(properties, true).maxMessageLength());
    }

    private static RondoException translated(String topic, LogException e) {
        String message = "topic " + topic + ": " + e.getMessage();
        return switch (e.reason()) {
            case IN_USE -> new ChannelInUseException(message);
            case NO_SPACE -> new NoSpaceException(message);
            default -> new RondoException(message, e);
        };
    }
}
