package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one ring and the sizes that go with it. The memory is native and stays accessible as long as anybody uses the ring,
 * because hot paths use bare addresses in it ({@link io.rondo.core.memory.RawWords}).
 *
 * @param name of the channel, for messages
 * @param header the segment up to the data
 * @param data the data region, twice back to back
 * @param capacity bytes of the data region, a power of two
 * @param maxMessageLength longest payload in bytes
 */
public record Ring(String name, MemorySegment header, MemorySegment data, int capacity, int maxMessageLength) {
    /**
     * Checks what hot paths rely on.
     *
     * @throws IllegalArgumentException if the memory is too small or on the heap
     */
    public Ring {
        if (!header.isNative() || !data.isNative() || header.byteSize() < SegmentLayout.DATA
                || data.byteSize() < 2L * capacity || maxMessageLength > RecordLayout.maxMessageLength(capacity)) {
            throw new IllegalArgumentException(
                    "a ring of capacity " + capacity + " and messages up to " + maxMessageLength
                            + " cannot be in " + header + " and " + data);
        }
    }

    /**
     * Address of a word of the header.
     *
     * @param offset of the word, as in {@link SegmentLayout}
     * @return its address
     */
    long headerAddress(long offset) {
        return header.address() + offset;
    }

    /**
     * Where a position lies in the data region.
     *
     * @param position any position
     * @return its offset, less than the capacity
     */
    long offset(long position) {
        return position & capacity - 1;
    }

    /**
     * Checks a position that was read from the segment.
     *
     * @param position any number
     * @return the position
     * @throws CorruptSegmentException if no record begins at such a position
     */
    public long requirePosition(long position) {
        if (position < 0 || position % RecordLayout.ALIGNMENT != 0) {
            throw new CorruptSegmentException("channel " + name + ": " + position
                    + " is no position of a record: the segment was overwritten, remove the channel");
        }
        return position;
    }

    /**
     * Checks a committed length, which anybody with access to the segment may have overwritten.
     *
     * @param position where the record begins
     * @param length what its header says, from 1
     * @return the length rounded up: where the next record begins
     * @throws CorruptSegmentException if no producer writes such a length
     */
    int requireRecord(long position, int length) {
        // A message that fits, or padding, which takes no more than the longest message.
        if (length < RecordLayout.HEADER_LENGTH || length > RecordLayout.recordLength(maxMessageLength)) {
            throw new CorruptSegmentException(
                    "channel " + name + ": the record at position " + position + " has length "
                            + length + ", which no producer writes: the segment was overwritten, remove the channel");
        }
        return RecordLayout.align(length);
    }
}
