package io.rondo.client.log;

import io.rondo.client.log.LogException.Reason;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Action;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the messages of a log in order, and follows into new files while the log is written. Each frame is checked before its
 * message is delivered, so damage is an exception and never a message.
 *
 * <p>A new reader is at the earliest message. Reading does not allocate, and enters the kernel only at the end of a file or
 * of the log. For one thread at a time.
 */
public final class LogReader implements AutoCloseable {
    private final LogFiles files;
    private final GapHandler gaps;
    private final FrameCursor cursor = new FrameCursor();
    private long logId;
    private OpenLogFile file;
    private int position;
    private long next;
    private long coverageEnd;

    /**
     * Opens a log at its earliest message.
     *
     * @param files the log, usually a {@link LogDirectory}
     * @param gaps is told which messages the log lacks
     * @throws LogException {@code MISSING} if there is no log; others as for {@link #poll}
     */
    public LogReader(LogFiles files, GapHandler gaps) {
        this.files = files;
        this.gaps = gaps;
        seekEarliest();
    }

    /** Moves to the earliest message that the log has. */
    public void seekEarliest() {
        open(() -> files().first(), this::toFirst);
    }

    /** Moves behind the last message that can be read now. */
    public void seekLatest() {
        open(() -> files().last(), opened -> {
            toMark(LogIndex.SEQUENCE, Long.MAX_VALUE);
            walk(Long.MAX_VALUE, Long.MIN_VALUE);
        });
    }

    /**
     * Moves to a message, or to its place in a gap. Beyond the end of the log, moves to the end.
     *
     * @param sequence from 1
     * @throws LogException {@code REMOVED} if retention removed it; the exception names the oldest sequence
     */
    public void seekSequence(long sequence) {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence " + sequence + " is below 1, the first");
        }
        open(() -> covering(files(), sequence), opened -> {
            toMark(LogIndex.SEQUENCE, sequence);
            walk(sequence, Long.MIN_VALUE);
        });
    }

    /**
     * Moves to the first message that is not older than a time.
     *
     * @param timestamp nanoseconds since the epoch
     */
    public void seekTime(long timestamp) {
        open(() -> files().lastWhere(name -> beginsBefore(name, timestamp)), opened -> {
            toMark(LogIndex.TIMESTAMP, timestamp - 1);
            walk(0, timestamp);
        });
    }

    private boolean beginsBefore(LogFileName name, long timestamp) {
        try (OpenLogFile opened = OpenLogFile.open(files, name)) {
            return opened != null && opened.header() != null && opened.header().baseTimestamp() < timestamp;
        }
    }

    /** Returns the id of the log. */
    public long logId() {
        return logId;
    }

    /** Returns the sequence of the message that is read next. */
    public long nextSequence() {
        return next;
    }

    /** Returns the oldest sequence that the log has; beyond the last message if it has none. */
    public long oldestSequence() {
        return files().first().baseSequence();
    }

    /**
     * Delivers messages up to a sequence of which the caller knows that it was appended, for example because it was
     * published.
     *
     * @param handler receives them; a message for which it throws or returns {@link Action#ABORT} is not read
     * @param limit most messages to deliver
     * @param lastSequence last one to deliver
     * @return number of messages that were read
     * @throws LogException {@code DAMAGED} if the next record is damaged; {@code REMOVED} if retention removed it; the
     * position is unchanged in both cases
     */
    public int poll(LogRecordHandler handler, int limit, long lastSequence) {
        requireOpen();
        int count = 0;
        while (count < limit && next <= lastSequence) {
            if (next >= coverageEnd) {
                advance(FrameKind.END);
                continue;
            }
            FrameKind kind = cursor.look(position);
            if (kind == FrameKind.DATA && cursor.sequence() == next) {
                Action action = handler.onRecord(cursor);
                if (action == Action.ABORT) {
                    return count;
                }
                position += cursor.length();
                next++;
                count++;
                if (action == Action.BREAK) {
                    return count;
                }
            } else if (!skip(kind) && !advance(kind)) {
                return count;
            }
        }
        return count;
    }

    /**
     * Delivers what is in the log, as far as the records are whole. For tools that know no last sequence.
     *
     * @param handler receives the messages; one for which it throws or returns {@link Action#ABORT} is not read
     * @param limit most messages to deliver
     * @return number of messages that were read; 0 if there are no more at present
     * @throws LogException as for {@link #poll(LogRecordHandler, int, long)}
     */
    public int poll(LogRecordHandler handler, int limit) {
        return poll(handler, limit, Long.MAX_VALUE - 1);
    }

    /**
     * Finds whole frames with the next messages, which follow each other in one file, and moves behind them. Marks and gaps
     * between the messages are among the frames.
     *
     * @param maxLength most bytes of the frames
     * @param lastSequence the last message, of which the caller knows that it was appended
     * @return the frames, without a message if the next one does not fit; null if there are none now
     * @throws LogException as for {@link #poll(LogRecordHandler, int, long)}
     */
    public FrameRange range(int maxLength, long lastSequence) {
        requireOpen();
        while (next <= lastSequence) {
            FrameKind kind = next >= coverageEnd ? FrameKind.END : cursor.look(position);
            if (kind == FrameKind.DATA && cursor.sequence() == next) {
                return rangeOfMessages(maxLength, lastSequence);
            }
            if (!skip(kind) && !advance(kind)) {
                return null;
            }
        }
        return null;
    }

    private FrameRange rangeOfMessages(int maxLength, long lastSequence) {
        int start = position;
        long first = next;
        while (next <= lastSequence && next < coverageEnd) {
            FrameKind kind = cursor.look(position);
            if (position - start + cursor.length() > maxLength) {
                break;
            }
            if (kind == FrameKind.DATA && cursor.sequence() == next) {
                position += cursor.length();
                next++;
            } else if (!skip(kind)) {
                break;
            }
        }
        return new FrameRange(file.name().file(), start, position - start, next - first);
    }

    /**
     * Moves behind the damage that {@link #poll} reported, to the next mark or file, and reports the gap.
     *
     * @return false if nothing follows
     */
    public boolean skipDamage() {
        requireOpen();
        int mark = cursor.nextMark(position + 1);
        while (mark >= 0 && cursor.nextSequence() < next) {
            mark = cursor.nextMark(mark + 1);
        }
        long resumed = mark >= 0 ? Math.min(cursor.nextSequence(), coverageEnd) : coverageEnd;
        if (resumed == Long.MAX_VALUE) {
            return false;
        }
        long first = next;
        next = resumed;
        position = mark >= 0 ? mark : position;
        if (resumed > first) {
            gaps.onGap(first, resumed - 1, GapReason.DAMAGED);
        }
        return true;
    }

    /** Moves over a frame without a message if it belongs here. */
    private boolean skip(FrameKind kind) {
        if (kind == FrameKind.MARK && cursor.nextSequence() == next) {
            position += cursor.length();
            return true;
        }
        // A seek may have moved into the gap.
        if (kind == FrameKind.GAP && cursor.gapFirst() <= next && cursor.gapLast() >= next) {
            long first = next;
            long last = Math.min(cursor.gapLast(), coverageEnd - 1);
            position += cursor.length();
            next = last + 1;
            gaps.onGap(first, last, cursor.gapReason());
            return true;
        }
        return false;
    }

    /** Moves to the file that covers the next message, after the records of this file ended; false if there is none yet. */
    private boolean advance(FrameKind kind) {
        LogFileSet set = files();
        LogFileName covering = covering(set, next);
        if (!covering.equals(file.name())) {
            long wanted = next;
            seekSequence(wanted);
            if (next < wanted) {
                throw new LogException(Reason.DAMAGED, file.path() + " ends before sequence " + next
                        + ", and was read up to " + (wanted - 1)
                        + " before: messages were lost when the log recovered");
            }
            return true;
        }
        coverageEnd = set.coverageEnd(covering);
        if (kind != FrameKind.END && cursor.look(position) != kind) {
            // The writer has written here since the first look, before it made the next file.
            return true;
        }
        if (kind == FrameKind.EMPTY || kind == FrameKind.END || kind == FrameKind.PADDING) {
            if (coverageEnd == Long.MAX_VALUE) {
                return false;
            }
            long first = next;
            next = coverageEnd;
            gaps.onGap(first, coverageEnd - 1, GapReason.DAMAGED);
            return true;
        }
        if (coverageEnd == Long.MAX_VALUE && kind == FrameKind.BAD && cursor.nextMark(position + 1) < 0) {
            // The last record of the newest file is in the making.
            return false;
        }
        // The mark that was found was read before the record is read again: a mark is written behind finished records only.
        Words.loadLoadFence();
        if (kind == FrameKind.BAD && cursor.look(position) != kind) {
            return true;
        }
        throw new LogException(Reason.DAMAGED, file.path() + " is damaged at position " + position
                + ", where sequence " + next
                + " is expected: run 'rondo log verify', or restart the broker to recover");
    }

    private LogFileSet files() {
        LogFileSet set = new LogFileSet(files.names());
        if (set.isEmpty()) {
            throw new LogException(Reason.MISSING,
                    "there is no log file in " + files.describe("") + ": check the path, or record the channel first");
        }
        return set;
    }

    private static LogFileName covering(LogFileSet set, long sequence) {
        LogFileName covering = set.covering(sequence);
        if (covering == null) {
            throw LogException.removed(sequence, set.first().baseSequence());
        }
        return covering;
    }

    /** Opens a file and moves in it; looks again if the file was removed meanwhile. */
    private void open(Supplier<LogFileName> choice,
            Consumer<OpenLogFile> movement) {
        OpenLogFile opened = null;
        while (opened == null) {
            opened = OpenLogFile.open(files, choice.get());
        }
        if (opened.fault() != null) {
            String fault = opened.fault();
            opened.close();
            throw new LogException(Reason.DAMAGED, opened.path() + " is damaged: " + fault
                    + ": run 'rondo log verify', or restart the broker to recover");
        }
        long id = opened.header().logId();
        if (logId != 0 && id != logId) {
            opened.close();
            throw new LogException(Reason.FOREIGN, opened.path() + " belongs to another log: its id is "
                    + Long.toHexString(id) + ", not " + Long.toHexString(logId)
                    + ": move it out of the log's directory");
        }
        close();
        logId = id;
        file = opened;
        cursor.wrap(file.memory(), id);
        coverageEnd = files().coverageEnd(file.name());
        toFirst(file);
        movement.accept(file);
    }

    private void toFirst(OpenLogFile opened) {
        position = LogFileHeader.LENGTH;
        next = opened.name().baseSequence();
    }

    /** Moves to the last mark before a sequence or time, if the index names a valid one. */
    private void toMark(int field, long value) {
        try (LogFileMapping index = files.map(file.name().index())) {
            if (index == null || !LogIndex.belongsTo(index.memory(), file.header())) {
                return;
            }
            long mark = LogIndex.floor(index.memory(), field, value);
            if (mark < LogFileHeader.LENGTH || mark > cursor.limit() || cursor.look((int) mark) != FrameKind.MARK) {
                return;
            }
            if ((field == LogIndex.SEQUENCE ? cursor.nextSequence() : cursor.markTimestamp()) <= value
                    && cursor.nextSequence() >= next && cursor.nextSequence() <= coverageEnd) {
                position = (int) mark;
                next = cursor.nextSequence();
            }
        }
    }

    /**
     * Moves to the first record that has at least a sequence and a timestamp, or into the gap that has the sequence, as far as
     * records follow in this file.
     */
    private void walk(long sequence, long timestamp) {
        while (next < coverageEnd) {
            FrameKind kind = cursor.look(position);
            if (kind == FrameKind.DATA && cursor.sequence() == next) {
                if (next >= sequence && cursor.timestamp() >= timestamp) {
                    return;
                }
                next++;
            } else if (kind == FrameKind.GAP && cursor.gapFirst() == next) {
                if (sequence > 0 && cursor.gapLast() >= sequence) {
                    next = Math.max(next, sequence);
                    return;
                }
                next = Math.min(cursor.gapLast(), coverageEnd - 1) + 1;
            } else if (kind != FrameKind.MARK || cursor.nextSequence() != next) {
                return;
            }
            position += cursor.length();
        }
    }

    private void requireOpen() {
        if (file == null) {
            throw new IllegalStateException("the reader of the log is closed: open another one");
        }
    }

    /** Unmaps the file. The reader may be moved again, which opens one. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
