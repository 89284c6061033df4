package io.rondo.broker.log.recovery;

import io.rondo.broker.log.LogCheckpoint;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.broker.log.writer.IndexWriter;
import io.rondo.broker.log.writer.LogFileWriter;
import io.rondo.broker.log.writer.LogWriter;
import io.rondo.client.log.FrameCursor;
import io.rondo.client.log.FrameKind;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileMapping;
import io.rondo.client.log.LogFileSet;
import io.rondo.client.log.OpenLogFile;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a log into order. Mapped pages reach the disk in any order, so behind the highest synced mark nothing is certain:
 * {@link LogEnd} decides what is kept. What is kept above the mark, and each damaged file, is written into a new file and
 * synced before the old one is moved aside. Nothing is deleted that has a record. Recovery that is interrupted at any point
 * begins anew with the same result.
 */
public final class LogRecovery {
    private static final String DAMAGED = ".damaged";
    private static final String CUT = ".cut";

    private final LogStorage storage;
    private final LogSettings settings;
    private final RecoveryListener listener;
    private final List<ScannedFile> files = new ArrayList<>();
    private final List<LogFileWriter> written = new ArrayList<>();
    private long done;
    private long total;
    private long logId;

    private LogRecovery(LogStorage storage, LogSettings settings, RecoveryListener listener) {
        this.storage = storage;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Recovers the log, or creates one if there is none.
     *
     * @param storage the files
     * @param settings of new files
     * @param listener is told the progress
     * @return the log; all of its records are on the disk
     * @throws LogException {@code FOREIGN}, {@code NEWER_VERSION}, {@code NO_SPACE} or {@code FAILED}; no file was changed
     * then, but unfinished ones may have been added
     */
    public static RecoveredLog recover(LogStorage storage, LogSettings settings, RecoveryListener listener) {
        LogRecovery recovery = new LogRecovery(storage, settings, listener);
        try {
            return recovery.run();
        } catch (IOException e) {
            throw new LogException(Reason.FAILED, "cannot recover the log in " + storage.describe("") + ": "
                    + e.getMessage() + ": check the disk and try again", e);
        } finally {
            recovery.files.forEach(ScannedFile::close);
        }
    }

    private RecoveredLog run() throws IOException {
        LogFileSet set = new LogFileSet(storage.names());
        keepUnnamedFile();
        open(set);
        LogCheckpoint saved = LogCheckpoint.load(storage, logId);
        if (files.isEmpty()) {
            return create(saved);
        }
        LogEnd end = new LogEnd(files, saved);
        FileRewriter rewriter = new FileRewriter(storage, settings, logId, end.synced());
        LogFileWriter last = end.isClosedInOrder() ? reopen(files.getLast()) : rewrite(end, rewriter);
        commit();
        moveAside(end, set);
        releaseLast(set, last);
        storage.syncDirectory();
        return new RecoveredLog(last, end.first(), end.state(), end.damage(), end.cut());
    }

    /** The file that was the last one is not continued after a crash. */
    private void releaseLast(LogFileSet before, LogFileWriter last) {
        LogFileName former = before.last();
        if (!former.equals(last.header().name()) && storage.names().contains(former.file())) {
            storage.releaseUnused(former.file());
        }
    }

    /** Power was lost before the directory was synced, so the name of a file that was in use may be lost. */
    private void keepUnnamedFile() {
        try (LogFileMapping file = storage.map(LogWriter.NEXT_FILE)) {
            if (file == null || file.memory().byteSize() < Long.BYTES
                    || file.memory().get(ValueLayout.JAVA_LONG_UNALIGNED, 0) == 0) {
                return;
            }
        }
        rename(LogWriter.NEXT_FILE, CUT);
    }

    private void open(LogFileSet set) {
        List<OpenLogFile> opened = new ArrayList<>();
        try {
            for (LogFileName name : set.files()) {
                OpenLogFile file = OpenLogFile.open(storage, name);
                if (file == null) {
                    throw new LogException(Reason.FAILED, storage.describe(name.file())
                            + " was removed while the log was recovered: put it back, and try again");
                }
                opened.add(file);
            }
            logId = logId(opened);
            opened.forEach(this::requireSameLog);
            total = opened.stream().mapToLong(file -> file.memory().byteSize()).sum();
        } catch (RuntimeException | Error e) {
            opened.forEach(OpenLogFile::close);
            throw e;
        }
        for (OpenLogFile file : opened) {
            files.add(new ScannedFile(file, logId, set.coverageEnd(file.name()), this::progress));
        }
        listener.onProgress(total, total);
    }

    private void progress(long bytes) {
        done += bytes;
        listener.onProgress(done, total);
    }

    /** A damaged header may state a wrong id; each file begins with a mark that states it, too. */
    private static long logId(List<OpenLogFile> opened) {
        for (OpenLogFile file : opened) {
            if (file.header() != null) {
                return file.header().logId();
            }
        }
        FrameCursor cursor = new FrameCursor();
        for (OpenLogFile file : opened) {
            if (file.memory().byteSize() > LogFileHeader.LENGTH) {
                cursor.wrap(file.memory(), FrameCursor.ANY_LOG);
                if (cursor.look(LogFileHeader.LENGTH) == FrameKind.MARK) {
                    return cursor.markLogId();
                }
            }
        }
        return opened.stream().mapToLong(OpenLogFile::statedLogId).filter(id -> id != 0).findFirst().orElseGet(
                LogRecovery::newLogId);
    }

    private static long newLogId() {
        return new SecureRandom().nextLong(1, Long.MAX_VALUE);
    }

    private void requireSameLog(OpenLogFile file) {
        LogFileHeader header = file.header();
        if (header == null) {
            return;
        }
        if (header.logId() != logId) {
            throw new LogException(Reason.FOREIGN, file.path() + " belongs to another log: its id is "
                    + Long.toHexString(header.logId()) + ", not " + Long.toHexString(logId)
                    + ": move it out of the log's directory");
        }
        if (!header.channel().equals(settings.channel())) {
            throw new LogException(Reason.FOREIGN, file.path() + " is of channel " + header.channel() + ", not "
                    + settings.channel() + ": move it to that channel's log, or rename the directory");
        }
    }

    private RecoveredLog create(LogCheckpoint saved) throws IOException {
        long first = saved.lastSequence() + 1;
        FileRewriter rewriter = new FileRewriter(storage, settings, logId, saved.lastSequence());
        LogFileWriter file = rewriter.empty(new LogFileName(first, 0), saved.lastTimestamp());
        written.add(file);
        commit();
        return new RecoveredLog(file, first, saved, List.of(), List.of());
    }

    /** Continues the last file, which was closed in order. */
    private LogFileWriter reopen(ScannedFile scanned) {
        LogFileHeader header = scanned.file().header();
        IndexRebuilder.ensure(storage, scanned);
        return new LogFileWriter(storage.open(header.name().file()),
                new IndexWriter(storage.open(header.name().index())),
                header, scanned.scan().endPosition());
    }

    /** Writes new files; the last of them is written on. */
    private LogFileWriter rewrite(LogEnd end, FileRewriter rewriter) throws IOException {
        for (FilePlan plan : end.plans()) {
            boolean last = plan == end.plans().getLast();
            if (plan.isDamaged()) {
                written.add(rewriter.rewrite(plan, freeName(plan.name().baseSequence()), last));
            } else if (plan.next() > end.synced() + 1) {
                long base = Math.max(plan.name().baseSequence(), end.synced() + 1);
                written.add(rewriter.rewrite(plan, freeName(base), last));
            } else if (last) {
                written.add(rewriter.empty(freeName(end.next()), end.state().lastTimestamp()));
            }
        }
        if (end.plans().isEmpty()) {
            written.add(rewriter.empty(freeName(end.next()), end.state().lastTimestamp()));
        }
        return written.getLast();
    }

    /** Returns the name of a new file, with a generation that no file of this base sequence has. */
    private LogFileName freeName(long base) {
        int generation = 0;
        for (String each : storage.names()) {
            LogFileName name = LogFileName.parse(each);
            if (name != null && name.baseSequence() == base) {
                generation = Math.max(generation, name.generation() + 1);
            }
        }
        return new LogFileName(base, generation);
    }

    /** Syncs the new files, and only then gives them their names. */
    private void commit() throws IOException {
        for (LogFileWriter file : written) {
            file.file().sync();
        }
        for (LogFileWriter file : written) {
            LogFileName name = file.header().name();
            storage.rename(name.index() + FileRewriter.UNFINISHED, name.index());
            storage.rename(name.file() + FileRewriter.UNFINISHED, name.file());
            if (file != written.getLast()) {
                file.close();
            }
        }
        storage.syncDirectory();
    }

    /** Moves replaced and cut files aside, and deletes what has no meaning. */
    private void moveAside(LogEnd end, LogFileSet set) {
        LogFileSet now = new LogFileSet(storage.names());
        for (FilePlan plan : end.plans()) {
            if (!now.files().contains(plan.name())) {
                if (plan.isEmpty()) {
                    storage.delete(plan.name().index());
                    storage.delete(plan.name().file());
                } else {
                    moveAside(plan.name(), plan.isDamaged() ? DAMAGED : CUT);
                }
            }
        }
        for (ScannedFile file : end.cutFiles()) {
            moveAside(file.file().name(), CUT);
        }
        for (String each : storage.names()) {
            LogFileName name = LogFileName.parse(each);
            if (name != null && !now.files().contains(name) && !set.files().contains(name)) {
                // An earlier recovery replaced it, and was interrupted before it moved it aside.
                moveAside(name, DAMAGED);
            } else if (each.endsWith(FileRewriter.UNFINISHED)) {
                storage.delete(each);
            }
        }
        ensureIndexes();
    }

    /** Each file that remains has its index, and each index its file. */
    private void ensureIndexes() {
        List<String> names = storage.names();
        for (ScannedFile file : files) {
            if (names.contains(file.file().name().file())) {
                IndexRebuilder.ensure(storage, file);
            }
        }
        for (String each : names) {
            if (each.endsWith(LogFileName.INDEX_SUFFIX) && !each.equals(LogWriter.NEXT_INDEX)
                    && !names.contains(each.replace(LogFileName.INDEX_SUFFIX, LogFileName.SUFFIX))) {
                storage.delete(each);
            }
        }
    }

    private void moveAside(LogFileName name, String suffix) {
        rename(name.file(), suffix);
        storage.delete(name.index());
    }

    private void rename(String file, String suffix) {
        List<String> names = storage.names();
        String target = file + suffix;
        for (int i = 1; names.contains(target); i++) {
            target = file + suffix + i;
        }
        storage.rename(file, target);
        storage.releaseUnused(target);
    }
}
