package io.rondo.cli.log;

import io.rondo.client.StartPosition;
import io.rondo.client.log.FileScan;
import io.rondo.client.log.GapHandler;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.LogFiles;
import io.rondo.client.log.LogReader;
import io.rondo.client.log.LogRecord;
import io.rondo.client.log.LogRecordHandler;
import io.rondo.client.log.OpenLogFile;
import io.rondo.client.log.ScanListener;
import io.rondo.client.sequenced.SequencedConsumer;
import io.rondo.codecs.control.GapReason;
import io.rondo.core.ring.Action;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The messages of a part of a log in their order, up to the last one that the log has at the start, so that it ends also
 * while the log is written. Goes on behind damage, and reports it. For one thread at a time.
 */
public final class LogSource implements AutoCloseable {
    private final LogFiles files;
    private final GapHandler gaps;
    private final Consumer<String> errors;
    private final LogReader reader;
    private final long lastSequence;
    private final long lastTimestamp;
    private String channel;
    private boolean damaged;

    /**
     * Opens a log.
     *
     * @param files the log
     * @param from first message
     * @param to last message; null for the last one of the log
     * @param gaps is told which messages are missing
     * @param errors is told what is damaged
     * @throws LogException if there is no log, or it cannot be read
     */
    public LogSource(LogFiles files, StartPosition from, StartPosition to, GapHandler gaps, Consumer<String> errors) {
        this.files = files;
        this.gaps = gaps;
        this.errors = errors;
        reader = new LogReader(files, this::onGap);
        try {
            long end = lastSequence();
            lastSequence = to instanceof StartPosition.AtSequence(long last) ? Math.min(end, last) : end;
            lastTimestamp = to instanceof StartPosition.AtTime(Instant time)
                    ? SequencedConsumer.nanos(time)
                    : Long.MAX_VALUE;
            seek(from);
        } catch (LogException e) {
            reader.close();
            throw e;
        }
    }

    /** Scans the newest file: behind damage in it there may be messages. */
    private long lastSequence() {
        while (true) {
            LogFileSet set = new LogFileSet(files.names());
            try (OpenLogFile file = OpenLogFile.open(files, set.last())) {
                if (file != null) {
                    long logId = file.header() == null ? file.statedLogId() : file.header().logId();
                    channel = file.header() == null ? null : file.header().channel();
                    FileScan scan = new FileScan(file, logId, Long.MAX_VALUE, IGNORE);
                    return scan.runs().isEmpty()
                            ? file.name().baseSequence() - 1
                            : scan.runs().getLast().next() - 1;
                }
            }
        }
    }

    private void seek(StartPosition from) {
        switch (from) {
            case StartPosition.AtSequence(long sequence) -> reader.seekSequence(sequence);
            case StartPosition.AtTime(Instant time) -> reader.seekTime(SequencedConsumer.nanos(time));
            default -> reader.seekEarliest();
        }
    }

    private void onGap(long first, long last, GapReason reason) {
        if (first <= lastSequence) {
            gaps.onGap(first, Math.min(last, lastSequence), reason);
        }
    }

    /**
     * Delivers the next message.
     *
     * @param handler receives it, valid until it returns
     * @return false if there is none
     */
    public boolean next(Consumer<LogRecord> handler) {
        return poll(record -> {
            handler.accept(record);
            return Action.CONTINUE;
        });
    }

    /** Returns the timestamp of the next message, nanoseconds since 1970, without delivering it; -1 if there is none. */
    public long nextTimestamp() {
        long[] timestamp = {-1};
        poll(record -> {
            timestamp[0] = record.timestamp();
            return Action.ABORT;
        });
        return timestamp[0];
    }

    private boolean poll(LogRecordHandler handler) {
        while (true) {
            boolean[] found = new boolean[1];
            try {
                reader.poll(record -> {
                    if (record.timestamp() > lastTimestamp) {
                        return Action.ABORT;
                    }
                    found[0] = true;
                    return handler.onRecord(record);
                }, 1, lastSequence);
                return found[0];
            } catch (LogException e) {
                if (e.reason() != Reason.DAMAGED) {
                    throw e;
                }
                errors.accept(e.getMessage());
                damaged = true;
                if (!skipDamage()) {
                    return false;
                }
            }
        }
    }

    private boolean skipDamage() {
        long before = reader.nextSequence();
        if (!reader.skipDamage()) {
            return false;
        }
        return reader.nextSequence() > before || skipFile(before);
    }

    /** The next file cannot be read: goes on with a later one. */
    private boolean skipFile(long sequence) {
        LogFileSet set = new LogFileSet(files.names());
        long next = set.coverageEnd(set.covering(sequence));
        while (next <= lastSequence) {
            try {
                reader.seekSequence(next);
                onGap(sequence, next - 1, GapReason.DAMAGED);
                return true;
            } catch (LogException e) {
                errors.accept(e.getMessage());
                next = set.coverageEnd(set.covering(next));
            }
        }
        return false;
    }

    /**
     * Returns the channel that the newest file names.
     *
     * @throws LogException if its header is damaged
     */
    public String channel() {
        if (channel == null) {
            throw new LogException(Reason.DAMAGED, "the newest file in " + files.describe("")
                    + " has a damaged header, which names the channel: name one with --as");
        }
        return channel;
    }

    /** Returns whether messages could not be read because the log is damaged. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Returns the sequence of the last message that it delivers at most. */
    public long last() {
        return lastSequence;
    }

    @Override
    public void close() {
        reader.close();
    }

    private static final ScanListener IGNORE = new ScanListener() {
        @Override
        public void onRecord(LogRecord record) {
            // Only the end is of interest.
        }

        @Override
        public void onGap(long firstSequence, long lastSequence, GapReason reason) {
            // Only the end is of interest.
        }

        @Override
        public void onProgress(int bytes) {
            // Only the end is of interest.
        }
    };
}
