package io.rondo.client.sequenced;

import io.rondo.core.SegmentException.Reason;
import io.rondo.core.SegmentException;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.memory.Words;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The durable subscriptions of one topic, in a file beside its segments: the broker adds and removes entries, a subscriber
 * stores the sequence that it has confirmed in its own. It survives the death of all of them; the broker saves it in the
 * log's directory as well. Thread-safe for one writer of each entry; {@link #add} and {@link #remove} are for one thread.
 *
 * <pre>
 *     0  magic (int64)      8  number of entries (int64)      16  id of the log (int64)
 *  4096  entries of 128 bytes: confirmed sequence (int64), length of the name (int64, 0 in a free entry), name (64 bytes)
 * </pre>
 *
 * <p>A live subscriber holds an open-file-description lock on the first byte of its entry.
 */
public final class SubscriptionTable implements AutoCloseable {
    /** The most durable subscriptions of a topic. */
    public static final int MAX_SUBSCRIPTIONS = 256;

    private static final long MAGIC = 0x31425553_4F444E52L;
    private static final int LOG_ID = 2 * Long.BYTES;
    private static final int HEADER_LENGTH = 4096;
    private static final int ENTRY_LENGTH = 128;
    private static final int NAME_LENGTH = Long.BYTES;
    private static final int NAME_BYTES = 2 * Long.BYTES;
    private static final int MAX_NAME = 64;
    private static final int LENGTH = HEADER_LENGTH + MAX_SUBSCRIPTIONS * ENTRY_LENGTH;

    private final Arena arena = Arena.ofShared();
    private final Path path;
    private final MemorySegment table;

    private SubscriptionTable(Path path, NativeFile file, boolean writable) {
        this.path = path;
        table = Mapping.map(file.fd(), 0, LENGTH, writable, arena);
    }

    /**
     * Opens the table that the broker has made.
     *
     * @param path of the file
     * @return the table, to be closed; null if the topic has none
     * @throws SegmentException {@code CORRUPT} if the file is no table; another reason if it cannot be opened
     */
    public static SubscriptionTable open(Path path) {
        return open(path, true);
    }

    /**
     * Opens the table that the broker has made, read-only: {@link #add}, {@link #remove}, {@link #confirm} and {@link
     * #tryLock} must not be called.
     *
     * @param path of the file
     * @return the table, to be closed; null if the topic has none
     * @throws SegmentException as {@link #open(Path)}
     */
    public static SubscriptionTable observe(Path path) {
        return open(path, false);
    }

    private static SubscriptionTable open(Path path, boolean writable) {
        try (NativeFile file = NativeFile.open(path, writable)) {
            if (file == null) {
                return null;
            }
            if (file.status().length() != LENGTH) {
                throw corrupt(path, "has " + file.status().length() + " bytes, not " + LENGTH);
            }
            SubscriptionTable table = new SubscriptionTable(path, file, writable);
            long magic = Words.getLongAcquire(table.table, 0);
            if (magic != MAGIC || Words.getLong(table.table, Long.BYTES) != MAX_SUBSCRIPTIONS) {
                table.close();
                throw corrupt(path, "begins with 0x" + Long.toHexString(magic));
            }
            return table;
        }
    }

    private static SegmentException corrupt(Path path, String text) {
        return new SegmentException(Reason.CORRUPT, path + " is no table of subscriptions: it " + text
                + ": restart the broker, or remove the file while no broker runs; the log has a copy");
    }

    /**
     * Opens or creates the table as the broker. One that belongs to another log is emptied.
     *
     * @param path of the file
     * @param mode of a new file
     * @param logId id of the topic's log
     * @return the table, to be closed
     * @throws SegmentException if the file cannot be opened or created
     */
    public static SubscriptionTable create(Path path, int mode, long logId) {
        try (NativeFile file = NativeFile.openOrCreate(path, mode)) {
            if (file.status().length() != LENGTH) {
                file.allocate(LENGTH);
            }
            SubscriptionTable opened = new SubscriptionTable(path, file, true);
            try {
                opened.initialise(logId);
                return opened;
            } catch (RuntimeException | Error e) {
                opened.close();
                throw e;
            }
        }
    }

    private void initialise(long logId) {
        if (Words.getLongAcquire(table, 0) != MAGIC || Words.getLong(table, LOG_ID) != logId) {
            // Without the magic while it is emptied: a broker that dies here leaves a file that is emptied again.
            Words.setLongRelease(table, 0, 0);
            Words.zero(table, Long.BYTES, LENGTH - Long.BYTES);
            Words.setLong(table, Long.BYTES, MAX_SUBSCRIPTIONS);
            Words.setLong(table, LOG_ID, logId);
            Words.setLongRelease(table, 0, MAGIC);
        }
    }

    /** Returns the entry of a subscription; -1 if there is none. */
    public int find(String name) {
        for (int entry = 0; entry < MAX_SUBSCRIPTIONS; entry++) {
            if (name.equals(name(entry))) {
                return entry;
            }
        }
        return -1;
    }

    /**
     * Returns the name of a subscription.
     *
     * @param entry from 0
     * @return the name; null if the entry is free
     */
    public String name(int entry) {
        // [subscription] The name was stored before its length.
        long length = Words.getLongAcquire(table, offset(entry) + NAME_LENGTH);
        if (length < 1 || length > MAX_NAME) {
            return null;
        }
        byte[] name = table.asSlice(offset(entry) + NAME_BYTES, length)
                .toArray(ValueLayout.JAVA_BYTE);
        return new String(name, StandardCharsets.US_ASCII);
    }

    /**
     * Adds a subscription that does not exist.
     *
     * @param name a valid name
     * @param confirmed the sequence before its first message
     * @return the entry
     * @throws SegmentException {@code FAILED} if the table is full
     */
    public int add(String name, long confirmed) {
        int entry = 0;
        while (entry < MAX_SUBSCRIPTIONS && name(entry) != null) {
            entry++;
        }
        if (entry == MAX_SUBSCRIPTIONS) {
            throw new SegmentException(Reason.FAILED, "the topic has " + MAX_SUBSCRIPTIONS
                    + " durable subscriptions, the most it can have: remove one (rondo rm TOPIC --durable NAME)");
        }
        Words.setLong(table, offset(entry), confirmed);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, table, offset(entry) + NAME_BYTES, bytes.length);
        // [subscription] The confirmed sequence and the name before the length.
        Words.setLongRelease(table, offset(entry) + NAME_LENGTH, bytes.length);
        return entry;
    }

    /** Removes the subscription of an entry. */
    public void remove(int entry) {
        Words.setLongRelease(table, offset(entry) + NAME_LENGTH, 0);
    }

    /** Returns the confirmed sequence of an entry. */
    public long confirmed(int entry) {
        // [durable position] Pairs with confirm.
        return Words.getLongAcquire(table, offset(entry));
    }

    /** Stores the confirmed sequence of an entry. */
    public void confirm(int entry, long sequence) {
        // [durable position] The handler has returned for the messages up to here.
        Words.setLongRelease(table, offset(entry), sequence);
    }

    /**
     * Locks an entry for a live subscriber.
     *
     * @param entry from 0
     * @return the lock, to be closed; null if a live subscriber holds it
     * @throws SegmentException {@code REMOVED} if the file was removed
     */
    public LockFile tryLock(int entry) {
        LockFile lock = LockFile.open(path);
        if (lock == null) {
            throw new SegmentException(Reason.REMOVED, path + " was removed while it was used: start the broker again,"
                    + " which makes it from its copy in the log");
        }
        if (lock.tryLock(offset(entry), 1)) {
            return lock;
        }
        lock.close();
        return null;
    }

    /** Returns whether a live subscriber holds the lock of an entry. */
    public boolean isLocked(int entry) {
        try (LockFile lock = LockFile.openForQueries(path)) {
            return lock != null && lock.isLockedByOther(offset(entry), 1);
        }
    }

    /** Returns the processes that hold the lock of an entry; empty if the kernel does not name them to this process. */
    public List<Long> holders(int entry) {
        try (LockFile lock = LockFile.openForQueries(path)) {
            return lock == null ? List.of() : lock.holders(offset(entry), 1);
        }
    }

    private static long offset(int entry) {
        return HEADER_LENGTH + (long) entry * ENTRY_LENGTH;
    }

    @Override
    public void close() {
        arena.close();
    }
}
