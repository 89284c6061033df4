package io.rondo.core.ring.writer;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.wait.Condition;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * One of many producers of a queue or a work queue. The two differ in how a claim is shown to consumers: by headers ({@link
 * HeaderPublication}) or by entries ({@link EntryPublication}).
 *
 * <p>A producer stores its intent (position and length) in its slot before it claims, and shows the claim with its slot
 * number after that. So a consumer can find the owner of a claim whenever the owner dies: by the intents until the claim
 * is shown, by its slot number from then on.
 *
 * <p>A producer that waits for space while other producers claim reserves the tail ({@link TailLayout}) after {@link
 * #PATIENCE_NANOS}. While the tail is reserved, other producers find the ring full, so the space that the consumer
 * frees adds up until the message fits. The reservation ends with the claim, with the end of the wait, after the death
 * of its producer (another producer finds out within 20 to 50 ms), or {@link ReservationExpiry#GRACE_NANOS} after
 * another producer saw enough space for the message. The reservation decides only on the order of claims: every claim
 * is a CAS of the tail word, so clearing a reservation at any moment costs its producer the precedence and no message.
 */
public final class MultiProducerWriter implements RecordWriter {
    /** How long a producer waits while other producers claim before it reserves the tail. */
    static final long PATIENCE_NANOS = 20_000_000L;

    private final String channel;
    private final long tailAddress;
    private final long headAddress;
    /** Null in a queue. */
    private final EntryPublication entries;
    private final long data;
    private final int capacity;
    private final long mask;
    private final int slot;
    private final long intentPosition;
    private final long intentLength;
    private final LongSupplier clock;
    private final ReservationExpiry otherReservation;
    private long cachedHead;
    private long claimed;
    private int claimedLength;
    private long published;
    private boolean refusedByReservation;
    private boolean waiting;
    private long waitingSince;
    private long tailAtWait;
    private boolean reserved;

    /**
     * Creates the writer of one producer.
     *
     * @param ring the ring
     * @param slot the producer's slot, without an intent
     * @param liveness tells which producers are alive
     */
    public MultiProducerWriter(Ring ring, int slot, ParticipantLiveness liveness) {
        this(ring, slot, liveness, System::nanoTime);
    }

    MultiProducerWriter(Ring ring, int slot, ParticipantLiveness liveness, LongSupplier clock) {
        this.clock = clock;
        otherReservation = new ReservationExpiry(ring, liveness, clock);
        channel = ring.name();
        tailAddress = ring.headerAddress(SegmentLayout.TAIL);
        headAddress = ring.headerAddress(SegmentLayout.HEAD);
        entries = ring.kind() == RingKind.WORK ? new EntryPublication(ring, slot) : null;
        data = ring.data().address();
        capacity = ring.capacity();
        // Aligned, so that even an overwritten tail word leads to aligned accesses only.
        mask = capacity - RecordLayout.ALIGNMENT;
        this.slot = slot;
        intentPosition = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.POSITION);
        intentLength = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH);
        cachedHead = RawWords.getLongAcquire(headAddress);
        // A predecessor in this slot may have died with a reservation, which would now count as this producer's.
        endOwnReservation();
    }

    /**
     * Stores in all slots of a new, unpublished segment that there is no intent. The initial 0 would be an intent to
     * claim position 0.
     *
     * @param header the segment up to the data
     * @param slots number of slots of the segment
     */
    public static void initialise(MemorySegment header, int slots) {
        for (int slot = 0; slot < slots; slot++) {
            Words.setLong(header, SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE);
        }
    }

    @Override
    public long tryClaimCached(int messageLength) {
        int recordLength = RecordLayout.recordLength(messageLength);
        long tail = RawWords.getLongAcquire(tailAddress);
        while (!isFull(tail, recordLength)) {
            if (moveTail(tail, tail, recordLength)) {
                return begin(tail, messageLength);
            }
            tail = RawWords.getLongAcquire(tailAddress);
        }
        return FULL;
    }

    /**
     * Whether a record does not fit behind a tail. Unsigned, so that a reserved tail is full without a check of its
     * bit.
     */
    private boolean isFull(long tail, int recordLength) {
        return Long.compareUnsigned(tail + recordLength - cachedHead, capacity) > 0;
    }

    /** Claims a record at the position of a tail word. */
    private boolean moveTail(long tail, long position, int recordLength) {
        RawWords.setLongRelease(intentLength, recordLength);
        // [intent] The CAS below orders the intent before the new tail.
        RawWords.setLongRelease(intentPosition, position);
        if (RawWords.compareAndSetLong(tailAddress, tail, position + recordLength)) {
            return true;
        }
        withdrawIntent();
        return false;
    }

    private long begin(long position, int messageLength) {
        claimed = position;
        claimedLength = messageLength;
        long record = record(position);
        if (entries == null) {
            HeaderPublication.claim(record, messageLength, slot);
        } else {
            entries.claim(position, messageLength);
        }
        return record + RecordLayout.HEADER_LENGTH;
    }

    private long record(long position) {
        return data + (position & mask);
    }

    @Override
    public long tryClaim(int messageLength) {
        int recordLength = RecordLayout.recordLength(messageLength);
        while (true) {
            long payload = tryClaimCached(messageLength);
            if (payload != FULL) {
                return payload;
            }
            // The tail is loaded before the head: with an older head, free space would be refused.
            long tail = RawWords.getLongAcquire(tailAddress);
            // [head] Free space before a lap beyond it is zero.
            cachedHead = RawWords.getLongAcquire(headAddress);
            long position = TailLayout.position(tail, cachedHead);
            refusedByReservation = tail != position && TailLayout.slot(tail) != slot;
            if (refusedByReservation) {
                if (!otherReservation.isOver(tail, cachedHead)) {
                    return FULL;
                }
                endReservation(tail);
            } else if (position < cachedHead) {
                // Other claims were made and read since the tail was loaded.
                requireMoved(tail);
            } else if (isFull(position, recordLength)) {
                return FULL;
            } else if (tail != position && moveTail(tail, position, recordLength)) {
                return begin(position, messageLength);
            }
        }
    }

    private void requireMoved(long tail) {
        if (RawWords.getLongAcquire(tailAddress) == tail) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + channel + ": the tail " + tail + " is behind the head "
                            + cachedHead + ": the segment was overwritten, remove the channel");
        }
    }

    @Override
    public long claimWaiting(int messageLength) {
        long payload = tryClaim(messageLength);
        return payload == FULL && reserveIfDue(messageLength) ? tryClaim(messageLength) : payload;
    }

    /** Reserves the tail if other producers have claimed since the wait began and the wait has been long enough. */
    private boolean reserveIfDue(int messageLength) {
        long tail = RawWords.getLongAcquire(tailAddress);
        if (!waiting) {
            waiting = true;
            waitingSince = clock.getAsLong();
            tailAtWait = TailLayout.position(tail, cachedHead);
            return false;
        }
        if (TailLayout.isReserved(tail) || tail == tailAtWait || clock.getAsLong() - waitingSince < PATIENCE_NANOS) {
            return false;
        }
        RawWords.setLongRelease(intentLength, RecordLayout.recordLength(messageLength));
        // [reservation] The CAS orders the length before the reservation. Without the position of an intent, the length
        // is that of the waiting message.
        if (!RawWords.compareAndSetLong(tailAddress, tail, TailLayout.reserved(tail, slot))) {
            return false;
        }
        reserved = true;
        return true;
    }

    @Override
    public boolean endWait() {
        waiting = false;
        boolean hadReserved = reserved;
        if (hadReserved) {
            reserved = false;
            endOwnReservation();
        }
        return hadReserved;
    }

    private void endOwnReservation() {
        long tail = RawWords.getLongAcquire(tailAddress);
        if (TailLayout.isReserved(tail) && TailLayout.slot(tail) == slot) {
            endReservation(tail);
        }
    }

    /** Ends this reservation only: another producer may have ended it, and any producer may have claimed since. */
    private void endReservation(long tail) {
        long position = TailLayout.position(tail, RawWords.getLongAcquire(headAddress));
        RawWords.compareAndSetLong(tailAddress, tail, position);
    }

    @Override
    public long maxSleepNanos() {
        return refusedByReservation ? ReservationExpiry.GRACE_NANOS : Condition.MAX_SLEEP_NANOS;
    }

    @Override
    public long commit() {
        if (entries == null) {
            HeaderPublication.commit(record(claimed), claimedLength);
        } else {
            entries.commit(claimed, claimedLength);
        }
        withdrawIntent();
        return ++published;
    }

    @Override
    public long commit(int messageLength) {
        RecordWriter.requireCommittable(messageLength, claimedLength);
        int unused = RecordLayout.recordLength(claimedLength) - RecordLayout.recordLength(messageLength);
        claimedLength = messageLength;
        if (unused == 0) {
            return commit();
        }
        if (entries == null) {
            HeaderPublication.commitShort(record(claimed), messageLength, unused);
        } else {
            entries.commitShort(claimed, messageLength, unused);
        }
        withdrawIntent();
        return ++published;
    }

    @Override
    public long committedStart() {
        return claimed;
    }

    @Override
    public long committedEnd() {
        return claimed + RecordLayout.recordLength(claimedLength);
    }

    @Override
    public void abort() {
        int recordLength = RecordLayout.recordLength(claimedLength);
        if (entries == null) {
            HeaderPublication.abort(record(claimed), recordLength);
        } else {
            entries.abort(claimed, recordLength);
        }
        withdrawIntent();
    }

    private void withdrawIntent() {
        // [intent] Without a position the length of an intent has no meaning.
        RawWords.setLongRelease(intentPosition, SlotLayout.NONE);
    }

    @Override
    public void close() {
        // More than any capacity behind the tail.
        cachedHead = Long.MIN_VALUE / 2;
    }

    @Override
    public void flush() {
        // The tail word is always exact.
    }
}
