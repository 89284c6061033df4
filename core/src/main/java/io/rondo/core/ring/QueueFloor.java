package io.rondo.core.ring;

import io.rondo.core.memory.Words;

/** A queue may be overwritten up to what its consumer confirmed: for those who only look. */
public final class QueueFloor implements Floor {
    private final Ring ring;
    private final long confirmed;

    /**
     * Creates the floor.
     *
     * @param ring the ring
     * @param confirmed offset in the header of the word that holds what is confirmed: read or head
     */
    public QueueFloor(Ring ring, long confirmed) {
        this.ring = ring;
        this.confirmed = confirmed;
    }

    @Override
    public long position() {
        // [read] or [head]
        return Words.getLongAcquire(ring.header(), confirmed);
    }

    @Override
    public Checkpoint resume(Checkpoint from) {
        // What the consumer took meanwhile is not lost.
        return new Checkpoint(position(), from.messages());
    }
}
