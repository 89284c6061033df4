package io.rondo.broker.log;

import io.rondo.broker.log.recovery.LogRecovery;
import io.rondo.broker.log.recovery.RecoveredLog;
import io.rondo.broker.log.recovery.RecoveryListener;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.writer.FilePreparer;
import io.rondo.broker.log.writer.LogCheckpoints;
import io.rondo.broker.log.writer.LogProgress;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.broker.log.writer.Syncer;
import io.rondo.client.log.LogException;

/**
 * The log of one channel, opened for writing. The {@link #writer()} belongs to the sequencer's thread, {@link #syncer()} and
 * {@link #preparer()} are agents, each for a thread of its own or one that it shares; {@link #progress()} may be read by any.
 * {@link #close()} is called after the threads of the writer and the agents have ended.
 */
public final class ChannelLog implements AutoCloseable {
    private final LogStorage storage;
    private final RecoveredLog recovered;
    private final FilePreparer preparer;
    private final Syncer syncer;
    private final LogCheckpoints checkpoints;
    private final LogWriter writer;

    private ChannelLog(LogStorage storage, LogSettings settings, LogAlarms alarms, RecoveredLog recovered) {
        this.storage = storage;
        this.recovered = recovered;
        LogCheckpoint state = recovered.state();
        preparer = new FilePreparer(storage, settings.fileLength(), alarms);
        syncer = new Syncer(storage, settings.durability(), state.lastSequence(), alarms);
        syncer.add(recovered.file());
        checkpoints = new LogCheckpoints(state);
        writer = new LogWriter(storage, settings, recovered.file(), checkpoints, preparer, syncer);
    }

    /**
     * Recovers the log of a channel, or creates it, and opens it.
     *
     * @param storage the files; closed with the log
     * @param settings of new files
     * @param alarms is told of failures
     * @param progress is told how far recovery is
     * @return the log; all of its records are on the disk
     * @throws LogException {@code FOREIGN}, {@code NEWER_VERSION}, {@code NO_SPACE} or {@code FAILED}; the storage is open
     */
    public static ChannelLog open(LogStorage storage, LogSettings settings, LogAlarms alarms,
            RecoveryListener progress) {
        return new ChannelLog(storage, settings, alarms, LogRecovery.recover(storage, settings, progress));
    }

    /** Returns what recovery found: the end of the log, the publishers, damage and what was cut. */
    public RecoveredLog recovered() {
        return recovered;
    }

    /** Returns the appender. */
    public LogWriter writer() {
        return writer;
    }

    /** Returns the agent that syncs. */
    public Syncer syncer() {
        return syncer;
    }

    /** Returns the agent that makes files. */
    public FilePreparer preparer() {
        return preparer;
    }

    /** Returns the last written and the last durable sequence. */
    public LogProgress progress() {
        return syncer.progress();
    }

    /** Returns the random id of the log. */
    public long logId() {
        return recovered.file().header().logId();
    }

    /**
     * Saves what the synced files state together. For one thread at a time, before files are deleted.
     *
     * @throws LogException {@code NO_SPACE} or {@code FAILED}; the former checkpoint remains
     */
    public void saveCheckpoint() {
        checkpoints.upTo(progress().durableSequence()).save(storage, logId());
    }

    /** Returns the files of the log, for a reader. */
    public LogStorage storage() {
        return storage;
    }

    /**
     * Syncs what was written, unless a sync failed before, marks the end of the log so that the last file can be continued,
     * and closes all files.
     */
    @Override
    public void close() {
        writer.close();
        preparer.close();
        storage.close();
    }
}
