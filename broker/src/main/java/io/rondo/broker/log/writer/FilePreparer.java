package io.rondo.broker.log.writer;

import io.rondo.broker.log.LogAlarms;
import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogIndex;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;

/**
 * Makes the next file when the current one is half full, so that the appender allocates nothing and an idle log has one file
 * only. The file is synced before it is handed out: its length and space are on the disk before its name is. An agent for one
 * thread.
 */
public final class FilePreparer implements Agent {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LogStorage storage;
    private final int fileLength;
    private final LogAlarms alarms;
    private final AtomicReference<PreparedFile> ready = new AtomicReference<>();
    private volatile boolean wanted;
    private volatile LogException failure;
    private long failedAt;

    /**
     * Creates the agent.
     *
     * @param storage where files are made
     * @param fileLength bytes of each file
     * @param alarms is told when a file cannot be made
     */
    public FilePreparer(LogStorage storage, int fileLength, LogAlarms alarms) {
        this.storage = storage;
        this.fileLength = fileLength;
        this.alarms = alarms;
    }

    @Override
    public int doWork() {
        if (!isWanted() || failure != null && System.nanoTime() - failedAt < RETRY_NANOS) {
            return 0;
        }
        try {
            ready.set(prepare());
            if (failure != null) {
                failure = null;
                alarms.onFileAgain();
            }
            return 1;
        } catch (LogException e) {
            boolean first = failure == null;
            failedAt = System.nanoTime();
            failure = e;
            if (first) {
                alarms.onNoFile(e);
            }
            return 0;
        }
    }

    private PreparedFile prepare() {
        LogFile file = null;
        try {
            file = storage.create(LogWriter.NEXT_FILE, fileLength);
            file.sync();
            return new PreparedFile(file, storage.create(LogWriter.NEXT_INDEX, LogIndex.length(fileLength)));
        } catch (IOException e) {
            file.close();
            throw new LogException(Reason.FAILED,
                    "cannot sync " + storage.describe(LogWriter.NEXT_FILE) + ": " + e.getMessage() + ": check the disk",
                    e);
        } catch (LogException e) {
            if (file != null) {
                file.close();
                storage.delete(LogWriter.NEXT_FILE);
            }
            throw e;
        }
    }

    /** Returns whether the next file is needed soon, and not ready. Thread-safe. */
    public boolean isWanted() {
        return wanted && ready.get() == null;
    }

    /** The next file is needed soon. */
    void want() {
        wanted = true;
    }

    /** Returns the next file; null if it is not ready. Its names are in use until {@link #taken()}. */
    PreparedFile ready() {
        return ready.get();
    }

    /** The file from {@link #ready()} has its final name, so the next one can be made. */
    void taken() {
        wanted = false;
        ready.set(null);
    }

    /** Returns why the next file cannot be made; null if it can, or was not tried yet. */
    public LogException failure() {
        return failure;
    }

    @Override
    public String roleName() {
        return "log-files";
    }

    /** Deletes the prepared file. */
    public void close() {
        PreparedFile prepared = ready.getAndSet(null);
        if (prepared != null) {
            prepared.close();
            storage.delete(LogWriter.NEXT_INDEX);
            storage.delete(LogWriter.NEXT_FILE);
        }
    }
}
