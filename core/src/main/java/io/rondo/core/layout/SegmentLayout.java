package io.rondo.core.layout;

/**
 * The file behind a channel.
 *
 * <pre>
 *        0  identity page                       ({@link IdentityLayout})
 *     4096  hot words, each on its own line
 *           tail | head | read | announced limit | data waiters | space waiters | checkpoint count | used slots |
 *           returns | taken, taken before (both on one line)
 *     6144  checkpoints                         ({@link CheckpointLayout})
 *     8192  participant slots, 2 to 1025        ({@link SlotLayout})
 *    65536  work queues: entries               ({@link WorkEntryLayout})
 *           data, capacity bytes; mapped twice back to back, so that no record wraps
 * </pre>
 *
 * With more than 112 slots entries and data begin later, always at a multiple of 64 KiB, the largest page size of the
 * supported platforms.
 */
public final class SegmentLayout {
    /** Distance of hot words: two 64-byte lines, because adjacent lines are prefetched in pairs. */
    public static final int LINE = 128;
    /** Bytes of the identity page. */
    public static final int IDENTITY_LENGTH = 4096;

    /**
     * Position where producers write next. Moved by CAS (MPSC, {@link TailLayout}); a single producer stores it from
     * time to time, and then it is at most the exact one, and a record begins there.
     */
    public static final int TAIL = IDENTITY_LENGTH;
    /** Position up to which producers may reuse space (queues and work queues). */
    public static final int HEAD = TAIL + LINE;
    /**
     * Position that the consumer has confirmed, not below the head (queues). Position up to which each message was
     * taken by a consumer at least once (work queues).
     */
    public static final int READ = HEAD + LINE;
    /** Position up to which a topic's producer may write. */
    public static final int LIMIT = READ + LINE;
    /** The word that consumers wait on for data (int32, {@link WaiterLayout}). */
    public static final int DATA_WAITERS = LIMIT + LINE;
    /** The word that producers wait on for space (int32, {@link WaiterLayout}). */
    public static final int SPACE_WAITERS = DATA_WAITERS + LINE;
    /** Number of checkpoints written. */
    public static final int CHECKPOINT_COUNT = SPACE_WAITERS + LINE;
    /**
     * Number of slots that may have been used: all slots from this one on have always been free. It never decreases.
     */
    public static final int USED_SLOTS = CHECKPOINT_COUNT + LINE;
    /** Number of messages that consumers of a work queue have returned. */
    public static final int RETURNS = USED_SLOTS + LINE;
    /** Position up to which the consumers of a service's request queue have taken requests. */
    public static final int TAKEN = RETURNS + LINE;
    /** Position up to which consumers that have ended had taken requests when the present one attached. */
    public static final int TAKEN_BEFORE = TAKEN + Long.BYTES;
    /** Where the checkpoints begin. */
    public static final int CHECKPOINTS = TAIL + 16 * LINE;
    /** Offset of the slots. */
    public static final int SLOTS = 8192;
    /** Lock byte of slot 0; the others follow. Far beyond the end of any segment. */
    public static final long LOCKS = 1L << 40;
    /** Number of the lock bytes of slots, in all segments: a process that holds all of them keeps participants out. */
    public static final int TABLE_LOCKS = SlotLayout.MAX_SLOTS;
    /** Lock byte of a creator until the segment has its name. */
    public static final long CREATION_LOCK = LOCKS + TABLE_LOCKS;

    private static final int DATA_ALIGNMENT = 64 << 10;

    private SegmentLayout() {}

    /**
     * Returns where the entries of a work queue begin; other rings have none, and their data begins there.
     *
     * @param slots slots of the segment
     * @return offset in the segment
     */
    public static int entries(int slots) {
        return align(SlotLayout.offset(slots));
    }

    /**
     * Returns where the data begins, which is also the length of the header mapping.
     *
     * @param kind kind of the ring
     * @param capacity of the data region in bytes
     * @param slots slots of the segment
     * @return offset in the segment
     */
    public static int data(RingKind kind, int capacity, int slots) {
        return entries(slots) + (kind == RingKind.WORK ? align(WorkEntryLayout.length(capacity)) : 0);
    }

    /**
     * Returns the length of the file.
     *
     * @param kind kind of the ring
     * @param capacity of the data region in bytes
     * @param slots slots of the segment
     * @return bytes
     */
    public static long fileLength(RingKind kind, int capacity, int slots) {
        return (long) data(kind, capacity, slots) + capacity;
    }

    private static int align(int length) {
        return length + (DATA_ALIGNMENT - 1) & -DATA_ALIGNMENT;
    }

    /** Returns the offset of a slot's lock byte in the file. */
    public static long lockOffset(int slot) {
        return LOCKS + slot;
    }
}
