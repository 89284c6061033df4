package io.rondo.broker.log.writer;

import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.storage.LogStorage;
import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileName;
import io.rondo.codecs.log.LogFrames;
import org.agrona.DirectBuffer;

/**
 * Appends the records of a channel. {@link #append} does not allocate, lock or wait, and makes no system call except to
 * rename the next file. For one thread at a time.
 */
public final class LogWriter {
    /** Name of the next file until it is used. */
    public static final String NEXT_FILE = "next.log";
    /** Name of the index of the next file until it is used. */
    public static final String NEXT_INDEX = "next.index";

    private final LogStorage storage;
    private final LogSettings settings;
    private final FilePreparer preparer;
    private final Syncer syncer;
    private final LogProgress progress;
    private final LogCheckpoints checkpoints;
    private final int maxMessageLength;
    private LogFileWriter file;
    /** Bytes that were written into earlier files, less those that the first file had when it was opened. */
    private long earlierBytes;
    /** Synced sequence that the last mark states. */
    private long markedSequence;

    /**
     * Continues a log.
     *
     * @param storage the files
     * @param settings of new files
     * @param file the last file, positioned behind its last frame
     * @param checkpoints state the end of the log
     * @param preparer makes new files
     * @param syncer is told of new files
     */
    public LogWriter(LogStorage storage, LogSettings settings, LogFileWriter file, LogCheckpoints checkpoints,
            FilePreparer preparer, Syncer syncer) {
        this.storage = storage;
        this.settings = settings;
        this.file = file;
        this.checkpoints = checkpoints;
        this.preparer = preparer;
        this.syncer = syncer;
        progress = syncer.progress();
        earlierBytes = -file.position();
        maxMessageLength = settings.maxMessageLength();
        // Recovery synced everything. The first group begins with a mark that states it.
        markedSequence = -1;
    }

    /**
     * Appends a message.
     *
     * @param sequence of the message: {@link #nextSequence()}
     * @param timestamp nanoseconds since the epoch, at least {@link #lastTimestamp()}
     * @param publisherId id of the publisher; 0 if it has none
     * @param publisherSequence the publisher's own sequence; 0 if it has none
     * @param epoch epoch of the ingress
     * @param ingressPosition position in the ingress of the record that held the message
     * @param buffer holds the message: memory, or an array
     * @param offset index of its first byte
     * @param length bytes, up to {@link LogSettings#maxMessageLength()}
     * @return what became of it
     * @throws IllegalArgumentException if the sequence, the timestamp or the length is out of its range
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    // The fields of a frame, once: an object for them would be filled and read again for each message.
    @SuppressWarnings("checkstyle:ParameterNumber")
    public AppendResult append(long sequence, long timestamp, long publisherId, long publisherSequence, long epoch,
            long ingressPosition, DirectBuffer buffer, int offset, int length) {
        if (sequence != nextSequence() || timestamp < lastTimestamp() || length > maxMessageLength) {
            throw refused(sequence, timestamp, length);
        }
        buffer.boundsCheck(offset, length);
        AppendResult room = makeRoom(LogFrames.DATA_HEADER_LENGTH + length, timestamp);
        if (room == AppendResult.APPENDED) {
            file.data(sequence, timestamp, publisherId, publisherSequence, epoch, ingressPosition, buffer, offset,
                    length);
            checkpoints.add(sequence, timestamp, publisherId, publisherSequence, epoch, ingressPosition);
            progress.setWritten(sequence, earlierBytes + file.position());
        }
        return room;
    }

    private IllegalArgumentException refused(long sequence, long timestamp, int length) {
        if (length > maxMessageLength) {
            return new IllegalArgumentException("message of " + length + " bytes is longer than " + maxMessageLength
                    + ", which a log file of " + settings.fileLength() + " bytes can have: use longer files");
        }
        return new IllegalArgumentException("record " + sequence + " with timestamp " + timestamp + " does not follow "
                + checkpoints.lastSequence() + " with timestamp " + lastTimestamp()
                + ": mark missing messages with markGap");
    }

    /**
     * Makes room for gaps and the message that follows them. Without this, the rest of the last file of a full disk would take
     * a gap for each message that it has no room for.
     *
     * @param gaps number of gaps
     * @param length bytes of the message
     * @return {@link AppendResult#APPENDED} if there is room; nothing but marks was written in any case
     */
    public AppendResult reserve(int gaps, int length) {
        return makeRoom(gaps * LogFrames.GAP_LENGTH + LogFrames.MARK_LENGTH + LogFrames.DATA_HEADER_LENGTH + length,
                lastTimestamp());
    }

    /**
     * States that messages are missing, in their place.
     *
     * @param firstSequence {@link #nextSequence()}
     * @param lastSequence the last one that is missing
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the range does not follow
     */
    public AppendResult markGap(long firstSequence, long lastSequence, GapReason reason) {
        if (firstSequence != nextSequence() || lastSequence < firstSequence) {
            throw new IllegalArgumentException("gap of " + firstSequence + " to " + lastSequence + " does not follow "
                    + checkpoints.lastSequence());
        }
        AppendResult room = makeRoom(LogFrames.GAP_LENGTH, lastTimestamp());
        if (room == AppendResult.APPENDED) {
            file.gap(firstSequence, lastSequence, lastTimestamp(), reason);
            checkpoints.skipTo(lastSequence);
            progress.setWritten(lastSequence, earlierBytes + file.position());
        }
        return room;
    }

    /**
     * To be called while there is nothing to append: when all records are synced, writes a mark that states it. Without it,
     * damage to the last group could not be told from records that were never synced.
     *
     * @return 1 if a mark was written, otherwise 0
     */
    public int idle() {
        long durable = progress.durableSequence();
        if (durable == markedSequence || durable != checkpoints.lastSequence() || progress.failure() != null
                || !file.fits(LogFrames.MARK_LENGTH)) {
            return 0;
        }
        mark(durable, false);
        progress.requestSync();
        return 1;
    }

    private AppendResult makeRoom(int frameLength, long timestamp) {
        if (progress.failure() != null) {
            return AppendResult.READ_ONLY;
        }
        long durable = progress.durableSequence();
        boolean markDue = durable != markedSequence || file.isMarkDue();
        if (!file.fits(markDue ? LogFrames.MARK_LENGTH + frameLength : frameLength)) {
            return nextFile(timestamp);
        }
        if (markDue) {
            mark(durable, false);
            if (file.isHalfFull()) {
                preparer.want();
            }
        }
        return AppendResult.APPENDED;
    }

    private void mark(long synced, boolean closed) {
        file.mark(synced, nextSequence(), lastTimestamp(), closed);
        markedSequence = synced;
    }

    private AppendResult nextFile(long timestamp) {
        PreparedFile prepared = preparer.ready();
        if (prepared == null) {
            preparer.want();
            return preparer.failure() == null ? AppendResult.NOT_READY : AppendResult.NO_SPACE;
        }
        file.pad(checkpoints.lastSequence());
        checkpoints.endFile();
        earlierBytes += file.position();
        LogFileHeader old = file.header();
        LogFileName name = new LogFileName(nextSequence(), 0);
        file = LogFileWriter.begin(prepared.file(), prepared.index(), new LogFileHeader(old.logId(), old.channel(),
                name, timestamp, prepared.file().memory().byteSize(), settings.schemaId(), settings.schemaVersion(),
                settings.durability().ordinal()));
        mark(progress.durableSequence(), false);
        try {
            // The name comes last: a file that has its name has a header.
            storage.rename(NEXT_INDEX, name.index());
            storage.rename(NEXT_FILE, name.file());
            preparer.taken();
        } catch (LogException e) {
            syncer.fail(e);
            return AppendResult.READ_ONLY;
        } finally {
            syncer.add(file);
        }
        return AppendResult.APPENDED;
    }

    /**
     * Syncs everything, marks that the log was closed in order, and closes all files. The agents have ended.
     */
    public void close() {
        syncer.syncAll();
        if (progress.failure() == null && file.fits(LogFrames.MARK_LENGTH)) {
            int position = file.position();
            mark(checkpoints.lastSequence(), true);
            syncer.syncAll();
            if (progress.failure() != null) {
                // The mark may not be on the disk, and must not be found in the page cache either.
                file.clearClosed(position);
            }
        }
        syncer.close();
    }

    /** Returns the sequence of the next record. */
    public long nextSequence() {
        return checkpoints.lastSequence() + 1;
    }

    /** Returns the timestamp of the last record, in nanoseconds since the epoch; 0 if there was none. */
    public long lastTimestamp() {
        return checkpoints.lastTimestamp();
    }
}
