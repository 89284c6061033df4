package io.rondo.core.ring.work;

import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.reader.LookInterval;
import io.rondo.core.wait.Condition;

/**
 * Finds messages that may be delivered again: returned messages after their delay, messages of consumers that are dead or
 * have left, and messages held for longer than the processing deadline. Confined to one thread.
 *
 * <p>Looks in rounds from the head to the position of the consumer, a few records at a time. A round begins when a message
 * was returned, before and after each sleep, and otherwise at most every 20 ms. It asks the kernel about holders if they
 * were last asked about 20 ms ago, and always before a sleep. So a busy consumer finds each such message, and returned
 * messages cost no system calls.
 */
final class RedeliveryScan {
    /** The result when nothing was found. */
    static final long NONE = -1;

    private static final long INTERVAL_NANOS = 20_000_000L;
    /** Messages per read of the clock while they are taken quickly. */
    private static final int LOOKS_PER_CLOCK = 64;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final WorkEntries entries;
    private final HolderLiveness holders;
    private final long deadlineNanos;
    private final LookInterval interval = new LookInterval(INTERVAL_NANOS, LOOKS_PER_CLOCK);
    private long seenReturns = NONE;
    private boolean running;
    private boolean requested;
    private boolean asksKernel = true;
    /** When a round last asked the kernel. */
    private long askedAt;
    private long next;
    private long found;
    /** Nanoseconds from {@link #lookedAt} until the next message may be delivered again, as far as is known. */
    private long soonest = NEVER;
    private long lookedAt;

    RedeliveryScan(WorkEntries entries, WorkSettings settings, HolderLiveness holders) {
        this.entries = entries;
        this.holders = holders;
        deadlineNanos = settings.processingDeadlineMillis() * NANOS_PER_MILLI;
    }

    /** Returns whether {@link #find} should be called. Costs a load of a line that stays in the cache. */
    boolean isDue() {
        return running || requested || entries.returns() != seenReturns || interval.isOver();
    }

    /** Makes the next call due. */
    void requestRound() {
        requested = true;
    }

    /**
     * Makes the next call due, and lets it begin at the head and ask the kernel: it finds what was returned, and the
     * messages of consumers that have died, before this call.
     */
    void restart() {
        running = false;
        requested = true;
        asksKernel = true;
    }

    /**
     * Continues the round behind a message that was found and taken. Otherwise a message that is returned each time would be
     * found each time, and none behind it.
     */
    void taken(long end) {
        next = Math.max(next, end);
    }

    /**
     * Looks for the next message.
     *
     * @param end up to where to look: all records before it were taken at least once
     * @param records the most records to look at
     * @return a position that leads to its entry; {@link #NONE} if there is none, or the round is not over yet. The next
     * call looks at it again
     */
    long find(long end, int records) {
        long now = System.nanoTime();
        boolean continued = running;
        if (!running) {
            begin(now);
        }
        for (int left = records; left > 0; left--) {
            if (next >= end) {
                running = false;
                if (!continued || !isDue()) {
                    return NONE;
                }
                // A message was returned behind the place where this call continued.
                begin(now);
                continued = false;
                continue;
            }
            long entry = entries.at(next);
            long after = next;
            if (entries.isDone(entry, next)) {
                after += entries.recordLength(entry, next);
            } else if (WorkEntries.isTaken(entry)) {
                long delay = delayNanos(entry, now);
                if (delay == 0) {
                    found = entry;
                    return next;
                }
                soonest = delay == NEVER ? soonest : Math.min(soonest, now - lookedAt + delay);
                after = entries.endByHeader(next);
            } else if (entries.isFreed(entry, next)) {
                after = Math.max(next, entries.head());
            }
            if (after == next && entries.at(next) == entry) {
                running = false;
                if (!WorkEntries.isTaken(entry)) {
                    // Before the end each message was taken.
                    entries.requireRetired(next, entry);
                }
                return NONE;
            }
            next = after;
        }
        return NONE;
    }

    /** Returns the entry of the last message found. */
    long found() {
        return found;
    }

    /** Returns whether the consumer that holds the message of an entry that was found is dead or has left. */
    boolean isHolderGone(long entry) {
        return WorkEntryLayout.isHeld(entry) && holders.isGone(entry);
    }

    private void begin(long now) {
        running = true;
        requested = false;
        lookedAt = now;
        soonest = NEVER;
        if (asksKernel || now - askedAt >= INTERVAL_NANOS) {
            asksKernel = false;
            askedAt = now;
            holders.beginRound();
        }
        // [returns] Before the entries.
        seenReturns = entries.returns();
        next = entries.head();
    }

    /** Returns how long the message of an entry must not be delivered again; 0 if it may be. */
    private long delayNanos(long entry, long now) {
        if (!WorkEntryLayout.isHeld(entry)) {
            return WorkEntryLayout.delayNanos(entry, now);
        }
        if (!holders.isConsumer(entry)) {
            throw entries.corrupt(next,
                    "is held by slot " + WorkEntryLayout.slot(entry) + ", which is no consumer's");
        }
        if (holders.isGone(entry)) {
            return 0;
        }
        if (deadlineNanos == 0 || holders.isOwn(entry)) {
            return NEVER;
        }
        long left = deadlineNanos - WorkEntryLayout.heldNanos(entry, now);
        // This thread may have been stopped since it read the clock, and the message been taken meanwhile: to that time, it
        // would seem to have been held for hours.
        return left > 0 ? left : Math.max(0, deadlineNanos - WorkEntryLayout.heldNanos(entry, System.nanoTime()));
    }

    /** Returns the longest sleep after a complete round that found nothing, and makes the next call due. */
    long maxSleepNanos() {
        requested = true;
        return soonest == NEVER
                ? Condition.MAX_SLEEP_NANOS
                : Math.clamp(soonest - (System.nanoTime() - lookedAt), 1, Condition.MAX_SLEEP_NANOS);
    }
}
