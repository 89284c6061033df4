package io.rondo.core.segment;

import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.os.PidNamespace;
import java.util.Locale;

/**
 * A snapshot of one participant.
 *
 * @param role its role
 * @param slot its slot
 * @param pid its pid in the namespace {@code pidNamespace}; 0 of a process that is connected by a socket from a namespace
 *            which the owner does not see
 * @param pidNamespace inode number of that namespace, unsigned; 0 if unknown
 * @param uid its uid
 * @param attachedAt time of its attachment in epoch milliseconds
 * @param alive whether it is alive, as determined by its kernel lock
 * @param state state of the slot, as in {@link SlotState}
 * @param flags flags of the slot, as in {@link SlotLayout}
 * @param position a topic consumer's position, or a producer's intent or -1; no meaning for a queue's consumer
 * @param counters counters in the order of {@link Counter}
 */
public record ParticipantInfo(Role role, int slot, int pid, int pidNamespace, int uid, long attachedAt, boolean alive,
        int state, int flags, long position, long[] counters) {
    /** The largest pid of the kernel. */
    private static final int MAX_PID = 1 << 22;
    /** The end of the year 9999. */
    private static final long MAX_TIME = 253_402_300_799_999L;
    /** At 200 million events per second a counter reaches this value after eleven years. */
    private static final long MAX_COUNT = 1L << 56;

    /**
     * Describes a value in the slot that no participant writes. Then no other value in the slot is reliable, except
     * whether the participant is alive.
     *
     * @return the first such value, in a few words; null if there is none
     */
    public String damage() {
        if (state > SlotState.EVICTED) {
            return "state " + state;
        }
        if (pid < (isRemote() ? 0 : 1) || pid > MAX_PID) {
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

    /** Returns whether {@link #damage()} found such a value. */
    public boolean isDamaged() {
        return damage() != null;
    }

    /** Returns one of its counters. */
    public long count(Counter counter) {
        return counters[counter.ordinal()];
    }

    /**
     * Returns whether producers wait for it: true for a live consumer that neither loses messages instead nor was
     * evicted.
     */
    public boolean gates() {
        return role == Role.CONSUMER && alive && !isLossy() && !isEvicted();
    }

    /** Returns whether this process cannot use the pid, because it is of another PID namespace or unknown. */
    public boolean isForeign() {
        int own = PidNamespace.current();
        return pid == 0 || pidNamespace != own && pidNamespace != PidNamespace.UNKNOWN && own != PidNamespace.UNKNOWN;
    }

    /** Returns the process for messages: its pid, and that it is of another PID namespace if it is. */
    public String process() {
        return !isForeign()
                ? "pid " + pid
                : pid == 0 ? "a process with an unknown pid" : "pid " + pid + " of another PID namespace";
    }

    /** Returns whether it maps the segment by descriptors that the owner passed. */
    public boolean isByDescriptor() {
        return (flags & SlotLayout.FLAG_DESCRIPTOR) != 0;
    }

    /** Returns whether it acts for a process that is connected by a socket; pid and uid are those of that process. */
    public boolean isRemote() {
        return (flags & SlotLayout.FLAG_REMOTE) != 0;
    }

    /** Returns whether it is a topic's consumer that loses messages instead of holding the producer up. */
    public boolean isLossy() {
        return (flags & SlotLayout.FLAG_UNGATED) != 0;
    }

    /** Returns whether it is a topic's consumer that is evicted when it would hold the producer up. */
    public boolean isEvictable() {
        return (flags & SlotLayout.FLAG_EVICTABLE) != 0;
    }

    /** Returns whether it was evicted. */
    public boolean isEvicted() {
        return state == SlotState.EVICTED;
    }
}
