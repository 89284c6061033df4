package io.rondo.cli.log;

import io.rondo.client.log.FileScan;
import io.rondo.client.log.FrameKind;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogFileMapping;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.LogIndex;
import io.rondo.client.log.LogRecord;
import io.rondo.client.log.OpenLogFile;
import io.rondo.client.log.ScanListener;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileName;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What a whole file of a log has, found by reading all of it. */
final class LogFileDetails implements ScanListener {
    /** Messages that the log states to be missing. */
    record Gap(long first, long last, GapReason reason) {}

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final LogFileName name;
    private final List<Gap> gaps = new ArrayList<>();
    private long messages;
    private long length;
    private long used;
    private long lastSequence;
    private long firstTimestamp;
    private long lastTimestamp;
    private String state;
    private long indexEntries;

    private LogFileDetails(LogFileName name) {
        this.name = name;
    }

    /** Reads a file; returns null if it was removed meanwhile. */
    static LogFileDetails of(LogDirectory files, LogFileName name, LogFileSet set) {
        LogFileDetails details = new LogFileDetails(name);
        try (OpenLogFile file = OpenLogFile.open(files, name)) {
            if (file == null) {
                return null;
            }
            long logId = file.header() == null ? file.statedLogId() : file.header().logId();
            FileScan scan = new FileScan(file, logId, set.coverageEnd(name), details);
            details.length = file.memory().byteSize();
            details.used = scan.endPosition();
            details.lastSequence = scan.runs().isEmpty() ? name.baseSequence() - 1 : scan.runs().getLast().next() - 1;
            details.state = state(file, scan);
            details.indexEntries = file.header() == null ? -1 : indexEntries(files, file);
        }
        return details;
    }

    private static String state(OpenLogFile file, FileScan scan) {
        if (file.fault() != null) {
            return "damaged: " + file.fault();
        }
        if (scan.runs().size() > 1) {
            return "damaged";
        }
        if (scan.end() == FrameKind.BAD) {
            return "incomplete";
        }
        return scan.isClosed() ? "closed" : scan.end() == FrameKind.EMPTY ? "open" : "full";
    }

    /** Returns the number of entries; -1 if there is no index of this file. */
    private static long indexEntries(LogDirectory files, OpenLogFile file) {
        try (LogFileMapping index = files.map(file.name().index())) {
            if (index == null || !LogIndex.belongsTo(index.memory(), file.header())) {
                return -1;
            }
            long entries = 0;
            for (long at = LogIndex.ENTRIES; at + LogIndex.ENTRY_LENGTH <= index.memory().byteSize()
                    && index.memory().get(LONG, at + LogIndex.SEQUENCE) != 0; at += LogIndex.ENTRY_LENGTH) {
                entries++;
            }
            return entries;
        }
    }

    @Override
    public void onRecord(LogRecord record) {
        messages++;
        lastTimestamp = record.timestamp();
        firstTimestamp = firstTimestamp == 0 ? lastTimestamp : firstTimestamp;
    }

    @Override
    public void onGap(long firstSequence, long last, GapReason reason) {
        gaps.add(new Gap(firstSequence, last, reason));
    }

    @Override
    public void onProgress(int bytes) {
        // The result is the only output.
    }

    LogFileName name() {
        return name;
    }

    List<Gap> gaps() {
        return gaps;
    }

    long messages() {
        return messages;
    }

    /** Returns its length in bytes. */
    long length() {
        return length;
    }

    /** Returns the position behind the last frame. */
    long used() {
        return used;
    }

    long lastSequence() {
        return lastSequence;
    }

    /** Returns the timestamp of the first message; 0 if there is none. */
    long firstTimestamp() {
        return firstTimestamp;
    }

    /** Returns the timestamp of the last message; 0 if there is none. */
    long lastTimestamp() {
        return lastTimestamp;
    }

    /** Returns {@code open}, {@code closed}, {@code full}, {@code incomplete}, or what is damaged. */
    String state() {
        return state;
    }

    /** Returns the number of entries of its index; -1 if it has none. */
    long indexEntries() {
        return indexEntries;
    }
}
