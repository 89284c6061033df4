package io.rondo.broker.log.recovery;

import io.rondo.broker.log.LogCheckpoint;
import io.rondo.client.log.FileScan;
import io.rondo.client.log.LogRecord;
import io.rondo.client.log.OpenLogFile;
import io.rondo.client.log.ScanListener;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A file with its runs, and for each run what its records state together: which runs are kept is known later. */
final class ScannedFile implements ScanListener, AutoCloseable {
    /** A mark that belongs into the index. */
    record Mark(int position, long nextSequence, long timestamp) {}

    private final OpenLogFile file;
    private final FileScan scan;
    private final LongConsumer progress;
    private final List<Mark> marks = new ArrayList<>();
    private int nextIndexed = LogFileHeader.LENGTH + LogFrames.MARK_INTERVAL;
    private final List<LogCheckpoint> states = new ArrayList<>();

    ScannedFile(OpenLogFile file, long logId, long coverageEnd, LongConsumer progress) {
        this.file = file;
        this.progress = progress;
        scan = new FileScan(file, logId, coverageEnd, this);
    }

    @Override
    public void onRun() {
        states.add(new LogCheckpoint());
    }

    @Override
    public void onRecord(LogRecord record) {
        states.getLast().add(record);
    }

    @Override
    public void onGap(long firstSequence, long lastSequence, GapReason reason) {
        // A gap has no message; the run knows where it ends.
    }

    @Override
    public void onMark(int position, long nextSequence, long timestamp) {
        if (position >= nextIndexed) {
            marks.add(new Mark(position, nextSequence, timestamp));
            nextIndexed = position + LogFrames.MARK_INTERVAL;
        }
    }

    @Override
    public void onProgress(int bytes) {
        progress.accept(bytes);
    }

    OpenLogFile file() {
        return file;
    }

    FileScan scan() {
        return scan;
    }

    /** Returns the marks that belong into the index. */
    List<Mark> marks() {
        return marks;
    }

    LogCheckpoint state(int run) {
        return states.get(run);
    }

    @Override
    public void close() {
        file.close();
    }
}
