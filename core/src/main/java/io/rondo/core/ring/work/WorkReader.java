package io.rondo.core.ring.work;

import io.rondo.core.SegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.SlotState;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.reader.MultiProducerClaimRecovery;
import io.rondo.core.ring.reader.ProducerLag;
import io.rondo.core.wait.Condition;

/**
 * One of many consumers that compete for the messages of a work queue. As a {@link Condition} it holds when there is a
 * message to take; another consumer may take it first. Confined to one thread.
 *
 * <p>The entry of a message ({@link WorkEntryLayout}) holds its whole state, and each change is one CAS of it: ready to
 * held (taken), held to done (acknowledged), held to returned, returned to held, held to held by another consumer (taken
 * over), and held to held by no live consumer (abandoned: the incarnation is one that has ended, so any consumer may take
 * the message over). No consumer writes anything else about a message, so a consumer that is stopped between two steps, and
 * has lost its message meanwhile, changes nothing when it continues. Without a processing deadline a consumer loses its
 * messages only when it ends, so it acknowledges, returns and abandons by a store: no other consumer changes an entry with
 * the incarnation of a live one.
 *
 * <p>A consumer takes messages in order, beginning behind those that were taken before. It stops at a claim that is
 * not finished. Messages that may be delivered again are found by {@link RedeliveryScan}; a consumer that finds
 * messages of both kinds takes them by turns.
 *
 * <p>Space is freed in order. Each consumer that has acknowledged messages moves the head over all done records. Of two
 * that acknowledge adjacent messages at the same time at least one sees both done, because a full fence precedes each
 * look.
 */
public final class WorkReader implements Condition {
    /** Records that a consumer looks at for redelivery before it takes the next new message. */
    private static final int STEP = 256;
    /** A producer that is followed closely is slowed down: it shares the lines of entries with the consumer. */
    private static final int BYTES_PER_PAUSE = 8;
    private static final long NONE = WorkEntryLayout.NONE;

    private final Ring ring;
    private final WorkEntries entries;
    private final int slot;
    private final long incarnation;
    private final int maxDeliveries;
    private final boolean hasDeadline;
    private final int capacity;
    private final MultiProducerClaimRecovery abandonedClaims;
    private final RedeliveryScan redelivery;
    private final Runnable onFreed;
    /** All records before it were taken by a consumer, or contain no message. */
    private long cursor;
    /** The cursor when this consumer last raised the word {@code read}. */
    private long raisedTo;
    /** Whether the cursor has moved over a record that this consumer did not take, since no new message was found. */
    private boolean walked;
    /** The last position of a message that this consumer has taken. */
    private long latest;
    private boolean redelivered;
    private final LookAhead ahead;
    private final ProducerLag lag = new ProducerLag(BYTES_PER_PAUSE);
    private int paused;
    /** Position of the cursor, and messages taken since, when a look last found no new message. */
    private long drainedAt;
    private int takenSince;

    /**
     * Creates the reader of one consumer.
     *
     * @param ring the ring of a work queue
     * @param settings properties of the work queue
     * @param slot the consumer's slot; its state word has the incarnation
     * @param liveness tells which participants are alive
     * @param onFreed called when space was freed: producers may wait for it
     * @param onRecovered called when the claim of a dead producer was skipped; its space is freed in order
     * @throws SegmentException {@code CORRUPT} if the header holds what no participant writes
     */
    public WorkReader(Ring ring, WorkSettings settings, int slot, ParticipantLiveness liveness, Runnable onFreed,
            Runnable onRecovered) {
        this.ring = ring;
        this.slot = slot;
        this.onFreed = onFreed;
        entries = new WorkEntries(ring);
        incarnation = SlotState
                .incarnation(Words.getLongAcquire(ring.header(), SlotLayout.offset(slot) + SlotLayout.STATE));
        maxDeliveries = settings.maxDeliveries();
        hasDeadline = settings.processingDeadlineMillis() > 0;
        capacity = ring.capacity();
        abandonedClaims = new MultiProducerClaimRecovery(ring, liveness, onRecovered);
        redelivery = new RedeliveryScan(entries, settings, new HolderLiveness(ring, slot, liveness));
        cursor = entries.start();
        drainedAt = cursor;
        raisedTo = cursor;
        ahead = new LookAhead(ring, entries);
    }

    /**
     * Takes a message, if there is one.
     *
     * @param lease gets the message; not open
     * @return whether a message was taken
     * @throws IllegalStateException if the lease is open
     * @throws SegmentException {@code CORRUPT} if the ring holds what no participant writes
     */
    public boolean take(WorkLease lease) {
        if (lease.isOpen()) {
            throw new IllegalStateException("the lease holds a message: acknowledge or return it first");
        }
        boolean due = !redelivered && redelivery.isDue();
        if (due && takeAgain(lease)) {
            redelivered = true;
            return true;
        }
        if (takenSince == 0) {
            paused = lag.pause();
        }
        if (takeNew(lease)) {
            redelivered = false;
            takenSince++;
            return true;
        }
        settle();
        redelivered = redelivery.isDue() && takeAgain(lease);
        return redelivered;
    }

    /** After a look that found no new message: decides on the pause before the next one. */
    private void settle() {
        if (takenSince > 0) {
            lag.drained(paused, cursor - drainedAt, takenSince);
        } else {
            lag.foundNothing(1);
        }
        drainedAt = cursor;
        takenSince = 0;
    }

    private boolean takeNew(WorkLease lease) {
        ahead.from(cursor);
        for (long ready = findReady(); ready != NONE; ready = findReady()) {
            long position = cursor;
            int length = entries.headerLength(position);
            // Before the message is taken: an exception leaves it where it is.
            if (!entries.isOfRecord(length, ready, position)) {
                continue;
            }
            int recordLength = RecordLayout.align(length);
            // If the CAS fails, another consumer has taken the record.
            cursor = position + recordLength;
            long held = WorkEntryLayout.held(WorkEntryLayout.HELD, slot, incarnation, 1, now());
            // [take]
            if (entries.compareAndSet(position, ready, held)) {
                latest = Math.max(latest, position);
                lease.open(position, held, false, false);
                lease.message(entries.payload(position), length - RecordLayout.HEADER_LENGTH, recordLength);
                return true;
            }
            walked = true;
        }
        return false;
    }

    private boolean takeAgain(WorkLease lease) {
        long found = redelivery.find(cursor, STEP);
        while (found != RedeliveryScan.NONE) {
            long entry = redelivery.found();
            int deliveries = WorkEntryLayout.deliveries(entry);
            boolean holderGone = redelivery.isHolderGone(entry);
            boolean dead = WorkEntryLayout.state(entry) == WorkEntryLayout.DEAD
                    || maxDeliveries > 0 && deliveries >= maxDeliveries;
            deliveries = dead ? deliveries : Math.min(deliveries + 1, WorkEntryLayout.MAX_DELIVERIES);
            long held = WorkEntryLayout.held(dead ? WorkEntryLayout.DEAD : WorkEntryLayout.HELD, slot, incarnation,
                    deliveries, now());
            // Before the message is taken over: fails if its header is damaged.
            entries.endByHeader(found);
            // [take]
            if (entries.compareAndSet(found, entry, held)) {
                openAgain(lease, entries.positionOfTaken(found), held, WorkEntryLayout.isHeld(entry), holderGone);
                redelivery.taken(lease.position() + lease.recordLength());
                return true;
            }
            found = redelivery.find(cursor, STEP);
        }
        return false;
    }

    private long now() {
        return hasDeadline ? System.nanoTime() : 0;
    }

    private void openAgain(WorkLease lease, long position, long held, boolean takenOver, boolean holderGone) {
        latest = Math.max(latest, position);
        int length = entries.headerLength(position);
        int recordLength = ring.requireRecord(position, length);
        lease.open(position, held, takenOver, holderGone);
        lease.message(entries.payload(position), length - RecordLayout.HEADER_LENGTH, recordLength);
    }

    /**
     * Acknowledges a message. Its space is free after {@link #free()}, once all messages before it are acknowledged.
     *
     * @param lease open; closed afterwards
     * @return false if this consumer had lost the message, because the processing deadline was over: another consumer
     * gets or got it
     * @throws IllegalStateException if the lease is not open
     */
    public boolean acknowledge(WorkLease lease) {
        return finish(lease, entries.done(lease.position(), lease.recordLength()));
    }

    /**
     * Returns a message, to be delivered again to any consumer. The caller wakes the consumers that sleep.
     *
     * @param lease open; closed afterwards
     * @param delayNanos shortest time until then in nanoseconds, from 0 to {@link WorkEntryLayout#MAX_DELAY_NANOS}
     * @return false if this consumer had lost the message
     * @throws IllegalStateException if the lease is not open
     * @throws IllegalArgumentException if the delay is out of range; the lease stays open
     */
    public boolean giveBack(WorkLease lease, long delayNanos) {
        if (delayNanos < 0 || delayNanos > WorkEntryLayout.MAX_DELAY_NANOS) {
            throw new IllegalArgumentException("delay " + delayNanos + " ns is not from 0 to "
                    + WorkEntryLayout.MAX_DELAY_NANOS + ": use a time in that range");
        }
        long due = delayNanos == 0 ? 0 : System.nanoTime() + delayNanos;
        return giveUp(lease, WorkEntryLayout.returned(lease.deliveries(), due));
    }

    /**
     * Returns a message that no handler has seen, to be delivered again to any consumer: this delivery does not count, and
     * a dead message stays dead. The caller wakes the consumers that sleep.
     *
     * @param lease open; closed afterwards
     * @return false if this consumer had lost the message
     * @throws IllegalStateException if the lease is not open
     */
    public boolean putBack(WorkLease lease) {
        int deliveries = lease.deliveries();
        // The number does not count a dead message, and at the largest one the deliveries before this are not known.
        boolean same = lease.isDead() || deliveries == WorkEntryLayout.MAX_DELIVERIES;
        int before = same ? deliveries : deliveries - 1;
        return giveUp(lease, WorkEntryLayout.returned(before, 0));
    }

    /**
     * Leaves a message to the other consumers as the death of this one would: one of them takes it over. For a consumer that
     * acts for another process, which has ended. The caller wakes the consumers that sleep.
     *
     * @param lease open; closed afterwards
     * @return false if this consumer had lost the message
     * @throws IllegalStateException if the lease is not open
     */
    public boolean abandon(WorkLease lease) {
        int state = lease.isDead() ? WorkEntryLayout.DEAD : WorkEntryLayout.HELD;
        // Held by the predecessor in this slot, which has left.
        return giveUp(lease, WorkEntryLayout.held(state, slot, incarnation - 1, lease.deliveries(), now()));
    }

    private boolean giveUp(WorkLease lease, long entry) {
        if (!finish(lease, entry)) {
            return false;
        }
        entries.countReturn();
        return true;
    }

    private boolean finish(WorkLease lease, long entry) {
        if (!lease.isOpen()) {
            throw new IllegalStateException("the lease holds no message: acknowledge or return a message once");
        }
        long held = lease.close();
        long position = lease.position();
        if (!hasDeadline) {
            entries.set(position, entry);
            return true;
        }
        // The same word may be there again only if this consumer has taken a message a lap later.
        return latest - position < capacity && entries.compareAndSet(position, held, entry);
    }

    /**
     * Frees the space of acknowledged messages. Called after a batch of them.
     *
     * @return whether space was freed
     */
    public boolean free() {
        if (cursor != raisedTo) {
            raisedTo = cursor;
            entries.raiseRead(cursor);
        }
        // [done] Orders the own changes before the look at those of others.
        Words.fullFence();
        boolean moved = false;
        long from = entries.head();
        long to = endOfDone(from);
        while (to != from) {
            moved |= entries.moveHead(from, to);
            from = entries.head();
            to = endOfDone(from);
        }
        if (moved) {
            onFreed.run();
        }
        return moved;
    }

    private long endOfDone(long from) {
        long end = from;
        long entry = entries.at(end);
        while (entries.isDone(entry, end)) {
            end += entries.recordLength(entry, end);
            entry = entries.at(end);
        }
        return end;
    }

    /** Moves the cursor over records without a new message; returns the entry of a new message, or {@link #NONE}. */
    private long findReady() {
        while (true) {
            long entry = entries.at(cursor);
            if (entries.isReady(entry, cursor)) {
                return entry;
            }
            long next = next(entry);
            if (next == cursor && entries.at(cursor) == entry) {
                break;
            }
            walked |= next != cursor;
            cursor = next;
        }
        if (walked) {
            // Over aborted claims, perhaps, which no consumer acknowledges, and returned messages.
            walked = false;
            free();
            redelivery.requestRound();
        }
        return NONE;
    }

    private long next(long entry) {
        if (entries.isDone(entry, cursor)) {
            return cursor + entries.recordLength(entry, cursor);
        }
        if (WorkEntries.isTaken(entry)) {
            return entries.read() > cursor ? entries.untakenFrom() : entries.endByHeader(cursor);
        }
        if (entries.isFreed(entry, cursor)) {
            long untaken = entries.untakenFrom();
            if (untaken <= cursor) {
                entries.requireRetired(cursor, entry);
            }
            return Math.max(cursor, untaken);
        }
        if (!entries.isUnfinished(entry, cursor)) {
            entries.requireRetired(cursor, entry);
        }
        return skipAbandonedClaim(entry);
    }

    private long skipAbandonedClaim(long entry) {
        int length = abandonedClaims.abandonedLengthAt(cursor);
        // [done] The entry was loaded before the look, so it is still the one that the look was about.
        if (length == 0 || !entries.compareAndSet(cursor, entry, entries.done(cursor, length))) {
            return cursor;
        }
        abandonedClaims.skipped();
        return cursor + length;
    }

    @Override
    public boolean holds() {
        return findReady() != NONE
                || redelivery.isDue() && redelivery.find(cursor, Integer.MAX_VALUE) != RedeliveryScan.NONE;
    }

    @Override
    public void beforeSleep() {
        // A consumer that died after it acknowledged did not free.
        free();
        redelivery.restart();
    }

    @Override
    public long maxSleepNanos() {
        return Math.min(abandonedClaims.maxSleepNanos(cursor), redelivery.maxSleepNanos());
    }
}
