package io.rondo.broker.log.writer;

import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.Agent;

/**
 * Brings records to the disk. With durability {@code disk} a sync starts when the previous one has ended and something was
 * written meanwhile, so that each sync covers a group. With {@code os} and {@code memory} only files that are complete are
 * synced, which bounds what recovery has to rewrite.
 *
 * <p>A failed sync is not retried: the kernel may have dropped the pages and would report success. The log becomes read-only.
 * An agent for one thread; {@link #add} and {@link #fail} belong to the appender.
 */
public final class Syncer implements Agent {
    /** A sync that so many checks, one per second, find running waits for a disk that does not answer. */
    public static final int STALLED_CHECKS = 10;

    private final LogStorage storage;
    private final Durability durability;
    private final LogProgress progress;
    private final LogAlarms alarms;
    private final Queue<LogFileWriter> added = new ConcurrentLinkedQueue<>();
    /** Files that may have unsynced records, the oldest first; the last one is being written. */
    private final ArrayDeque<LogFileWriter> open = new ArrayDeque<>();
    private boolean newNames;
    private volatile long syncBegan;
    /** Confined to the thread that calls {@link #checkStall}: when the last sync seen began, and how many checks saw it. */
    private long seenSync;
    private int checks;
    private boolean stallReported;

    /**
     * Creates the agent of a log in which all records are synced.
     *
     * @param storage the files
     * @param durability of the channel
     * @param lastSequence last sequence of the log
     * @param alarms is told when a sync fails
     */
    public Syncer(LogStorage storage, Durability durability, long lastSequence, LogAlarms alarms) {
        this.storage = storage;
        this.durability = durability;
        this.alarms = alarms;
        progress = new LogProgress(lastSequence);
    }

    /** Returns what was written and synced. */
    public LogProgress progress() {
        return progress;
    }

    /** Adds the file that is written from now on; the one before is complete. */
    public void add(LogFileWriter file) {
        added.add(file);
    }

    /** Makes the log read-only. */
    void fail(LogException failure) {
        progress.fail(failure);
        alarms.onReadOnly(failure);
    }

    @Override
    public int doWork() {
        if (progress.failure() != null) {
            return 0;
        }
        // The sequence first: its file was added before it was written.
        long written = progress.writtenSequence();
        boolean requested = progress.takeSyncRequest();
        takeAdded();
        if (durability == Durability.DISK) {
            return written > progress.durableSequence() || requested ? sync(true, written) : 0;
        }
        return open.size() > 1 ? sync(false, lastComplete()) : 0;
    }

    /** Syncs everything that was written, whatever the durability. */
    void syncAll() {
        long written = progress.writtenSequence();
        takeAdded();
        if (progress.failure() == null) {
            sync(true, written);
        }
    }

    private void takeAdded() {
        for (LogFileWriter file = added.poll(); file != null; file = added.poll()) {
            newNames |= !open.isEmpty();
            open.add(file);
        }
    }

    /** Last sequence of the files before the one that is being written. */
    private long lastComplete() {
        return open.getLast().header().name().baseSequence() - 1;
    }

    private int sync(boolean last, long sequence) {
        LogFileWriter file = null;
        try {
            // 0 means that no sync runs.
            long begin = System.nanoTime() | 1;
            syncBegan = begin;
            while (open.size() > 1) {
                file = open.getFirst();
                file.file().sync();
                open.removeFirst();
                file.close();
            }
            if (last) {
                file = open.getFirst();
                file.file().sync();
            }
            if (newNames) {
                storage.syncDirectory();
                newNames = false;
            }
            alarms.onSynced(System.nanoTime() - begin);
            progress.setDurable(Math.max(sequence, progress.durableSequence()));
            return 1;
        } catch (IOException e) {
            fail(new LogException(Reason.FAILED, "cannot sync " + storage.describe(file.header().name().file())
                    + ": " + e.getMessage() + ": the log is read-only; check the disk, then restart the broker", e));
            return 0;
        } finally {
            syncBegan = 0;
        }
    }

    /** Returns how long the sync that runs now has taken, in nanoseconds; 0 if none runs. Thread-safe. */
    public long runningSyncNanos() {
        long began = syncBegan;
        return began == 0 ? 0 : System.nanoTime() - began;
    }

    /**
     * Reports a sync that does not end, and later its end. To be called about once a second, by one thread that never waits
     * for this disk: the thread of this agent cannot report that it is blocked. It counts checks and not seconds, because a
     * process that was stopped as a whole made no progress either.
     *
     * @param limit checks after which a sync counts as stalled, {@link #STALLED_CHECKS}
     */
    public void checkStall(int limit) {
        long began = syncBegan;
        checks = began == seenSync ? checks + 1 : 1;
        seenSync = began;
        if (began != 0 && checks >= limit) {
            stallReported = true;
            alarms.onSyncStalled(runningSyncNanos());
        } else if (stallReported) {
            stallReported = false;
            alarms.onSyncEnded();
        }
    }

    @Override
    public String roleName() {
        return "log-sync";
    }

    /** Closes all files. */
    void close() {
        takeAdded();
        open.forEach(LogFileWriter::close);
        open.clear();
    }
}
