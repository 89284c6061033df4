package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;

/** A topic may be overwritten up to a lap before the limit its producer announced. */
public final class TopicFloor implements Floor {
    /** A reader resumes this part of a lap before what is overwritten next, so that it is not overtaken again at once. */
    private static final int HEADWAY = 4;

    private final Ring ring;
    private final Checkpoints checkpoints;

    /**
     * Creates the floor.
     *
     * @param ring the ring
     */
    public TopicFloor(Ring ring) {
        this.ring = ring;
        checkpoints = new Checkpoints(ring);
    }

    @Override
    public long position() {
        // [limit]
        return Words.getLongAcquire(ring.header(), SegmentLayout.LIMIT) - ring.capacity();
    }

    @Override
    public Checkpoint resume(Checkpoint from) {
        // An announcement that is taken back meanwhile must not lead the reader back to where it was.
        long headway = position() + ring.capacity() / HEADWAY;
        return checkpoints.oldestFrom(Math.max(headway, from.position() + 1));
    }
}
