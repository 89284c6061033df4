package io.rondo.broker.log.recovery;

import io.rondo.broker.log.LogCheckpoint;
import io.rondo.client.log.FileScan;
import io.rondo.client.log.FileScan.Run;
import io.rondo.client.log.FrameKind;
import io.rondo.codecs.log.LogFileHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the end of a log. A bad record at or below the highest synced mark is damage, and the log goes on behind it. Above the
 * mark, where pages reach the disk in any order, the first bad record ends the log: everything behind it is cut, also valid
 * records.
 */
final class LogEnd {
    private final List<ScannedFile> files;
    private final long synced;
    private final LogCheckpoint state;
    private final List<FilePlan> plans = new ArrayList<>();
    private final List<ScannedFile> cutFiles = new ArrayList<>();
    private final List<Damage> damage = new ArrayList<>();
    private final List<String> cut = new ArrayList<>();
    private long next;
    private boolean ended;

    /**
     * Finds the end.
     *
     * @param files the valid files by base sequence, at least one
     * @param saved the saved checkpoint, which receives the rest
     */
    LogEnd(List<ScannedFile> files, LogCheckpoint saved) {
        this.files = files;
        state = saved;
        next = files.getFirst().file().name().baseSequence();
        synced = Math.max(next - 1, files.stream().mapToLong(file -> file.scan().highestMark()).max().orElse(0));
        for (ScannedFile file : files) {
            if (!ended) {
                reach(file);
            }
            if (ended && !isKept(file)) {
                cutFiles.add(file);
                cut.add(file.file().path() + ": all of it");
            }
        }
        endLastFile();
        state.skipTo(next - 1, 0);
    }

    private boolean isKept(ScannedFile file) {
        return !plans.isEmpty() && plans.getLast().scanned() == file;
    }

    /** Goes over the sequences between the last file and this one, then over this one. */
    private void reach(ScannedFile file) {
        long base = file.file().name().baseSequence();
        if (base > next) {
            cross(base, plans.getLast(), "the records before " + file.file().path() + " are missing");
        }
        if (ended) {
            return;
        }
        FilePlan plan = new FilePlan(file);
        if (plan.isDamaged()) {
            // A file has its length on the disk before its name, but its header only with the first sync.
            boolean headerLost = file.file().header() == null && base > synced;
            if (!headerLost || file.file().memory().byteSize() < LogFileHeader.LENGTH) {
                damage.add(new Damage(file.file().path(), base, base - 1, file.file().fault()));
            }
            if (headerLost) {
                ended = true;
                return;
            }
        }
        plans.add(plan);
        FileScan scan = file.scan();
        for (int i = 0; i < scan.runs().size() && !ended; i++) {
            Run run = scan.runs().get(i);
            if (i > 0) {
                cross(run.first(), plan, "a record is damaged at position " + scan.runs().get(i - 1).to());
            }
            if (ended) {
                cut.add(file.file().path() + ": from position " + run.from());
            } else {
                plan.keep(run);
                state.addAll(file.state(i));
                state.skipTo(run.next() - 1, run.lastTimestamp());
                next = run.next();
            }
        }
    }

    /** Goes over bad bytes up to a sequence: a gap if the synced records reach so far, otherwise the end of the log. */
    private void cross(long to, FilePlan plan, String text) {
        if (next > synced) {
            ended = true;
            return;
        }
        long end = Math.min(to, synced + 1);
        damage.add(new Damage(plan.scanned().file().path(), next, end - 1, text));
        plan.gapTo(end);
        next = end;
        ended = end < to;
    }

    /** The last file may end with synced records that are damaged, and with others that are cut. */
    private void endLastFile() {
        if (plans.isEmpty()) {
            return;
        }
        FilePlan last = plans.getLast();
        FileScan scan = last.scanned().scan();
        if (!ended && next <= synced) {
            cross(synced + 1, last, "the records from position " + scan.endPosition() + " are damaged");
        }
        if (!ended && scan.end() == FrameKind.BAD) {
            cut.add(last.scanned().file().path() + ": from position " + scan.endPosition());
        }
    }

    /** Returns the plans of the files that are kept. */
    List<FilePlan> plans() {
        return plans;
    }

    /** Returns the files of which nothing is kept. */
    List<ScannedFile> cutFiles() {
        return cutFiles;
    }

    /** Returns the oldest sequence of the log. */
    long first() {
        return files.getFirst().file().name().baseSequence();
    }

    List<Damage> damage() {
        return damage;
    }

    List<String> cut() {
        return cut;
    }

    LogCheckpoint state() {
        return state;
    }

    /** Returns the highest sequence that a mark states to be synced. */
    long synced() {
        return synced;
    }

    /** Returns the sequence that follows the last one of the log. */
    long next() {
        return next;
    }

    /** Returns whether the log was closed in order and nothing is behind its last frame, so that it can be continued. */
    boolean isClosedInOrder() {
        if (plans.isEmpty()) {
            return false;
        }
        FilePlan last = plans.getLast();
        FileScan scan = last.scanned().scan();
        return !ended && !last.isDamaged() && scan.isClosed() && scan.end() == FrameKind.EMPTY && next - 1 == synced
                && last.scanned() == files.getLast();
    }
}
