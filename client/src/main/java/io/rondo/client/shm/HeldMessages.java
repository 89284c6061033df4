package io.rondo.client.shm;

import io.rondo.core.ring.work.WorkLease;
import java.util.Arrays;

/**
 * The messages that a consumer of a work queue holds, by their ids. An id is the index of a reusable lease and a count of
 * its uses, so it does not come again. Allocates only when more messages are held than ever before. Confined to one thread.
 */
final class HeldMessages {
    private static final int INITIAL = 16;
    /** More than a ring of the largest capacity has messages. */
    private static final int INDEX_BITS = 24;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private final String channel;
    private WorkLease[] leases = new WorkLease[0];
    private long[] uses = new long[0];
    /** The indexes of closed leases. */
    private int[] free = new int[0];
    private int freeCount;

    HeldMessages(String channel) {
        this.channel = channel;
    }

    /** Returns the number of held messages. */
    int size() {
        return leases.length - freeCount;
    }

    /** Takes a closed lease, and returns its id. */
    long acquire() {
        if (freeCount == 0) {
            grow();
        }
        freeCount--;
        int index = free[freeCount];
        uses[index]++;
        return uses[index] << INDEX_BITS | index;
    }

    private void grow() {
        int old = leases.length;
        int length = Math.max(INITIAL, 2 * old);
        leases = Arrays.copyOf(leases, length);
        uses = Arrays.copyOf(uses, length);
        free = Arrays.copyOf(free, length);
        for (int index = length - 1; index >= old; index--) {
            leases[index] = new WorkLease();
            free[freeCount] = index;
            freeCount++;
        }
    }

    /**
     * Returns the lease of an acquired id.
     *
     * @throws IllegalStateException if there is none
     */
    WorkLease get(long id) {
        if (!isAcquired(id)) {
            throw new IllegalStateException("subscriber of channel " + channel + " holds no message with id " + id
                    + ": acknowledge or return each message once, at the subscriber that received it");
        }
        return leases[(int) (id & INDEX_MASK)];
    }

    private boolean isAcquired(long id) {
        long index = id & INDEX_MASK;
        return index < leases.length && uses[(int) index] == id >> INDEX_BITS && leases[(int) index].isOpen();
    }

    /** Returns the lease of an id that was acquired and is not released, open or not. */
    WorkLease acquired(long id) {
        return leases[(int) (id & INDEX_MASK)];
    }

    /** Whether the id still belongs to an open lease. */
    boolean isHeld(long id) {
        return isAcquired(id);
    }

    /** Gives back a lease that is closed. */
    void release(long id) {
        free[freeCount] = (int) (id & INDEX_MASK);
        freeCount++;
    }

    /** Returns the id of any open lease; 0 if none is open. */
    long any() {
        for (int index = 0; index < leases.length; index++) {
            if (leases[index].isOpen()) {
                return uses[index] << INDEX_BITS | index;
            }
        }
        return 0;
    }
}
