package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.TailLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.wait.Condition;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * One of many producers of a ring. Invariant: from the tail to a lap beyond the head all bytes are zero, because the
 * consumer zeroes what it read before it moves the head.
 *
 * <p>What a producer is about to do stands in its slot before it does it, so that a consumer can tell whose a claim is
 * at every moment its owner may die: first by the intent, then by the negative header, which alone counts once it is
 * there.
 *
 * <p>A producer that waits for room while other producers claim reserves the tail ({@link TailLayout}) after {@link
 * #PATIENCE_NANOS}. While the tail is reserved, other producers find the ring full, so the room that the consumer frees
 * adds up until the message fits. The reservation ends with the claim, with the end of the wait, with the death of its
 * producer (20 to 50 ms after it, when another producer looks), or {@link ReservationWatch#GRACE_NANOS} after another
 * producer saw the room for the message. Nothing else depends on it: every claim is a CAS of the tail word, so a
 * reservation that is cleared at any moment costs its producer the priority and no message.
 */
public final class MultiProducerWriter implements RecordWriter {
    /** How long a producer waits while other producers claim, until it reserves the tail. */
    static final long PATIENCE_NANOS = 20_000_000L;

    private final String channel;
    private final long tailAddress;
    private final long headAddress;
    private final long data;
    private final int capacity;
    private final long mask;
    private final int slot;
    private final long intentPosition;
    private final long intentLength;
    private final LongSupplier clock;
    private final ReservationWatch otherReservation;
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
     * Creates the side of one producer.
     *
     * @param ring the ring
     * @param slot its slot, whose intent is none
     * @param liveness tells which producers are alive
     */
    public MultiProducerWriter(Ring ring, int slot, Liveness liveness) {
        this(ring, slot, liveness, System::nanoTime);
    }

    MultiProducerWriter(Ring ring, int slot, Liveness liveness, LongSupplier clock) {
        this.clock = clock;
        otherReservation = new ReservationWatch(ring, liveness, clock);
        channel = ring.name();
        tailAddress = ring.headerAddress(SegmentLayout.TAIL);
        headAddress = ring.headerAddress(SegmentLayout.HEAD);
        data = ring.data().address();
        capacity = ring.capacity();
        // Aligned, so that not even an overwritten tail leads to a misaligned access.
        mask = capacity - RecordLayout.ALIGNMENT;
        this.slot = slot;
        intentPosition = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.POSITION);
        intentLength = ring.headerAddress(SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH);
        cachedHead = RawWords.getLongAcquire(headAddress);
        // A predecessor in this slot may have died with a reservation, which would now count as one of a live producer.
        endOwnReservation();
    }

    /**
     * Writes into a new segment, before anybody can see it, that no producer means to claim anything: position 0 is one
     * to be claimed.
     *
     * @param header the segment up to the data
     */
    public static void initialise(MemorySegment header) {
        for (int slot = 0; slot < SlotLayout.PRODUCER_SLOTS; slot++) {
            Words.setLong(header, SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE);
        }
    }

    @Override
    public long claimKnown(int messageLength) {
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
     * Whether a record does not fit behind a tail. Unsigned, so that a reserved tail is full without a look at its bit.
     */
    private boolean isFull(long tail, int recordLength) {
        return Long.compareUnsigned(tail + recordLength - cachedHead, capacity) > 0;
    }

    /** Claims a record at the position of a tail word. */
    private boolean moveTail(long tail, long position, int recordLength) {
        RawWords.setLongRelease(intentLength, recordLength);
        // [intent] complete before the tail moves: the CAS orders it.
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
        long record = data + (position & mask);
        RawWords.setLongOpaque(record, RecordLayout.claimed(messageLength, slot));
        // Orders the claimed header before the payload: while the header is zero, so is all behind it.
        Words.storeStoreFence();
        return record + RecordLayout.HEADER_LENGTH;
    }

    @Override
    public long tryClaim(int messageLength) {
        int recordLength = RecordLayout.recordLength(messageLength);
        while (true) {
            long payload = claimKnown(messageLength);
            if (payload != FULL) {
                return payload;
            }
            // The tail is loaded before the head: a head that is older than the tail would refuse space that is free by
            // now.
            long tail = RawWords.getLongAcquire(tailAddress);
            // [head] what is before it is zero.
            cachedHead = RawWords.getLongAcquire(headAddress);
            long position = TailLayout.position(tail);
            refusedByReservation = tail != position && TailLayout.slot(tail) != slot;
            if (refusedByReservation) {
                if (!otherReservation.isOver(tail, cachedHead)) {
                    return FULL;
                }
                endReservation(tail);
            } else if (position < cachedHead) {
                // Other claims were made and read meanwhile, so the tail is another one.
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
            throw new CorruptSegmentException("channel " + channel + ": the tail " + tail + " is behind the head "
                    + cachedHead + ": the segment was overwritten, remove the channel");
        }
    }

    @Override
    public long claimWaiting(int messageLength) {
        long payload = tryClaim(messageLength);
        return payload == FULL && reserveIfDue(messageLength) ? tryClaim(messageLength) : payload;
    }

    /**
     * Reserves the tail for this producer if others have claimed since the wait began, and it has waited long enough.
     */
    private boolean reserveIfDue(int messageLength) {
        long tail = RawWords.getLongAcquire(tailAddress);
        if (!waiting) {
            waiting = true;
            waitingSince = clock.getAsLong();
            tailAtWait = TailLayout.position(tail);
            return false;
        }
        if (TailLayout.isReserved(tail) || tail == tailAtWait || clock.getAsLong() - waitingSince < PATIENCE_NANOS) {
            return false;
        }
        RawWords.setLongRelease(intentLength, RecordLayout.recordLength(messageLength));
        // [reservation] The length comes first: the CAS orders it. Without an intent's position it means this wait.
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

    /** Only this reservation: another producer may have ended it, and any producer may have claimed since. */
    private void endReservation(long tail) {
        RawWords.compareAndSetLong(tailAddress, tail, TailLayout.position(tail));
    }

    @Override
    public long maxSleepNanos() {
        return refusedByReservation ? ReservationWatch.GRACE_NANOS : Condition.MAX_SLEEP_NANOS;
    }

    @Override
    public long commit() {
        finish(RecordLayout.committed(claimedLength));
        return ++published;
    }

    @Override
    public long committedEnd() {
        return claimed + RecordLayout.recordLength(claimedLength);
    }

    @Override
    public void abort() {
        finish(RecordLayout.padding(RecordLayout.recordLength(claimedLength)));
    }

    private void finish(long finalHeader) {
        // [commit] the payload comes first.
        RawWords.setLongRelease(data + (claimed & mask), finalHeader);
        withdrawIntent();
    }

    private void withdrawIntent() {
        // [intent] the length of an intent is only meant with its position.
        RawWords.setLongRelease(intentPosition, SlotLayout.NONE);
    }

    @Override
    public void close() {
        // Further behind than any capacity.
        cachedHead = Long.MIN_VALUE / 2;
    }

    @Override
    public void flush() {
        // The tail is always the true one.
    }
}
