package io.rondo.core.ring.writer;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Ring;

/**
 * Publishes by the entries beside the data, for work queues ({@link WorkEntryLayout}). Invariant: from the tail to a lap
 * beyond the head all entries are stale. The data there holds old bytes, which no consumer reads before an entry says
 * that there is a record.
 *
 * <p>A commit that is shorter than its claim first stores the entry of the rest, then that of the message. Until then the
 * claimed entry covers the whole claim, so a producer that dies between the two stores leaves a claim that is skipped as
 * a whole; the entry inside of it is stale one lap later.
 */
final class EntryPublication {
    private final int slot;
    private final int capacity;
    private final long data;
    private final long mask;
    private final long entries;

    EntryPublication(Ring ring, int slot) {
        this.slot = slot;
        capacity = ring.capacity();
        data = ring.data().address();
        // Aligned, so that even an overwritten tail word leads to aligned accesses only.
        mask = capacity - RecordLayout.ALIGNMENT;
        entries = ring.headerAddress(SegmentLayout.entries(ring.slots()));
    }

    /** Shows a claim and its producer; called after the tail has moved, before the payload is written. */
    void claim(long position, int messageLength) {
        RawWords.setLongOpaque(data + (position & mask), RecordLayout.claimed(messageLength, slot));
        // [claim] Orders the producer's slot in the header before the entry.
        RawWords.setLongRelease(entry(position),
                WorkEntryLayout.claimed(position, RecordLayout.recordLength(messageLength), capacity));
    }

    /** Publishes a message that takes the whole space of its claim. */
    void commit(long position, int messageLength) {
        // The slot stays in the header: while the entry is claimed, recovery reads it.
        RawWords.setLongOpaque(data + (position & mask), RecordLayout.committed(messageLength, slot));
        // [commit] Orders the payload, its length, and the entry of a short commit's rest before the entry.
        RawWords.setLongRelease(entry(position),
                WorkEntryLayout.ready(position, RecordLayout.recordLength(messageLength), capacity));
    }

    /**
     * Publishes a message that is shorter than its claim.
     *
     * @param position of the record
     * @param messageLength payload bytes
     * @param unused bytes between the end of the message's record and the end of the claim, a multiple of 64
     */
    void commitShort(long position, int messageLength, int unused) {
        long rest = position + RecordLayout.recordLength(messageLength);
        RawWords.setLongOpaque(entry(rest), WorkEntryLayout.done(rest, unused, capacity));
        commit(position, messageLength);
    }

    /** Gives a claim up, given the length of its record. */
    void abort(long position, int recordLength) {
        // [done]
        RawWords.setLongRelease(entry(position), WorkEntryLayout.done(position, recordLength, capacity));
    }

    private long entry(long position) {
        return entries + WorkEntryLayout.offset(position, capacity);
    }
}
