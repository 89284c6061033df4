package io.rondo.core.ring;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
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
    private final MemorySegment header;
    private final MemorySegment data;
    private final int capacity;
    private final long mask;
    private final int slot;
    private final long intentPosition;
    private final long intentLength;
    private long cachedHead;
    private long claimed;
    private int claimedLength;

    /**
     * Creates the side of one producer.
     *
     * @param ring the ring
     * @param slot its slot, whose intent is none
     */
    public MultiProducerWriter(Ring ring, int slot) {
        header = ring.header();
        data = ring.data();
        capacity = ring.capacity();
        mask = capacity - 1;
        this.slot = slot;
        intentPosition = SlotLayout.offset(slot) + SlotLayout.POSITION;
        intentLength = SlotLayout.offset(slot) + SlotLayout.INTENT_LENGTH;
        cachedHead = Words.getLongAcquire(header, SegmentLayout.HEAD);
    }

    @Override
    public long tryClaim(int messageLength) {
        int recordLength = RecordLayout.recordLength(messageLength);
        long tail = Words.getLongAcquire(header, SegmentLayout.TAIL);
        while (true) {
            if (tail + recordLength - cachedHead > capacity) {
                // [head] what is before it is zero.
                cachedHead = Words.getLongAcquire(header, SegmentLayout.HEAD);
                if (tail + recordLength - cachedHead > capacity) {
                    return FULL;
                }
            }
            Words.setLongRelease(header, intentLength, recordLength);
            // [intent] complete before the tail moves: the CAS orders it.
            Words.setLongRelease(header, intentPosition, tail);
            if (Words.compareAndSetLong(header, SegmentLayout.TAIL, tail, tail + recordLength)) {
                break;
            }
            withdrawIntent();
            tail = Words.getLongAcquire(header, SegmentLayout.TAIL);
        }
        claimed = tail;
        claimedLength = messageLength;
        long offset = tail & mask;
        Words.setLongOpaque(data, offset, RecordLayout.claimed(messageLength, slot));
        // Orders the claimed header before the payload: while the header is zero, so is all behind it.
        Words.storeStoreFence();
        return offset + RecordLayout.HEADER_LENGTH;
    }

    @Override
    public void commit() {
        finish(RecordLayout.committed(claimedLength));
    }

    @Override
    public void abort() {
        finish(RecordLayout.padding(RecordLayout.recordLength(claimedLength)));
    }

    private void finish(long finalHeader) {
        // [commit] the payload comes first.
        Words.setLongRelease(data, claimed & mask, finalHeader);
        withdrawIntent();
    }

    private void withdrawIntent() {
        // [intent] the length of an intent is only meant with its position.
        Words.setLongRelease(header, intentPosition, SlotLayout.NONE);
    }

    @Override
    public void flush() {
        // The tail is always the true one.
    }
}
