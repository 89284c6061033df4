package io.rondo.broker.log.recovery;

import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.storage.LogFile;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.writer.LogFileWriter;
import io.rondo.client.log.FileScan.Run;
import io.rondo.client.log.FrameCursor;
import io.rondo.client.log.FrameKind;
import io.rondo.client.log.LogIndex;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import io.rondo.codecs.log.LogFrames;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes what is kept of a file into a new one under an unfinished name. The old file is only read. */
final class FileRewriter {
    static final String UNFINISHED = ".tmp";
    private static final int PAGE = 4096;

    private final LogStorage storage;
    private final LogSettings settings;
    private final long logId;
    private final long synced;

    FileRewriter(LogStorage storage, LogSettings settings, long logId, long synced) {
        this.storage = storage;
        this.settings = settings;
        this.logId = logId;
        this.synced = synced;
    }

    /** Writes a file without records. */
    LogFileWriter empty(LogFileName name, long timestamp) {
        return begin(name, timestamp, settings.fileLength());
    }

    /**
     * Copies the kept records of a file from its new base sequence on.
     *
     * @param plan what is kept
     * @param name the new name
     * @param last whether the file is written on; otherwise it is filled
     * @return the new file, not synced
     */
    LogFileWriter rewrite(FilePlan plan, LogFileName name, boolean last) throws IOException {
        long base = name.baseSequence();
        FrameCursor cursor = new FrameCursor();
        cursor.wrap(plan.scanned().file().memory(), logId);
        LogFileWriter writer = begin(name, firstTimestamp(plan, cursor, base), length(plan));
        ByteBuffer source = plan.scanned().file().memory().asByteBuffer();
        long next = base;
        long timestamp = writer.header().baseTimestamp();
        for (Run run : plan.kept()) {
            if (run.first() > next) {
                gap(writer, next, run.first() - 1, timestamp);
                next = run.first();
            }
            for (int at = run.from(); at < run.to();) {
                FrameKind kind = cursor.look(at);
                if (kind == FrameKind.BAD) {
                    throw new IOException("a record changed while it was read");
                }
                if (kind != FrameKind.MARK && cursor.beginsWith(kind) >= base) {
                    markIfDue(writer, next, timestamp);
                    writer.frame(source, at, cursor.length());
                    next = kind == FrameKind.GAP ? cursor.gapLast() + 1 : cursor.sequence() + 1;
                    timestamp = timestamp(kind, cursor);
                }
                at += cursor.length();
            }
        }
        if (plan.next() > next) {
            gap(writer, next, plan.next() - 1, timestamp);
        }
        if (!last) {
            writer.pad(plan.next() - 1);
        }
        return writer;
    }

    private void gap(LogFileWriter writer, long first, long last, long timestamp) {
        markIfDue(writer, first, timestamp);
        writer.gap(first, last, timestamp, GapReason.DAMAGED);
    }

    private void markIfDue(LogFileWriter writer, long next, long timestamp) {
        if (writer.isMarkDue()) {
            writer.mark(Math.min(synced, next - 1), next, timestamp, false);
        }
    }

    private LogFileWriter begin(LogFileName name, long timestamp, long length) {
        LogFile file = storage.create(name.file() + UNFINISHED, length);
        LogFile index = storage.create(name.index() + UNFINISHED, LogIndex.length(length));
        LogFileWriter writer = LogFileWriter.begin(file, index, new LogFileHeader(logId, settings.channel(), name,
                timestamp, length, settings.schemaId(), settings.schemaVersion(), settings.durability().ordinal()));
        writer.mark(Math.min(synced, name.baseSequence() - 1), name.baseSequence(), timestamp, false);
        return writer;
    }

    /** The timestamp of the first record of the new file: records before it, which stay in the old file, may be older. */
    private static long firstTimestamp(FilePlan plan, FrameCursor cursor, long base) {
        long timestamp = 0;
        for (Run run : plan.kept()) {
            for (int at = run.from(); run.next() > base && at < run.to(); at += cursor.length()) {
                FrameKind kind = cursor.look(at);
                if (kind == FrameKind.BAD) {
                    return timestamp;
                }
                timestamp = kind == FrameKind.MARK ? timestamp : timestamp(kind, cursor);
                if (kind != FrameKind.MARK && cursor.beginsWith(kind) >= base) {
                    return timestamp;
                }
            }
            timestamp = run.lastTimestamp();
        }
        return timestamp;
    }

    private static long timestamp(FrameKind kind, FrameCursor cursor) {
        return kind == FrameKind.GAP ? cursor.gapTimestamp() : cursor.timestamp();
    }

    /** The old frames fit, and so do marks at the new places, gaps and the next records. */
    private long length(FilePlan plan) {
        long content = LogFileHeader.LENGTH + LogFrames.PADDING_HEADER_LENGTH;
        for (Run run : plan.kept()) {
            content += run.to() - run.from() + 2L * (LogFrames.GAP_LENGTH + LogFrames.MARK_LENGTH);
        }
        content += content / LogFrames.MARK_INTERVAL * LogFrames.MARK_LENGTH + LogFrames.GAP_LENGTH;
        return Math.clamp((content + PAGE - 1) / PAGE * PAGE, settings.fileLength(), LogFileHeader.MAX_FILE_LENGTH);
    }
}
