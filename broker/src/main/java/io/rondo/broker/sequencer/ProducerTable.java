package io.rondo.broker.sequencer;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.NativeFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * The last recorded sequence of each producer id of one topic: a hash table with linear probing in a file beside the
 * segments, which survives the death of the broker. The sequencer stores each sequence after it has published the
 * message and before it frees the ingress record, so that its successor applies the records that are still there again.
 * A copy stores each sequence that it has appended, and its log has what the file lacks. Entries are not removed.
 * Confined to one thread; {@link #record} does not allocate.
 *
 * <pre>
 *     0  magic (int64)      8  number of entries (int64)      16  id of the egress (2 x int64)
 *  4096  entries of 16 bytes: producer id (int64, 0 in a free entry), last sequence (int64)
 * </pre>
 */
final class ProducerTable implements AutoCloseable {
    /** The most producer ids of a topic: three quarters of the entries. */
    static final int MAX_PRODUCERS = 3072;

    private static final long MAGIC = 0x31534449_4F444E52L;
    private static final int ENTRIES = 4096;
    private static final int EGRESS = 2 * Long.BYTES;
    private static final int ENTRY_LENGTH = 2 * Long.BYTES;
    private static final int HEADER_LENGTH = 4096;
    private static final int LENGTH = HEADER_LENGTH + ENTRIES * ENTRY_LENGTH;
    private static final int MODE = 0600;
    /** The golden ratio, which spreads consecutive ids (Knuth, "The Art of Computer Programming", volume 3, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(ENTRIES);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment table;
    private int used;

    private ProducerTable(NativeFile file) {
        table = Mapping.map(file.fd(), 0, LENGTH, true, arena);
    }

    /**
     * Opens or creates the table. One that belongs to a removed topic of the same name is emptied.
     *
     * @param path of the file
     * @param egress id of the egress
     * @return the table
     * @throws SegmentException {@code CORRUPT} if the file is no table; another reason if it cannot be opened or created
     */
    static ProducerTable open(Path path, UUID egress) {
        try (NativeFile file = NativeFile.openOrCreate(path, MODE)) {
            if (file.status().length() != LENGTH) {
                // A broker that died while it created the file had answered no request.
                file.allocate(LENGTH);
            }
            ProducerTable table = new ProducerTable(file);
            try {
                table.initialise(path, egress);
                return table;
            } catch (RuntimeException | Error e) {
                table.close();
                throw e;
            }
        }
    }

    private void initialise(Path path, UUID egress) {
        long magic = Words.getLong(table, 0);
        if (magic != 0 && (magic != MAGIC || Words.getLong(table, Long.BYTES) != ENTRIES)) {
            throw new SegmentException(Reason.CORRUPT, path + " is no table of producers: it begins with 0x"
                    + Long.toHexString(magic) + ": remove the topic, or the file if no producer ids are in use");
        }
        if (magic == 0 || !isOf(egress)) {
            // Without the magic while it is emptied: a broker that dies here leaves a file that is emptied again.
            Words.setLongRelease(table, 0, 0);
            Words.zero(table, Long.BYTES, LENGTH - Long.BYTES);
            Words.setLong(table, Long.BYTES, ENTRIES);
            Words.setLong(table, EGRESS, egress.getMostSignificantBits());
            Words.setLong(table, EGRESS + Long.BYTES, egress.getLeastSignificantBits());
            Words.setLongRelease(table, 0, MAGIC);
        }
        for (int entry = 0; entry < ENTRIES; entry++) {
            used += idAt(entry) == 0 ? 0 : 1;
        }
    }

    private boolean isOf(UUID egress) {
        return Words.getLong(table, EGRESS) == egress.getMostSignificantBits()
                && Words.getLong(table, EGRESS + Long.BYTES) == egress.getLeastSignificantBits();
    }

    /** Takes over sequences that are larger than the known ones, as {@link #merge(long, long)}. */
    void merge(Map<Long, Long> recorded) {
        recorded.forEach(this::merge);
    }

    /**
     * Takes over a sequence that is larger than the known one, and adds the id if it is not known. A full table leaves a new id
     * out: it cannot be registered either, so no producer asks for its sequence. Does not allocate.
     *
     * @param id from 1
     */
    void merge(long id, long sequence) {
        int entry = find(id);
        if (idAt(entry) == id || add(entry, id)) {
            store(entry, sequence);
        }
    }

    /**
     * Adds a producer id, if it is not known.
     *
     * @param id from 1
     * @throws SegmentException {@code FAILED} if the table is full
     */
    void register(long id) {
        int entry = find(id);
        if (idAt(entry) != id && !add(entry, id)) {
            throw new SegmentException(Reason.FAILED, "the topic has " + used
                    + " producer ids, the most it can have: reuse ids of producers that have ended");
        }
    }

    /** Adds an id in a free entry; returns false if the table is full. */
    private boolean add(int entry, long id) {
        if (used >= MAX_PRODUCERS) {
            return false;
        }
        used++;
        // The new entry has sequence 0, because entries are not removed.
        Words.setLongRelease(table, offset(entry), id);
        return true;
    }

    /** Returns the last recorded sequence of an id; 0 if it has none. */
    long last(long id) {
        int entry = find(id);
        return idAt(entry) == id ? Words.getLong(table, offset(entry) + Long.BYTES) : 0;
    }

    /** Stores a recorded sequence, unless it is not larger than the last one or the id is not known. */
    void record(long id, long sequence) {
        int entry = find(id);
        if (idAt(entry) == id) {
            store(entry, sequence);
        }
    }

    private void store(int entry, long sequence) {
        long at = offset(entry) + Long.BYTES;
        if (Words.getLong(table, at) < sequence) {
            Words.setLong(table, at, sequence);
        }
    }

    /** Returns the entry of an id, or the free entry where it belongs. The table is never full. */
    private int find(long id) {
        int entry = (int) (id * SPREAD >>> SHIFT);
        for (int i = 0; i < ENTRIES; i++) {
            long found = idAt(entry);
            if (found == id || found == 0) {
                return entry;
            }
            entry = entry + 1 & ENTRIES - 1;
        }
        throw new SegmentException(Reason.CORRUPT,
                "the table of producers has no free entry: it was overwritten, remove the topic");
    }

    private long idAt(int entry) {
        return Words.getLong(table, offset(entry));
    }

    private static long offset(int entry) {
        return HEADER_LENGTH + (long) entry * ENTRY_LENGTH;
    }

    @Override
    public void close() {
        arena.close();
    }
}
