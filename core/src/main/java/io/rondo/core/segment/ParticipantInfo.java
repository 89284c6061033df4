package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import java.util.Locale;

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
    /** The kernel gives no larger one. */
    private static final int MAX_PID = 1 << 22;
    /** The end of the year 9999. */
    private static final long MAX_TIME = 253_402_300_799_999L;
    /** What is counted 200 million times a second gets there in eleven years. */
    private static final long MAX_COUNT = 1L << 56;

    /**
     * What no participant writes, but stands in its slot: nothing else there can be believed, except who is alive.
     *
     * @return the first such thing, in a few words; null if there is none
     */
    public String damage() {
        if (state > SlotState.EVICTED) {
            return "state " + state;
        }
        if (pid < 1 || pid > MAX_PID) {
            return "pid " + pid;
        }
        if (attachedAt < 0 || attachedAt > MAX_TIME) {
            return "attached at " + attachedAt;
        }
        if ((flags & ~SlotLayout.FLAGS_MASK) != 0) {
            return "flags 0x" + Integer.toHexString(flags);
        }
        if (role == Role.CONSUMER && (position < 0 || position % RecordLayout.ALIGNMENT != 0)) {
            return "position " + position;
        }
        for (Counter counter : Counter.values()) {
            if (count(counter) < 0 || count(counter) > MAX_COUNT) {
                return "counter " + counter.name().toLowerCase(Locale.ROOT) + " of " + count(counter);
            }
        }
        return null;
    }

    /**
     * Whether there is such a thing.
     *
     * @return true if {@link #damage()} says something
     */
    public boolean isDamaged() {
        return damage() != null;
    }

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
     * Whether it acts for a process that is connected by a socket, whose pid and uid are these.
     *
     * @return false for one that uses the segment itself
     */
    public boolean isRemote() {
        return (flags & SlotLayout.FLAG_REMOTE) != 0;
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
