package io.rondo.client.log;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The sparse index of a log file: entries that point to marks, at least 64 KiB apart. It is a hint: a reader verifies the mark
 * and otherwise begins at the first frame. Little-endian.
 *
 * <pre>
 *    0  int64  magic, "RONDOIDX"
 *    8  int64  log id
 *   16  int64  base sequence
 *   24  int64  generation
 *   32  entries of 24 bytes, as many as are not zero:
 *         int64  sequence of the first message behind the mark
 *         int64  timestamp of the last message before the mark
 *         int64  position of the mark
 * </pre>
 */
public final class LogIndex {
    /** Value of the first word. */
    public static final long MAGIC = 0x5844_494F_444E_4F52L;
    /** Offset of the log id. */
    public static final int LOG_ID = 8;
    /** Offset of the base sequence. */
    public static final int BASE_SEQUENCE = 16;
    /** Offset of the generation. */
    public static final int GENERATION = 24;
    /** Offset of the first entry. */
    public static final int ENTRIES = 32;
    /** Bytes of an entry. */
    public static final int ENTRY_LENGTH = 24;
    /** Offset of the sequence in an entry. */
    public static final int SEQUENCE = 0;
    /** Offset of the timestamp in an entry. */
    public static final int TIMESTAMP = 8;
    /** Offset of the position in an entry. */
    public static final int POSITION = 16;

    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int PAGE = 4096;

    private LogIndex() {}

    /** Returns the length of the index of a file, in bytes: a multiple of 4,096. */
    public static int length(long fileLength) {
        long entries = fileLength / LogFrames.MARK_INTERVAL + 1;
        return (int) ((ENTRIES + entries * ENTRY_LENGTH + PAGE - 1) / PAGE * PAGE);
    }

    /** Returns whether this is the index of a file. */
    public static boolean belongsTo(MemorySegment index, LogFileHeader header) {
        return index.byteSize() >= ENTRIES && index.get(LONG, 0) == MAGIC && index.get(LONG, LOG_ID) == header.logId()
                && index.get(LONG, BASE_SEQUENCE) == header.name().baseSequence()
                && index.get(LONG, GENERATION) == header.name().generation();
    }

    /**
     * Finds the last entry with a key of at most a value.
     *
     * @param index the whole index
     * @param field {@link #SEQUENCE} or {@link #TIMESTAMP}
     * @param value the value
     * @return the position that the entry states, not verified; -1 if there is no such entry
     */
    public static long floor(MemorySegment index, int field, long value) {
        int low = 0;
        int high = (int) Math.min(Integer.MAX_VALUE, (index.byteSize() - ENTRIES) / ENTRY_LENGTH) - 1;
        long found = -1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long entry = ENTRIES + (long) middle * ENTRY_LENGTH;
            // An entry that is not written has sequence 0.
            if (index.get(LONG, entry + SEQUENCE) == 0 || index.get(LONG, entry + field) > value) {
                high = middle - 1;
            } else {
                found = index.get(LONG, entry + POSITION);
                low = middle + 1;
            }
        }
        return found;
    }
}
