package io.rondo.broker.log.writer;

import io.rondo.broker.log.LogCheckpoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the log states at the end of each file, for the retention, which must not delete more than it has saved. {@link #add}
 * and {@link #endFile()} belong to the appender, {@link #upTo} to the retention.
 */
public final class LogCheckpoints {
    private final Queue<LogCheckpoint> ends = new ConcurrentLinkedQueue<>();
    /** At the end of the log. */
    private final LogCheckpoint current;
    private LogCheckpoint newest;

    /**
     * Begins behind a recovered log, all of which is on the disk.
     *
     * @param recovered what it states
     */
    public LogCheckpoints(LogCheckpoint recovered) {
        current = recovered.copy();
        newest = recovered.copy();
    }

    /** Returns the sequence of the last record; 0 if there was none. */
    long lastSequence() {
        return current.lastSequence();
    }

    /** Returns the timestamp of the last record; 0 if there was none. */
    long lastTimestamp() {
        return current.lastTimestamp();
    }

    /** Adds a message. Does not allocate for a known publisher. */
    void add(long sequence, long timestamp, long publisherId, long publisherSequence, long epoch, long position) {
        current.add(sequence, timestamp, publisherId, publisherSequence, epoch, position);
    }

    /** Moves the end behind messages that are missing. */
    void skipTo(long sequence) {
        current.skipTo(sequence, current.lastTimestamp());
    }

    /** The next record begins a new file. */
    void endFile() {
        ends.add(current.copy());
    }

    /**
     * Returns what the log states at the end of the last file that is on the disk.
     *
     * @param durableSequence last sequence on the disk
     * @return the checkpoint, which states at least what all synced files but the newest do
     */
    public LogCheckpoint upTo(long durableSequence) {
        for (LogCheckpoint end = ends.peek(); end != null && end.lastSequence() <= durableSequence; end = ends.peek()) {
            newest = end;
            ends.remove();
        }
        return newest;
    }
}
