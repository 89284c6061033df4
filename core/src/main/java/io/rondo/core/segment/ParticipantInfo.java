package io.rondo.core.segment;

import io.rondo.core.layout.Counter;

/**
 * A snapshot of one participant.
 *
 * @param role what it does
 * @param slot its slot
 * @param pid its pid in its own namespace
 * @param uid its uid
 * @param attachedAt epoch milliseconds
 * @param alive the kernel's word
 * @param position a topic consumer's position, or a producer's intent or -1; meaningless for a queue's consumer
 * @param counters in the order of {@link Counter}
 */
public record ParticipantInfo(Role role, int slot, int pid, int uid, long attachedAt, boolean alive, long position,
        long[] counters) {
    /**
     * One of its counters.
     *
     * @param counter which
     * @return its value
     */
    public long count(Counter counter) {
        return counters[counter.ordinal()];
    }
}
