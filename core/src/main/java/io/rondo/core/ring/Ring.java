package io.rondo.core.ring;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one ring, its kind and its sizes. The memory is native and stays accessible while the ring is
 * reachable, because hot paths use bare addresses in it ({@link io.rondo.core.memory.RawWords}).
 *
 * @param name name of the channel, for messages
 * @param kind kind of the ring
 * @param header the segment up to the data
 * @param data the data region, mapped twice back to back
 * @param capacity bytes of the data region, a power of two
 * @param maxMessageLength longest payload in bytes
 * @param slots number of participant slots
 */
public record Ring(String name, RingKind kind, MemorySegment header, MemorySegment data, int capacity,
        int maxMessageLength, int slots) {
    /**
     * Checks the properties that hot paths rely on.
     *
     * @throws IllegalArgumentException if the memory is too small or on the heap
     */
    public Ring {
        if (!header.isNative() || !data.isNative() || !SlotLayout.isCount(slots)
                || header.byteSize() < SegmentLayout.data(kind, capacity, slots)
                || data.byteSize() < 2L * capacity || maxMessageLength > RecordLayout.maxMessageLength(capacity)) {
            throw new IllegalArgumentException(
                    "a ring of kind " + kind + ", capacity " + capacity + ", messages up to " + maxMessageLength
                            + " and "
                            + slots
                            + " participants cannot be in " + header + " and " + data);
        }
    }

    /** Returns the address of a header word, given its offset in {@link SegmentLayout}. */
    public long headerAddress(long offset) {
        return header.address() + offset;
    }

    /**
     * Returns the header of the record at a position, checked and off the hot paths: empty, a claim, a message or padding.
     * In a work queue, where headers alone do not tell, it is the header that another ring would have there.
     *
     * @param position any number; between head and tail the result has a meaning
     * @return the header; a position that was freed meanwhile may lead to any
     */
    public long headerAt(long position) {
        // [commit] In a work queue the entry takes the place of the header.
        return kind == RingKind.WORK
                ? workHeaderAt(position)
                : Words.getLongAcquire(data, offset(position));
    }

    private long workHeaderAt(long position) {
        long free;
        long entry;
        long stored;
        do {
            free = head();
            entry = entryAt(position);
            if (WorkEntryLayout.isStale(entry, position, capacity)) {
                return RecordLayout.EMPTY;
            }
            // [claim], [commit] The entry orders this header before itself.
            stored = Words.getLongAcquire(data, offset(position));
            // Orders the load of the header before the second loads of the entry, which changes before the space is
            // freed, and of the head.
            Words.loadLoadFence();
        } while (entryAt(position) != entry);
        return switch (WorkEntryLayout.state(entry)) {
            case WorkEntryLayout.DONE -> RecordLayout.padding(WorkEntryLayout.recordLength(entry, capacity));
            // A producer that died in its commit may have stored the header of the message already.
            case WorkEntryLayout.CLAIMED -> RecordLayout.claimed(
                    WorkEntryLayout.recordLength(entry, capacity) - RecordLayout.HEADER_LENGTH,
                    RecordLayout.type(stored));
            case WorkEntryLayout.READY -> RecordLayout
                    .committed(RecordLayout.length(stored) - RecordLayout.HEADER_LENGTH);
            default -> takenHeader(position, free, stored);
        };
    }

    /**
     * Returns the header of a record with an entry that has no lap. That entry may come again in a later lap, so only
     * the head tells whether entry and header are of one record.
     *
     * @param free the head, loaded before the entry
     * @param stored the header, loaded between the entry and this call
     */
    private long takenHeader(long position, long free, long stored) {
        if (position - free >= capacity) {
            // The entry may be of the record one lap before.
            return RecordLayout.EMPTY;
        }
        // Freed meanwhile: the header may be of any lap.
        return head() > position
                ? RecordLayout.padding(RecordLayout.ALIGNMENT)
                : RecordLayout.committed(RecordLayout.length(stored) - RecordLayout.HEADER_LENGTH);
    }

    private long head() {
        // [head]
        return Words.getLongAcquire(header, SegmentLayout.HEAD);
    }

    /** Returns the entry of the record at a position of a work queue, checked and off the hot paths. */
    public long entryAt(long position) {
        // [commit], [done], [return]
        return Words.getLongAcquire(header,
                SegmentLayout.entries(slots) + WorkEntryLayout.offset(position, capacity));
    }

    /** Returns the offset of a position in the data region. */
    public long offset(long position) {
        return position & capacity - 1;
    }

    /**
     * Checks a position that was loaded from the segment.
     *
     * @param position any number
     * @return the position
     * @throws SegmentException {@code CORRUPT} if no record can begin there
     */
    public long requirePosition(long position) {
        if (position < 0 || position % RecordLayout.ALIGNMENT != 0) {
            throw new SegmentException(Reason.CORRUPT, "channel " + name + ": " + position
                    + " is not the position of a record: the segment was overwritten, remove the channel");
        }
        return position;
    }

    /**
     * Checks a record length that was loaded from the segment, which any process with access may have overwritten.
     *
     * @param position where the record begins
     * @param length the length in its header, from 1
     * @return the aligned length: the distance to the next record
     * @throws SegmentException {@code CORRUPT} if no producer writes such a length
     */
    public int requireRecord(long position, int length) {
        // A message that fits, or padding, which is not longer than the longest message's record.
        if (length < RecordLayout.HEADER_LENGTH || length > RecordLayout.recordLength(maxMessageLength)) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + name + ": the record at position " + position + " has length "
                            + length + ", which no producer writes: the segment was overwritten, remove the channel");
        }
        return RecordLayout.align(length);
    }
}
