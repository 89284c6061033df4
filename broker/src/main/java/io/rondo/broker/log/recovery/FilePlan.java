package io.rondo.broker.log.recovery;

import io.rondo.client.log.FileScan.Run;
import io.rondo.client.log.FrameKind;
import io.rondo.codecs.log.LogFileName;
import java.util.ArrayList;
import java.util.List;

/** What becomes of one file. Its kept runs are the first ones; between two of them, and behind the last, may be gaps. */
final class FilePlan {
    private final ScannedFile scanned;
    private final List<Run> kept = new ArrayList<>();
    private boolean damaged;
    private long next;

    FilePlan(ScannedFile scanned) {
        this.scanned = scanned;
        next = scanned.file().name().baseSequence();
        damaged = scanned.file().fault() != null;
    }

    void keep(Run run) {
        kept.add(run);
        next = run.next();
    }

    /** States that sequences up to here are in the file or in a gap of it. */
    void gapTo(long end) {
        damaged = true;
        next = end;
    }

    ScannedFile scanned() {
        return scanned;
    }

    LogFileName name() {
        return scanned.file().name();
    }

    List<Run> kept() {
        return kept;
    }

    /** Whether the file has no record, also none that is cut. */
    boolean isEmpty() {
        return !damaged && next == name().baseSequence() && scanned.scan().end() == FrameKind.EMPTY;
    }

    boolean isDamaged() {
        return damaged;
    }

    /** Sequence that follows the last one that is kept of this file. */
    long next() {
        return next;
    }
}
