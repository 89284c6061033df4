package io.rondo.core.ring;

import io.rondo.core.EvictedException;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.memory.Words;

/**
 * For a topic's consumer that may be evicted: nothing is overwritten before the producer has changed this consumer's state, and
 * anything may be after that. The announced limit would not do: for a moment it may exceed what is granted.
 */
public final class EvictionFloor implements Floor {
    private final Ring ring;
    private final long state;

    /**
     * Creates the floor of a consumer that has joined.
     *
     * @param ring the ring
     * @param slot its slot
     */
    public EvictionFloor(Ring ring, int slot) {
        this.ring = ring;
        state = SlotLayout.offset(slot) + SlotLayout.STATE;
    }

    @Override
    public long position() {
        // [evict]
        boolean evicted = SlotState.state(Words.getLongAcquire(ring.header(), state)) == SlotState.EVICTED;
        return evicted ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /**
     * There is nowhere to go on.
     *
     * @param from where the consumer was, and the messages before that
     * @return never
     * @throws EvictedException always
     */
    @Override
    public Checkpoint resume(Checkpoint from) {
        // Older than the end, so both numbers are at least what is said.
        Checkpoint newest = new Checkpoints(ring).newest();
        throw new EvictedException("subscriber of topic " + ring.name() + " was evicted: it was "
                + (newest.position() - from.position()) + " bytes and " + (newest.messages() - from.messages())
                + " messages behind, of a capacity of " + ring.capacity()
                + " bytes, and the publisher does not wait for it: subscribe again, and let it drop the oldest"
                + " or give the topic a larger capacity if it cannot be faster");
    }
}
