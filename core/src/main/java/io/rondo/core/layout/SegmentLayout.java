package io.rondo.core.layout;

/**
 * The file behind a channel.
 *
 * <pre>
 *        0  identity page                       ({@link IdentityLayout})
 *     4096  hot words, each on its own line
 *           tail | head | read | announced limit | data waiters | space waiters | checkpoint count
 *     6144  checkpoints                         ({@link CheckpointLayout})
 *     8192  participant slots                   ({@link SlotLayout})
 *   131072  data, capacity bytes; mapped twice back to back, so that no record wraps
 * </pre>
 *
 * The data begins at a multiple of 64 KiB, the largest page size of the supported platforms.
 */
public final class SegmentLayout {
    /** Hot words are this far apart: two 64-byte lines, because adjacent lines are prefetched in pairs. */
    public static final int LINE = 128;
    /** Bytes of the identity page. */
    public static final int IDENTITY_LENGTH = 4096;

    /**
     * Where producers write next: moved by CAS (MPSC, {@link TailLayout}), or published now and then (single producer),
     * when it is at most the true one and a record begins there.
     */
    public static final int TAIL = IDENTITY_LENGTH;
    /** Up to here producers may reuse (queues). */
    public static final int HEAD = TAIL + LINE;
    /** Up to here the consumer confirmed; not behind head (queues). */
    public static final int READ = HEAD + LINE;
    /** Up to here a topic's producer may write. */
    public static final int LIMIT = READ + LINE;
    /** Where consumers sleep until there is data (int32, {@link WaiterLayout}). */
    public static final int DATA_WAITERS = LIMIT + LINE;
    /** Where producers sleep until there is space (int32, {@link WaiterLayout}). */
    public static final int SPACE_WAITERS = DATA_WAITERS + LINE;
    /** Number of checkpoints written. */
    public static final int CHECKPOINT_COUNT = SPACE_WAITERS + LINE;
    /** Where the checkpoints begin. */
    public static final int CHECKPOINTS = TAIL + 16 * LINE;
    /** Where the slots begin. */
    public static final int SLOTS = 8192;
    /** Where the data begins; the header mapping ends here. */
    public static final int DATA = 128 << 10;

    /** Lock byte of slot 0; the others follow. Far beyond the end of any segment. */
    public static final long LOCKS = 1L << 40;
    /** Lock bytes of all slots: who has them keeps everybody out. */
    public static final int TABLE_LOCKS = SlotLayout.SLOTS;
    /** Lock byte of a creator until the segment has its name. */
    public static final long CREATION_LOCK = LOCKS + TABLE_LOCKS;

    private SegmentLayout() {}

    /**
     * Length of the file.
     *
     * @param capacity of the data region in bytes
     * @return bytes
     */
    public static long fileLength(int capacity) {
        return (long) DATA + capacity;
    }

    /**
     * A slot's lock byte.
     *
     * @param slot the slot
     * @return offset in the file
     */
    public static long lockOffset(int slot) {
        return LOCKS + slot;
    }
}
