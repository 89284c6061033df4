package io.rondo.client.log;

import io.rondo.client.log.FileScan.Run;
import io.rondo.client.log.LogFinding.Kind;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileName;
import io.rondo.codecs.log.LogFrames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads all files of a log, checks every record and the order of the sequences, and changes nothing. */
public final class LogVerifier implements ScanListener {
    private static final String MOVED_ASIDE = ".*\\.log\\.(damaged|cut)\\d*";

    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[4096]);

    private final LogFiles files;
    private final LongConsumer progress;
    private final List<LogFinding> findings = new ArrayList<>();
    private OpenLogFile file;
    private long logId;
    private long bytes;
    private long messages;
    private long timestamp = Long.MIN_VALUE;
    private long next;

    private LogVerifier(LogFiles files, LongConsumer progress) {
        this.files = files;
        this.progress = progress;
    }

    /**
     * Verifies a log. It may be written meanwhile.
     *
     * @param files the log
     * @param progress receives numbers of bytes that were read, to be added up
     * @return the result
     * @throws LogException {@code MISSING} if there is no directory; {@code FAILED} if it cannot be read
     */
    public static LogVerification verify(LogFiles files, LongConsumer progress) {
        return new LogVerifier(files, progress).run();
    }

    private LogVerification run() {
        List<String> names = files.names();
        LogFileSet set = new LogFileSet(names);
        for (LogFileName name : set.files()) {
            try (OpenLogFile opened = OpenLogFile.open(files, name)) {
                if (opened != null) {
                    file = opened;
                    verify(set.coverageEnd(name));
                } else {
                    // Retention removed it meanwhile, and everything before it.
                    next = 0;
                }
            } catch (LogException e) {
                findings.add(new LogFinding(Kind.FOREIGN, files.describe(name.file()), 0, -1, e.getMessage()));
            }
        }
        names.stream().filter(name -> name.matches(MOVED_ASIDE)).sorted().forEach(name -> findings.add(new LogFinding(
                Kind.MOVED_ASIDE, files.describe(name), 0, -1, "recovery moved it aside: it is not part of the log")));
        long first = set.isEmpty() ? 0 : set.first().baseSequence();
        return new LogVerification(set.files().size(), bytes, messages, first, next - 1, List.copyOf(findings));
    }

    private void verify(long coverageEnd) {
        long base = file.name().baseSequence();
        if (next != 0 && base > next) {
            add(Kind.MISSING, next, base - 1, "the records before this file are missing");
        }
        bytes += file.memory().byteSize();
        if (file.fault() != null) {
            add(Kind.HEADER, 0, -1, file.fault());
        } else if (logId != 0 && file.header().logId() != logId) {
            add(Kind.FOREIGN, 0, -1, "it belongs to another log");
        }
        logId = file.header() == null ? logId : file.header().logId();
        FileScan scan = new FileScan(file, logId, coverageEnd, this);
        next = base;
        for (Run run : scan.runs()) {
            if (run != scan.runs().getFirst()) {
                add(Kind.DAMAGED, next, run.first() - 1, "damaged before position " + run.from());
            }
            next = run.next();
        }
        verifyFiller(scan.endPosition());
        if (scan.end() == FrameKind.BAD && coverageEnd == Long.MAX_VALUE) {
            add(Kind.INCOMPLETE, 0, -1, "the record at position " + scan.endPosition() + " is not whole");
        } else if (scan.end() == FrameKind.BAD) {
            add(Kind.DAMAGED, next, coverageEnd - 1, "damaged from position " + scan.endPosition() + " on");
            next = coverageEnd;
        }
    }

    /** The checksum of Padding leaves out the filler. */
    private void verifyFiller(int position) {
        MemorySegment memory = file.memory();
        FrameCursor cursor = new FrameCursor();
        cursor.wrap(memory, logId);
        if (position > memory.byteSize() || cursor.look(position) != FrameKind.PADDING) {
            return;
        }
        for (long at = position + (long) LogFrames.PADDING_HEADER_LENGTH; at < memory.byteSize(); at += ZEROES
                .byteSize()) {
            long length = Math.min(ZEROES.byteSize(), memory.byteSize() - at);
            long wrong = memory.asSlice(at, length).mismatch(ZEROES.asSlice(0, length));
            if (wrong >= 0) {
                add(Kind.DAMAGED, 0, -1, "the filler is damaged at position " + (at + wrong) + "; no message is lost");
                return;
            }
        }
    }

    private void add(Kind kind, long first, long last, String text) {
        findings.add(new LogFinding(kind, file.path(), first, last, text));
    }

    @Override
    public void onRecord(LogRecord record) {
        messages++;
        if (record.timestamp() < timestamp) {
            add(Kind.TIMESTAMP, record.sequence(), record.sequence(),
                    "timestamp " + record.timestamp() + " is less than " + timestamp + " before it");
        }
        timestamp = Math.max(timestamp, record.timestamp());
    }

    @Override
    public void onGap(long firstSequence, long lastSequence, GapReason reason) {
        add(Kind.GAP, firstSequence, lastSequence, "messages are missing: " + reason);
    }

    @Override
    public void onProgress(int scanned) {
        progress.accept(scanned);
    }
}
