package io.rondo.broker.recording.topics;

import io.rondo.broker.health.DutyCycles;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.recording.Recorder;
import io.rondo.broker.recording.Recording;
import io.rondo.broker.sequencer.log.LogAgents;
import io.rondo.broker.sequencer.log.LogFigures;
import io.rondo.broker.status.LogStatus;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.segment.Identity;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Records one segment of a plain topic, from its oldest message that the log does not cover: opens the log, records, and
 * closes the log. The topic's publishers never wait for it. It has a thread of its own, because the recovery of a log may take
 * long, and a store into the log blocks while the disk does not answer. Other threads may read the figures.
 */
final class RecordingAgent implements Agent, IdleStrategy {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final ChannelSettings SUBSCRIPTION = ChannelSettings.DEFAULTS.slowConsumer(SlowConsumer.DROP_OLDEST)
            .waitStrategy(WaitStrategy.park());

    private final RecordingEnvironment environment;
    private final Identity topic;
    private final Durability durability;
    private final Supplier<RetentionPolicy> retention;
    private final RecordingNotices notices;
    private final Path directory;
    private LogAgents agents;
    private DutyCycles cycles;
    private IdleStrategy idle;
    private long synced;
    /** Null until the log is open. */
    private volatile Recording recording;

    /**
     * Creates the agent.
     *
     * @param environment of all recordings
     * @param topic identity of the segment
     * @param durability of a new log
     * @param retention what the log keeps now
     */
    RecordingAgent(RecordingEnvironment environment, Identity topic, Durability durability,
            Supplier<RetentionPolicy> retention) {
        this.environment = environment;
        this.topic = topic;
        this.durability = durability;
        this.retention = retention;
        notices = new RecordingNotices(topic.name(), environment.health(), environment.syncTimes());
        directory = environment.logs().directory().resolve(topic.name());
    }

    @Override
    public void onStart() {
        String name = topic.name();
        if (environment.isSequenced().test(name)) {
            throw new RondoException(directory + " is the log of a sequenced topic of this name: rename one of the"
                    + " topics, or move the log away");
        }
        Subscriber subscriber = environment.memory().topicSubscriber(topic, SUBSCRIPTION, true, ring -> ring);
        Recording opened;
        try {
            opened = Recording.open(subscriber, environment.logs().directory(),
                    new LogSettings(name, durability, environment.logs().fileLengthFor(topic.maxMessageLength()),
                            topic.schemaId(), topic.schemaVersion()),
                    retention, environment.clock(), notices);
        } catch (RuntimeException | Error e) {
            subscriber.close();
            throw e;
        }
        notices.recovery().report(opened.recovered());
        synced = opened.log().progress().writtenSequence();
        idle = opened.recorder().idleStrategy();
        agents = environment.threads().agents(name, opened.retention());
        agents.start(opened.log(), () -> {});
        cycles = environment.health().watchdog().watch(roleName());
        cycles.begin();
        recording = opened;
        LOG.log(Level.INFO, "topic {0} is recorded in {1} from sequence {2,number,#} on, durability {3}", name,
                directory, opened.nextSequence(), durability.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public int doWork() {
        cycles.increment();
        Recorder recorder = recording.recorder();
        int work = recorder.doWork();
        if (recording.log().preparer().isWanted()) {
            agents.makeFile();
        }
        if (durability == Durability.DISK) {
            long written = recording.log().progress().writtenSequence();
            if (work > 0 || written != synced) {
                synced = written;
                agents.sync();
            }
        }
        return work;
    }

    @Override
    public void onClose() {
        if (recording == null) {
            return;
        }
        try {
            recording.recorder().onClose();
        } finally {
            agents.stop();
            recording.close();
            notices.reportGaps();
            notices.end();
            cycles.end();
        }
    }

    @Override
    public void idle(int workCount) {
        idle.idle(workCount);
    }

    @Override
    public void idle() {
        idle.idle();
    }

    @Override
    public void reset() {
        idle.reset();
    }

    /** Returns the durability of the recording. */
    Durability durability() {
        return durability;
    }

    /** Returns whether the log was opened; also true after it was closed. */
    boolean hasBegun() {
        return recording != null;
    }

    /** Returns what was recorded; null before the log is open. */
    Recorder recorder() {
        Recording opened = recording;
        return opened == null ? null : opened.recorder();
    }

    /** Logs the gaps since the last call. */
    void reportGaps() {
        notices.reportGaps();
    }

    /** Returns the log now; only if this {@link #hasBegun()}. */
    LogStatus log() {
        Recorder recorder = recording.recorder();
        return LogFigures.of(recording.log(), directory, recorder.gaps(), recorder.missing() + recorder.unmarked());
    }

    @Override
    public String roleName() {
        return "recorder-" + topic.name();
    }
}
