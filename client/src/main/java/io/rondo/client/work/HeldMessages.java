package io.rondo.client.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The messages that a consumer of a work queue holds, by their ids. An id is the index of a reusable lease and a count of
 * its uses, so it does not come again. Allocates only when more messages are held than ever before. Confined to one thread.
 *
 * @param <L> the lease of a transport
 */
public final class HeldMessages<L> {
    private static final int INITIAL = 16;
    /** More than a ring of the largest capacity has messages. */
    private static final int INDEX_BITS = 24;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private final String channel;
    private final Supplier<L> newLease;
    private final Predicate<L> isOpen;
    private final List<L> leases = new ArrayList<>();
    private long[] uses = new long[0];
    private boolean[] processed = new boolean[0];
    /** The indexes of closed leases. */
    private int[] free = new int[0];
    private int freeCount;
    /** The largest number of uses in tables that this one continues. */
    private long formerUses;

    /**
     * Creates an empty table.
     *
     * @param channel the name, for messages
     * @param newLease creates a closed lease
     * @param isOpen whether a lease holds a message
     */
    public HeldMessages(String channel, Supplier<L> newLease, Predicate<L> isOpen) {
        this.channel = channel;
        this.newLease = newLease;
        this.isOpen = isOpen;
    }

    /** Ensures that the ids from now on differ from those of another table. */
    public void continueIdsOf(HeldMessages<L> former) {
        formerUses = Math.max(formerUses, Math.max(former.formerUses, Arrays.stream(former.uses).max().orElse(0)));
    }

    /** Returns whether an id may be one of a table that this one continues. */
    public boolean isFormer(long id) {
        long use = id >> INDEX_BITS;
        return use > 0 && use <= formerUses && !isHeld(id);
    }

    /** Returns the number of held messages. */
    public int size() {
        return leases.size() - freeCount;
    }

    /** Takes a closed lease, and returns its id. */
    public long acquire() {
        if (freeCount == 0) {
            grow();
        }
        freeCount--;
        int index = free[freeCount];
        uses[index] = Math.max(uses[index], formerUses) + 1;
        processed[index] = false;
        return uses[index] << INDEX_BITS | index;
    }

    private void grow() {
        int old = leases.size();
        int length = Math.max(INITIAL, 2 * old);
        uses = Arrays.copyOf(uses, length);
        processed = Arrays.copyOf(processed, length);
        free = Arrays.copyOf(free, length);
        while (leases.size() < length) {
            leases.add(newLease.get());
        }
        for (int index = length - 1; index >= old; index--) {
            free[freeCount] = index;
            freeCount++;
        }
    }

    /**
     * Returns the lease of an acquired id.
     *
     * @throws IllegalStateException if there is none
     */
    public L get(long id) {
        if (!isHeld(id)) {
            throw new IllegalStateException("subscriber of channel " + channel + " holds no message with id " + id
                    + ": acknowledge or return each message once, at the subscriber that received it");
        }
        return acquired(id);
    }

    /** Returns the lease of an id that was acquired and is not released, open or not. */
    public L acquired(long id) {
        return leases.get((int) (id & INDEX_MASK));
    }

    /** Whether the id belongs to an open lease. */
    public boolean isHeld(long id) {
        long index = id & INDEX_MASK;
        return index < leases.size() && uses[(int) index] == id >> INDEX_BITS
                && isOpen.test(leases.get((int) index));
    }

    /** Notes that a held message was processed, and is to be acknowledged later. */
    public void markProcessed(long id) {
        get(id);
        processed[(int) (id & INDEX_MASK)] = true;
    }

    /** Whether a held message was processed. */
    public boolean isProcessed(long id) {
        return processed[(int) (id & INDEX_MASK)];
    }

    /** Gives back a lease that is closed. */
    public void release(long id) {
        free[freeCount] = (int) (id & INDEX_MASK);
        freeCount++;
    }

    /** Returns the smallest figure of the open leases; {@link Long#MAX_VALUE} if none is open. */
    public long least(ToLongFunction<L> figure) {
        long least = Long.MAX_VALUE;
        for (L lease : leases) {
            if (isOpen.test(lease)) {
                least = Math.min(least, figure.applyAsLong(lease));
            }
        }
        return least;
    }

    /** Passes on the id of each open lease. The action may release it. */
    public void forEach(LongConsumer action) {
        for (int index = 0; index < leases.size(); index++) {
            if (isOpen.test(leases.get(index))) {
                action.accept(uses[index] << INDEX_BITS | index);
            }
        }
    }
}
