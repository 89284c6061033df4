package io.rondo.core.layout;

/**
 * The checkpoints of a single-producer ring: record boundaries with the number of messages before them, where a topic's consumer
 * may start and know what it missed. The producer writes one each {@link #interval}, round robin.
 *
 * <pre>
 *   0  position, or NONE while the entry is being written
 *   8  messages before that position; meaningless in a queue
 * </pre>
 */
public final class CheckpointLayout {
    /** Entries kept. */
    public static final int COUNT = 16;
    /** Bytes of an entry. */
    public static final int LENGTH = 16;
    /** Offset in the entry of the position. */
    public static final int POSITION = 0;
    /** Offset in the entry of the number of messages. */
    public static final int MESSAGES = 8;
    /** The position of an entry that is being written. */
    public static final long NONE = -1;

    private static final int PER_LAP = 8;

    private CheckpointLayout() {}

    /** Returns the offset in the segment of a checkpoint's entry, given the number of the checkpoint. */
    public static int offset(long index) {
        return SegmentLayout.CHECKPOINTS + (int) (index & COUNT - 1) * LENGTH;
    }

    /** Returns the largest distance in bytes of two checkpoints, apart from the record that exceeds it. */
    public static int interval(int capacity) {
        return capacity / PER_LAP;
    }
}
