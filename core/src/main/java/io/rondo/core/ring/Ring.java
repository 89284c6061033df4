package io.rondo.core.ring;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one ring and its sizes. The memory is native and stays accessible as long as the ring is used, because
 * hot paths use bare addresses in it ({@link io.rondo.core.memory.RawWords}).
 *
 * @param name name of the channel, for messages
 * @param header the segment up to the data
 * @param data the data region, mapped twice back to back
 * @param capacity bytes of the data region, a power of two
 * @param maxMessageLength longest payload in bytes
 * @param slots number of participant slots
 */
public record Ring(String name, MemorySegment header, MemorySegment data, int capacity, int maxMessageLength,
        int slots) {
    /**
     * Checks the properties that hot paths rely on.
     *
     * @throws IllegalArgumentException if the memory is too small or on the heap
     */
    public Ring {
        if (!header.isNative() || !data.isNative() || !SlotLayout.isCount(slots)
                || header.byteSize() < SegmentLayout.data(slots)
                || data.byteSize() < 2L * capacity || maxMessageLength > RecordLayout.maxMessageLength(capacity)) {
            throw new IllegalArgumentException(
                    "a ring of capacity " + capacity + ", messages up to " + maxMessageLength + " and "
                            + slots
                            + " participants cannot be in " + header + " and " + data);
        }
    }

    /** Returns the address of a header word, given its offset in {@link SegmentLayout}. */
    public long headerAddress(long offset) {
        return header.address() + offset;
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
