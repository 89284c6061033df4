package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The checkpoints of a single-producer ring. Written by its producer, read by anybody: an entry is a sequence lock whose
 * version is the position, which never repeats.
 */
public final class Checkpoints {
    /** Only a producer that writes all other entries while this reader looks at one makes it look again. */
    private static final int ATTEMPTS = 1000;

    private final String channel;
    private final MemorySegment header;

    /**
     * Creates a view.
     *
     * @param ring whose checkpoints
     */
    public Checkpoints(Ring ring) {
        channel = ring.name();
        header = ring.header();
    }

    /**
     * Writes the first checkpoint of a new segment, before anybody can see it.
     *
     * @param header the segment up to the data
     */
    public static void initialise(MemorySegment header) {
        for (int i = 1; i < CheckpointLayout.COUNT; i++) {
            Words.setLong(header, CheckpointLayout.offset(i) + CheckpointLayout.POSITION, CheckpointLayout.NONE);
        }
        Words.setLong(header, SegmentLayout.CHECKPOINT_COUNT, 1);
    }

    /** Adds a checkpoint; the producer only. */
    void add(long position, long messages) {
        long index = Words.getLong(header, SegmentLayout.CHECKPOINT_COUNT);
        long entry = CheckpointLayout.offset(index);
        Words.setLongOpaque(header, entry + CheckpointLayout.POSITION, CheckpointLayout.NONE);
        // The entry is marked before it changes.
        Words.storeStoreFence();
        Words.setLongOpaque(header, entry + CheckpointLayout.MESSAGES, messages);
        // [checkpoint] all records before this position are committed.
        Words.setLongRelease(header, entry + CheckpointLayout.POSITION, position);
        Words.setLongRelease(header, SegmentLayout.CHECKPOINT_COUNT, index + 1);
    }

    /**
     * Finds the newest checkpoint, or a newer one than was there when this was called.
     *
     * @return position and messages before it
     * @throws CorruptSegmentException if there is none
     */
    public Checkpoint newest() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Checkpoint newest = read(newestIndex());
            if (newest != null) {
                return newest;
            }
        }
        throw new CorruptSegmentException(
                "channel " + channel + " has no checkpoint: the segment was overwritten, remove the channel");
    }

    /** The position of the newest checkpoint, without allocation; the producer only. */
    long newestPosition() {
        return Words.getLong(header, CheckpointLayout.offset(newestIndex()) + CheckpointLayout.POSITION);
    }

    private long newestIndex() {
        // [checkpoint] counted after it was written.
        return Words.getLongAcquire(header, SegmentLayout.CHECKPOINT_COUNT) - 1;
    }

    /**
     * Finds the oldest checkpoint that is not before a position, or else the newest.
     *
     * @param position the position
     * @return position and messages before it
     */
    Checkpoint oldestFrom(long position) {
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
        // The number was read before the position is compared.
        Words.loadLoadFence();
        boolean stood = Words.getLongOpaque(header, entry + CheckpointLayout.POSITION) == position;
        return stood && position != CheckpointLayout.NONE ? new Checkpoint(position, messages) : null;
    }
}
