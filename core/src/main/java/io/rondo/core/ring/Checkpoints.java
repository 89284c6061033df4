package io.rondo.core.ring;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The checkpoints of a single-producer ring ({@link CheckpointLayout}). The producer writes them, any process may read
 * them. Each entry is a sequence lock, and its version is the position, which never repeats.
 */
public final class Checkpoints {
    /**
     * Attempts to read the newest entry. A second attempt is needed only if the producer wrote all other entries
     * meanwhile.
     */
    private static final int ATTEMPTS = 1000;

    private final String channel;
    private final MemorySegment header;

    /** Creates a view of a ring's checkpoints. */
    public Checkpoints(Ring ring) {
        channel = ring.name();
        header = ring.header();
    }

    /**
     * Writes the first checkpoint into a new segment that no other process can see yet. The header is the segment up to
     * the data.
     */
    public static void initialise(MemorySegment header) {
        for (int i = 1; i < CheckpointLayout.COUNT; i++) {
            Words.setLong(header, CheckpointLayout.offset(i) + CheckpointLayout.POSITION, CheckpointLayout.NONE);
        }
        Words.setLong(header, SegmentLayout.CHECKPOINT_COUNT, 1);
    }

    /** Adds a checkpoint; the producer only. */
    public void add(long position, long messages) {
        long index = Words.getLong(header, SegmentLayout.CHECKPOINT_COUNT);
        long entry = CheckpointLayout.offset(index);
        Words.setLongOpaque(header, entry + CheckpointLayout.POSITION, CheckpointLayout.NONE);
        // Orders the mark of the entry before its change.
        Words.storeStoreFence();
        Words.setLongOpaque(header, entry + CheckpointLayout.MESSAGES, messages);
        // [checkpoint] All records before this position are committed.
        Words.setLongRelease(header, entry + CheckpointLayout.POSITION, position);
        Words.setLongRelease(header, SegmentLayout.CHECKPOINT_COUNT, index + 1);
    }

    /**
     * Returns the newest checkpoint, or a newer one than existed when this was called; throws {@code CORRUPT} if there
     * is none.
     */
    public Checkpoint newest() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Checkpoint newest = read(newestIndex());
            if (newest != null) {
                return newest;
            }
        }
        throw new SegmentException(Reason.CORRUPT,
                "channel " + channel + " has no checkpoint: the segment was overwritten, remove the channel");
    }

    /** Returns the position of the newest checkpoint without allocation; the producer only. */
    public long newestPosition() {
        return Words.getLong(header, CheckpointLayout.offset(newestIndex()) + CheckpointLayout.POSITION);
    }

    private long newestIndex() {
        // [checkpoint] The count was stored after the entry.
        return Words.getLongAcquire(header, SegmentLayout.CHECKPOINT_COUNT) - 1;
    }

    /** Returns the oldest checkpoint at or behind a position, or the newest one if none is. */
    public Checkpoint oldestFrom(long position) {
        Checkpoint oldest = newest();
        for (int i = 0; i < CheckpointLayout.COUNT; i++) {
            Checkpoint checkpoint = read(i);
            if (checkpoint != null && checkpoint.position() >= position
                    && checkpoint.position() < oldest.position()) {
                oldest = checkpoint;
            }
        }
        return oldest;
    }

    private Checkpoint read(long index) {
        long entry = CheckpointLayout.offset(index);
        // [checkpoint]
        long position = Words.getLongAcquire(header, entry + CheckpointLayout.POSITION);
        long messages = Words.getLongOpaque(header, entry + CheckpointLayout.MESSAGES);
        // Orders the load of the number before the second load of the position.
        Words.loadLoadFence();
        boolean stood = Words.getLongOpaque(header, entry + CheckpointLayout.POSITION) == position;
        return stood && position != CheckpointLayout.NONE ? new Checkpoint(position, messages) : null;
    }
}
