package io.rondo.client.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk through a whole file: its runs of valid frames with contiguous sequences, and its highest mark. Between two
 * runs is damage, behind which the walk continued at the next frame if the damaged one states its length, otherwise at the
 * next mark.
 */
public final class FileScan {
    /**
     * Valid frames without damage between them.
     *
     * @param from position of the first one
     * @param to position behind the last one; Padding is not part of a run
     * @param first sequence of the first message or gap
     * @param next sequence that follows the last one
     * @param firstTimestamp timestamp of the first message or mark
     * @param lastTimestamp timestamp of the last message or mark
     */
    public record Run(int from, int to, long first, long next, long firstTimestamp, long lastTimestamp) {}

    private final FrameCursor cursor = new FrameCursor();
    private final MemorySegment memory;
    private final ScanListener listener;
    private final List<Run> runs = new ArrayList<>();
    private int position = LogFileHeader.LENGTH;
    private int runFrom = position;
    private int reported;
    private long next;
    private long runFirst;
    private long firstTimestamp = Long.MIN_VALUE;
    private long timestamp;
    private long highestMark;
    private boolean closed;
    private FrameKind end = FrameKind.END;

    /**
     * Walks through a file.
     *
     * @param file the file; its header may be damaged
     * @param logId id of the log
     * @param coverageEnd first sequence that the file does not cover
     * @param listener receives what is found
     */
    public FileScan(OpenLogFile file, long logId, long coverageEnd, ScanListener listener) {
        memory = file.memory();
        this.listener = listener;
        next = file.name().baseSequence();
        runFirst = next;
        if (memory.byteSize() >= LogFileHeader.LENGTH) {
            cursor.wrap(memory, logId);
            listener.onRun();
            walk(coverageEnd);
            endRun();
        }
        listener.onProgress((int) memory.byteSize() - reported);
    }

    private void walk(long coverageEnd) {
        while (next < coverageEnd) {
            FrameKind kind = cursor.look(position);
            if (!take(kind)) {
                end = kind;
                if (kind == FrameKind.END || kind == FrameKind.EMPTY && isZeroFrom(position)
                        || kind == FrameKind.PADDING && cursor.paddingLastSequence() + 1 == next) {
                    return;
                }
                end = FrameKind.BAD;
                int resumed = resume(position, coverageEnd);
                // A writer finishes records in order: what it was writing here is whole if it has written behind it.
                if (take(cursor.look(position))) {
                    continue;
                }
                if (resumed < 0) {
                    return;
                }
                endRun();
                beginRun(resumed);
            }
        }
        end = FrameKind.END;
    }

    /** Moves over a frame that belongs here. */
    private boolean take(FrameKind kind) {
        boolean closes = false;
        switch (kind) {
            case DATA -> {
                if (cursor.sequence() != next) {
                    return false;
                }
                at(cursor.timestamp());
                next++;
                listener.onRecord(cursor);
            }
            case MARK -> {
                if (cursor.nextSequence() != next) {
                    return false;
                }
                at(cursor.markTimestamp());
                highestMark = Math.max(highestMark, cursor.syncedSequence());
                closes = cursor.isClosed();
                listener.onMark(position, next, timestamp);
                listener.onProgress(position - reported);
                reported = position;
            }
            case GAP -> {
                if (cursor.gapFirst() != next) {
                    return false;
                }
                at(cursor.gapTimestamp());
                next = cursor.gapLast() + 1;
                listener.onGap(cursor.gapFirst(), cursor.gapLast(), cursor.gapReason());
            }
            default -> {
                return false;
            }
        }
        position += cursor.length();
        closed = closes;
        return true;
    }

    private void at(long time) {
        timestamp = time;
        if (firstTimestamp == Long.MIN_VALUE) {
            firstTimestamp = time;
        }
    }

    private void beginRun(int from) {
        position = from;
        runFrom = from;
        next = cursor.beginsWith(cursor.look(from));
        runFirst = next;
        firstTimestamp = Long.MIN_VALUE;
        listener.onRun();
    }

    private void endRun() {
        runs.add(new Run(runFrom, position, runFirst, next,
                firstTimestamp == Long.MIN_VALUE ? timestamp : firstTimestamp,
                timestamp));
    }

    /** Finds where the valid frames behind a damaged one begin; -1 if there are none. */
    private int resume(int damaged, long coverageEnd) {
        cursor.look(damaged);
        int length = cursor.length();
        if (length >= LogFrames.BLOCK && length <= cursor.limit() - damaged && follows(damaged + length)) {
            return damaged + length;
        }
        int mark = cursor.nextMark(damaged + 1);
        while (mark >= 0 && cursor.nextSequence() < next) {
            mark = cursor.nextMark(mark + 1);
        }
        return mark >= 0 && cursor.nextSequence() < coverageEnd ? mark : -1;
    }

    /** Whether a valid frame is there that follows the damaged one, which had one message or none. */
    private boolean follows(int there) {
        FrameKind kind = cursor.look(there);
        if (kind == FrameKind.END || kind == FrameKind.EMPTY || kind == FrameKind.BAD) {
            return false;
        }
        long first = cursor.beginsWith(kind);
        return first == next || first == next + 1;
    }

    /**
     * Returns whether all bytes from a position on are zero: the first is, and each equals the next. The JVM compares ranges
     * with vector instructions in code of C1, too.
     */
    private boolean isZeroFrom(int from) {
        int limit = cursor.limit();
        return memory.get(JAVA_BYTE, from) == 0
                && MemorySegment.mismatch(memory, from, limit - 1, memory, from + 1, limit) < 0;
    }

    /** Returns the runs in order; none if the file is shorter than its header. */
    public List<Run> runs() {
        return runs;
    }

    /** Returns the position behind the last valid frame. */
    public int endPosition() {
        return position;
    }

    /**
     * Returns what is behind the last run: {@code EMPTY} if nothing was ever written there, {@code PADDING}, {@code END} if
     * the file or its coverage ends, {@code BAD} if there is something else.
     */
    public FrameKind end() {
        return end;
    }

    /** Returns the highest synced sequence that a mark states; 0 if there is no mark. */
    public long highestMark() {
        return highestMark;
    }

    /** Returns whether the last frame states that the log was closed in order. */
    public boolean isClosed() {
        return closed;
    }
}
