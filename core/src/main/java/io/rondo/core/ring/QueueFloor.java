package io.rondo.core.ring;

import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.Words;

/** A queue may be overwritten up to what its consumer confirmed: for those who only look, and for a new single producer. */
public final class QueueFloor implements Floor {
    private final Ring ring;
    private final boolean tailIsExact;

    private QueueFloor(Ring ring, boolean tailIsExact) {
        this.ring = ring;
        this.tailIsExact = tailIsExact;
    }

    /**
     * Of a queue with a single producer.
     *
     * @param ring the ring
     * @return its floor
     */
    public static QueueFloor ofSingleProducer(Ring ring) {
        return new QueueFloor(ring, false);
    }

    /**
     * Of a queue with many producers, which may be full to the last byte: then its first record's header stands at its end.
     *
     * @param ring the ring
     * @return its floor
     */
    public static QueueFloor ofManyProducers(Ring ring) {
        return new QueueFloor(ring, true);
    }

    @Override
    public long position() {
        // [read]
        return Words.getLongAcquire(ring.header(), SegmentLayout.READ);
    }

    @Override
    public long end() {
        return tailIsExact
                ? TailLayout.position(Words.getLongAcquire(ring.header(), SegmentLayout.TAIL))
                : Long.MAX_VALUE;
    }

    @Override
    public Checkpoint resume(Checkpoint from) {
        // What the consumer took meanwhile is not lost.
        return new Checkpoint(position(), from.messages());
    }
}
