package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;

/**
 * A snapshot of one participant.
 *
 * @param role what it does
 * @param slot its slot
 * @param pid its pid in its own namespace
 * @param uid its uid
 * @param attachedAt epoch milliseconds
 * @param alive the kernel's word
 * @param state of the slot, as in {@link SlotState}
 * @param flags of the slot, as in {@link SlotLayout}
 * @param position a topic consumer's position, or a producer's intent or -1; meaningless for a queue's consumer
 * @param counters in the order of {@link Counter}
 */
public record ParticipantInfo(Role role, int slot, int pid, int uid, long attachedAt, boolean alive, int state,
        int flags,
        long position, long[] counters) {
    /**
     * One of its counters.
     *
     * @param counter which
     * @return its value
     */
    public long count(Counter counter) {
        return counters[counter.ordinal()];
    }

    /**
     * Whether producers wait for it: a consumer that lives, unless it loses messages instead or was evicted.
     *
     * @return false for a producer
     */
    public boolean gates() {
        return role == Role.CONSUMER && alive && !isLossy() && !isEvicted();
    }

    /**
     * Whether it is a topic's consumer that loses messages instead of holding the producer up.
     *
     * @return false for all others
     */
    public boolean isLossy() {
        return (flags & SlotLayout.FLAG_UNGATED) != 0;
    }

    /**
     * Whether it is a topic's consumer that is evicted when it would hold the producer up.
     *
     * @return false for all others
     */
    public boolean isEvictable() {
        return (flags & SlotLayout.FLAG_EVICTABLE) != 0;
    }

    /**
     * Whether that has happened.
     *
     * @return true once evicted
     */
    public boolean isEvicted() {
        return state == SlotState.EVICTED;
    }
}
