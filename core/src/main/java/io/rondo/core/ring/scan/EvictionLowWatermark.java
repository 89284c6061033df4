package io.rondo.core.ring.scan;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;

/**
 * The low watermark of a topic's consumer that may be evicted: nothing is overwritten before the producer has changed
 * the consumer's state to evicted, and everything may be after that. The announced limit does not serve here, because
 * it may exceed the granted limit for a moment.
 */
public final class EvictionLowWatermark implements LowWatermark {
    private final Ring ring;
    private final long state;

    /** Creates the low watermark of the consumer in a slot, which has joined. */
    public EvictionLowWatermark(Ring ring, int slot) {
        this.ring = ring;
        state = SlotLayout.offset(slot) + SlotLayout.STATE;
    }

    @Override
    public long position() {
        // [evict]
        boolean evicted = SlotState.state(Words.getLongAcquire(ring.header(), state)) == SlotState.EVICTED;
        return evicted ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** Always throws {@code EVICTED}: an evicted consumer cannot continue. */
    @Override
    public Checkpoint resume(Checkpoint from) {
        // The newest checkpoint is older than the end, so the message states lower bounds.
        Checkpoint newest = new Checkpoints(ring).newest();
        throw new SegmentException(Reason.EVICTED,
                "subscriber of topic " + ring.name() + " was evicted: it is at least "
                        + (newest.position() - from.position()) + " bytes and " + (newest.messages() - from.messages())
                        + " messages behind now, of a capacity of " + ring.capacity()
                        + " bytes, and the publisher does not wait for it: subscribe again, and let it drop the oldest"
                        + " or give the topic a larger capacity if it cannot be faster");
    }
}
