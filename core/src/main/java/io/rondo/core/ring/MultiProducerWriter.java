package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * One of many producers of a ring. Invariant: from the tail to a lap beyond the head all bytes are zero, because the consumer
 * zeroes what it read before it moves the head.
 *
 * <p>What a producer is about to do stands in its slot before it does it, so that a consumer can tell whose a claim is at
 * every moment its owner may die: first by the intent, then by the negative header, which alone counts once it is there.
 */
public final class MultiProducerWriter implements RecordWriter {
    private final long tailAddress;
    private final long headAddress;
    private final long data;
    private final int capacity;
    private final long mask;
    private final int slot;
    private final long intentPosition;
    private final long intentLength;
    private long cachedHead;
    private long claimed;
    private int claimedLength;
    private long published;

    /**
     * Creates the side of one producer.
     *
     * @param ring the ring
     * @param slot its slot, whose intent is none
     */
    public MultiProducerWriter(Ring ring, int slot) {
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
    }

    /**
     * Writes into a new segment, before anybody can see it, that no producer means to claim anything: position 0 is one to be
     * claimed.
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
        while (true) {
            if (tail + recordLength - cachedHead > capacity) {
                return FULL;
            }
            RawWords.setLongRelease(intentLength, recordLength);
            // [intent] complete before the tail moves: the CAS orders it.
            RawWords.setLongRelease(intentPosition, tail);
            if (RawWords.compareAndSetLong(tailAddress, tail, tail + recordLength)) {
                break;
            }
            withdrawIntent();
            tail = RawWords.getLongAcquire(tailAddress);
        }
        claimed = tail;
        claimedLength = messageLength;
        long record = data + (tail & mask);
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
            // The tail is loaded before the head: a head that is older than the tail would refuse space that is free by now.
            long tail = RawWords.getLongAcquire(tailAddress);
            // [head] what is before it is zero.
            cachedHead = RawWords.getLongAcquire(headAddress);
            if (tail + recordLength - cachedHead > capacity) {
                return FULL;
            }
        }
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
