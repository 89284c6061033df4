package io.rondo.core.ring.scan;

import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Ring;

/**
 * The low watermark of a queue: the position that its consumer has confirmed; of a work queue the position up to which
 * all messages are acknowledged. Used by observers, and by a new single producer.
 */
public final class QueueLowWatermark implements LowWatermark {
    private final Ring ring;
    private final boolean tailIsExact;
    private final int word;

    private QueueLowWatermark(Ring ring, boolean tailIsExact) {
        this.ring = ring;
        this.tailIsExact = tailIsExact;
        word = ring.kind() == RingKind.WORK ? SegmentLayout.HEAD : SegmentLayout.READ;
    }

    /** The low watermark of a queue with a single producer. */
    public static QueueLowWatermark ofSingleProducer(Ring ring) {
        return new QueueLowWatermark(ring, false);
    }

    /**
     * The low watermark of a queue with many producers, or of a work queue. The ring may be completely full, and then the header of its
     * first record stands at its end; so the end is taken from the tail.
     */
    public static QueueLowWatermark ofManyProducers(Ring ring) {
        return new QueueLowWatermark(ring, true);
    }

    @Override
    public long position() {
        // [read], [head]
        return Words.getLongAcquire(ring.header(), word);
    }

    @Override
    public long end() {
        return tailIsExact
                ? TailLayout.position(Words.getLongAcquire(ring.header(), SegmentLayout.TAIL), position())
                : Long.MAX_VALUE;
    }

    @Override
    public Checkpoint resume(Checkpoint from) {
        // Records that the consumer confirmed meanwhile are not lost.
        return new Checkpoint(position(), from.messages());
    }
}
