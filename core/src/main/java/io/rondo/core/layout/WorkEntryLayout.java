package io.rondo.core.layout;

/**
 * The entry of a line of a work queue's data region: the state of the record that begins there. There is one entry of 8
 * bytes for each line of {@link RecordLayout#ALIGNMENT} bytes, so the position of a record determines its entry, and one
 * CAS changes the whole state.
 *
 * <pre>
 *  claimed, ready, done
 *   63                                                                   6 5     3 2     0
 *  +----------------------------------------------------------------------+-------+-------+
 *  |  position of the record rounded down to the capacity | its length    |   0   | state |
 *  +----------------------------------------------------------------------+-------+-------+
 *  held, dead
 *   63                 40 39             30 29              14 13                3 2     0
 *  +---------------------+-----------------+------------------+-------------------+-------+
 *  |  taken at           |  deliveries     |  incarnation     |  slot             | state |
 *  +---------------------+-----------------+------------------+-------------------+-------+
 *  returned
 *   63                                                     13 12                3 2     0
 *  +---------------------------------------------------------+-------------------+-------+
 *  |  due                                                    |  deliveries       | state |
 *  +---------------------------------------------------------+-------------------+-------+
 * </pre>
 *
 * <p>A record is shorter than the capacity, and both are multiples of 64, so the start of the lap (position rounded down
 * to the capacity) and the length of the record fit into one word without a bit in common. The lap is complete: no word
 * of this form comes again.
 *
 * <p>An entry is <i>stale</i> at a position if it is 0 (never used) or done in an earlier lap. Invariant: in free space,
 * and inside of records, all entries are stale. A held, dead or returned entry therefore belongs to the record that is
 * there now, and needs no lap.
 */
public final class WorkEntryLayout {
    /** Bytes of an entry. */
    public static final int LENGTH = Long.BYTES;

    /** The entry was never used. */
    public static final int NONE = 0;
    /** A producer has claimed the record; the second word of the record's header is its slot. */
    public static final int CLAIMED = 1;
    /** The message is committed and was never delivered. */
    public static final int READY = 2;
    /** A consumer holds the message. */
    public static final int HELD = 3;
    /** A consumer holds the message after its last delivery, to publish it as a dead letter. */
    public static final int DEAD = 4;
    /** A consumer has returned the message. */
    public static final int RETURNED = 5;
    /** The message is acknowledged, or there is none: an aborted claim, one of a dead producer, the rest of a claim. */
    public static final int DONE = 6;

    /** The largest number of deliveries; it stays there. */
    public static final int MAX_DELIVERIES = (1 << 10) - 1;
    /** The longest delay of a returned message in nanoseconds, one day: a later time was written by no consumer. */
    public static final long MAX_DELAY_NANOS = 86_400_000_000_000L;
    /** The longest processing deadline in milliseconds, one hour. */
    public static final int MAX_DEADLINE_MILLIS = 3_600_000;

    private static final int STATE_MASK = 7;
    private static final int SLOT_SHIFT = 3;
    private static final int SLOT_MASK = (1 << 11) - 1;
    private static final int INCARNATION_SHIFT = 14;
    private static final int INCARNATION_MASK = (1 << 16) - 1;
    private static final int HELD_DELIVERIES_SHIFT = 30;
    private static final int TAKEN_AT_SHIFT = 40;
    /** Times of taking are kept in units of 2^20 nanoseconds, about a millisecond, modulo 2^24 of them, about 5 hours. */
    private static final int TICK_SHIFT = 20;
    private static final int TICK_MASK = (1 << 24) - 1;
    /** A holder's clock may have been read a little later than that of the process that looks. */
    private static final int TICKS_AHEAD = 1 << 10;
    private static final int RETURNED_DELIVERIES_SHIFT = 3;
    private static final int DUE_SHIFT = 13;
    /** Times of return are kept in units of 2^10 nanoseconds. */
    private static final int DUE_UNIT_SHIFT = 10;
    private static final int ENTRY_SHIFT = Integer.numberOfTrailingZeros(RecordLayout.ALIGNMENT / LENGTH);

    private WorkEntryLayout() {}

    /** Returns the bytes of all entries. */
    public static int length(int capacity) {
        return capacity >>> ENTRY_SHIFT;
    }

    /**
     * Returns the offset of an entry from the first one.
     *
     * @param position any number; that of a record leads to its entry
     * @param capacity of the data region in bytes
     * @return a multiple of 8, less than {@link #length}
     */
    public static long offset(long position, int capacity) {
        return (position & capacity - RecordLayout.ALIGNMENT) >>> ENTRY_SHIFT;
    }

    /** Returns the state in an entry; one without a name was written by no participant. */
    public static int state(long entry) {
        return (int) entry & STATE_MASK;
    }

    /** Returns the entry of a claim, given the length of its record. */
    public static long claimed(long position, int recordLength, int capacity) {
        return position & -capacity | recordLength | CLAIMED;
    }

    /** Returns the entry of a committed message, given the length of its record. */
    public static long ready(long position, int recordLength, int capacity) {
        return position & -capacity | recordLength | READY;
    }

    /** Returns the entry of space that may be freed, given its length. */
    public static long done(long position, int recordLength, int capacity) {
        return position & -capacity | recordLength | DONE;
    }

    /** Returns whether an entry is claimed, ready or done, and so has a lap and a length. */
    public static boolean hasLap(long entry) {
        int state = state(entry);
        return state == CLAIMED || state == READY || state == DONE;
    }

    /**
     * Returns the distance of an entry's lap to that of a position.
     *
     * @param entry claimed, ready or done
     * @param position of the record
     * @param capacity of the data region in bytes
     * @return 0 if the entry is of that record, negative if it is of an earlier lap, positive if it is of a later one
     */
    public static long lapDistance(long entry, long position, int capacity) {
        return (entry & -capacity) - (position & -capacity);
    }

    /**
     * Returns whether no record was begun at a position.
     *
     * @param entry of the position
     * @param position between head and tail
     * @param capacity of the data region in bytes
     * @return whether the entry is stale
     */
    public static boolean isStale(long entry, long position, int capacity) {
        return entry == NONE || state(entry) == DONE && lapDistance(entry, position, capacity) < 0;
    }

    /**
     * Returns the length of the record of a claimed, ready or done entry.
     *
     * @return bytes, a multiple of 64; any such number below the capacity if the entry was overwritten
     */
    public static int recordLength(long entry, int capacity) {
        return (int) entry & capacity - RecordLayout.ALIGNMENT;
    }

    /**
     * Returns the entry of a message that a consumer holds.
     *
     * @param state {@link #HELD} or {@link #DEAD}
     * @param slot of the consumer
     * @param incarnation of the consumer; its low 16 bits count
     * @param deliveries from 1 to {@link #MAX_DELIVERIES}
     * @param nanos time of taking, {@link System#nanoTime()}; 0 where no deadline exists
     * @return the entry
     */
    public static long held(int state, int slot, long incarnation, int deliveries, long nanos) {
        return (nanos >>> TICK_SHIFT & TICK_MASK) << TAKEN_AT_SHIFT | (long) deliveries << HELD_DELIVERIES_SHIFT
                | (incarnation & INCARNATION_MASK) << INCARNATION_SHIFT | (long) slot << SLOT_SHIFT | state;
    }

    /** Returns whether a consumer holds the message, to process it or as a dead letter. */
    public static boolean isHeld(long entry) {
        int state = state(entry);
        return state == HELD || state == DEAD;
    }

    /** Returns the slot of the consumer in a held or dead entry. */
    public static int slot(long entry) {
        return (int) (entry >>> SLOT_SHIFT) & SLOT_MASK;
    }

    /** Returns whether a held or dead entry names an incarnation of its slot. */
    public static boolean isIncarnation(long entry, long incarnation) {
        return (entry >>> INCARNATION_SHIFT & INCARNATION_MASK) == (incarnation & INCARNATION_MASK);
    }

    /**
     * Returns how long a message has been held, rounded down to a millisecond or so.
     *
     * @param entry held or dead
     * @param nanos {@link System#nanoTime()}
     * @return nanoseconds from 0, modulo 5 hours
     */
    public static long heldNanos(long entry, long nanos) {
        long ticks = (nanos >>> TICK_SHIFT) - (entry >>> TAKEN_AT_SHIFT) & TICK_MASK;
        // Taken in the tick that begins there, at its end at the latest.
        return ticks == 0 || ticks > TICK_MASK - TICKS_AHEAD ? 0 : ticks - 1 << TICK_SHIFT;
    }

    /**
     * Returns the entry of a returned message.
     *
     * @param deliveries so far, from 0 to {@link #MAX_DELIVERIES}
     * @param due time from which on it may be delivered, {@link System#nanoTime()}; 0 for at once
     * @return the entry
     */
    public static long returned(int deliveries, long due) {
        long units = due + (1 << DUE_UNIT_SHIFT) - 1 >>> DUE_UNIT_SHIFT;
        return units << DUE_SHIFT | (long) deliveries << RETURNED_DELIVERIES_SHIFT | RETURNED;
    }

    /**
     * Returns how long a returned message must not be delivered yet.
     *
     * @param entry returned
     * @param nanos {@link System#nanoTime()}
     * @return nanoseconds; 0 if it may be delivered
     */
    public static long delayNanos(long entry, long nanos) {
        long delay = (entry >>> DUE_SHIFT << DUE_UNIT_SHIFT) - nanos;
        return delay > MAX_DELAY_NANOS + (1 << DUE_UNIT_SHIFT) ? 0 : Math.max(0, delay);
    }

    /** Returns the deliveries so far in a held, dead or returned entry. */
    public static int deliveries(long entry) {
        return (int) (entry >>> (isHeld(entry) ? HELD_DELIVERIES_SHIFT : RETURNED_DELIVERIES_SHIFT)) & MAX_DELIVERIES;
    }
}
