package io.rondo.broker.recording;

import io.rondo.broker.log.ChannelLog;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.log.retention.RetentionAgent;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.storage.MappedStorage;
import io.rondo.client.Subscriber;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The recording of one topic: its recorder, its log and the log's agents. The {@link #recorder()} and the agents of the
 * {@link #log()} each run on a thread of their own, or share one with those of other topics; {@link
 * #retention()} shares that of the log's preparer. {@link #close()} is called after these threads have ended, the
 * recorder's first.
 */
public final class Recording implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final ChannelLog log;
    private final Recorder recorder;
    private final RetentionAgent retention;

    private Recording(ChannelLog log, Recorder recorder, RetentionAgent retention) {
        this.log = log;
        this.recorder = recorder;
        this.retention = retention;
    }

    /**
     * Recovers the log of a topic, or creates it, to record the topic.
     *
     * @param subscriber of the topic; closed by the recorder at its end, and by the caller if this method fails
     * @param logDirectory the directory that has the logs of all channels
     * @param settings of the log
     * @param retention what the log keeps now; asked about once a second
     * @param clock nanoseconds since the epoch; may go back; for any thread
     * @param listener is told what an operator should see
     * @return the recording, to be closed
     * @throws io.rondo.client.log.LogException if the log cannot be opened, or another process writes it
     */
    public static Recording open(Subscriber subscriber, Path logDirectory, LogSettings settings,
            Supplier<RetentionPolicy> retention, LongSupplier clock, RecorderListener listener) {
        MappedStorage storage = new MappedStorage(logDirectory.resolve(settings.channel()), OWNER_ONLY);
        try {
            ChannelLog log = ChannelLog.open(storage, settings, listener, listener);
            return new Recording(log, new Recorder(subscriber, log, clock, listener),
                    new RetentionAgent(new Retention(log, retention.get(), log::saveCheckpoint), retention, clock,
                            RetentionAgent.Needs.NONE, listener));
        } catch (RuntimeException | Error e) {
            storage.close();
            throw e;
        }
    }

    /** Returns the agent that appends the messages. */
    public Recorder recorder() {
        return recorder;
    }

    /** Returns the log, with the agents that sync it and make its files; they may wait for the disk. */
    public ChannelLog log() {
        return log;
    }

    /** Returns the agent that deletes files; it may wait for the disk. */
    public RetentionAgent retention() {
        return retention;
    }

    /** Returns what was found when the log was opened. */
    public RecoveredLog recovered() {
        return log.recovered();
    }

    /** Returns the sequence of the next message; after the recorder has ended. */
    public long nextSequence() {
        return log.writer().nextSequence();
    }

    /** Syncs the log, marks that it was closed in order, and unlocks it. */
    @Override
    public void close() {
        log.close();
    }
}
