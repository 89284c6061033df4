package io.rondo.core.ring.scan;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;

/** The low watermark of a topic: one lap before the limit that its producer announced. */
public final class TopicLowWatermark implements LowWatermark {
    /** A lapped reader resumes 1/4 of a lap above the low watermark, so that it is not lapped again at once. */
    private static final int HEADWAY = 4;

    private final Ring ring;
    private final Checkpoints checkpoints;

    public TopicLowWatermark(Ring ring) {
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
        // The producer may withdraw an announcement; that must not send the reader back to its old position.
        long headway = position() + ring.capacity() / HEADWAY;
        return checkpoints.oldestFrom(Math.max(headway, from.position() + 1));
    }
}
