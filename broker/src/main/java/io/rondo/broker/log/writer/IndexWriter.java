package io.rondo.broker.log.writer;

import io.rondo.broker.log.storage.LogFile;
import io.rondo.client.log.LogIndex;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Writes the index of one file: an entry for each mark that is at least {@link LogFrames#MARK_INTERVAL} behind the last entry.
 * The index is never synced, because it can be rebuilt. Does not allocate after its creation. For one thread at a time.
 */
public final class IndexWriter {
    private final LogFile index;
    private final BytesStore<?, ?> bytes;
    private int entry = LogIndex.ENTRIES;
    private int nextPosition = LogFileHeader.LENGTH + LogFrames.MARK_INTERVAL;

    /** Continues behind the entries that the index has. */
    public IndexWriter(LogFile index) {
        this.index = index;
        bytes = index.bytes();
        while (hasRoom() && bytes.readLong(entry + LogIndex.SEQUENCE) != 0) {
            nextPosition = (int) bytes.readLong(entry + LogIndex.POSITION) + LogFrames.MARK_INTERVAL;
            entry += LogIndex.ENTRY_LENGTH;
        }
    }

    /** Begins an index of zeroes. */
    public static IndexWriter begin(LogFile index, LogFileHeader header) {
        BytesStore<?, ?> bytes = index.bytes();
        bytes.writeLong(LogIndex.LOG_ID, header.logId());
        bytes.writeLong(LogIndex.BASE_SEQUENCE, header.name().baseSequence());
        bytes.writeLong(LogIndex.GENERATION, header.name().generation());
        bytes.writeLong(0, LogIndex.MAGIC);
        return new IndexWriter(index);
    }

    /** Returns whether a mark at a position would be entered. */
    boolean isDue(int position) {
        return position >= nextPosition;
    }

    /** Enters a mark if it is due. */
    public void add(int position, long nextSequence, long timestamp) {
        if (isDue(position) && hasRoom()) {
            bytes.writeLong(entry + LogIndex.POSITION, position);
            bytes.writeLong(entry + LogIndex.TIMESTAMP, timestamp);
            // A reader takes an entry with sequence 0 for none.
            bytes.writeLong(entry + LogIndex.SEQUENCE, nextSequence);
            entry += LogIndex.ENTRY_LENGTH;
        }
        if (isDue(position)) {
            nextPosition = position + LogFrames.MARK_INTERVAL;
        }
    }

    private boolean hasRoom() {
        return entry + LogIndex.ENTRY_LENGTH <= index.memory().byteSize();
    }

    /** Closes the index. */
    public void close() {
        index.close();
    }
}
