package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one ring and the sizes that go with it.
 *
 * @param name of the channel, for messages
 * @param header the segment up to the data
 * @param data the data region, twice back to back
 * @param capacity bytes of the data region, a power of two
 * @param maxMessageLength longest payload in bytes
 */
public record Ring(String name, MemorySegment header, MemorySegment data, int capacity, int maxMessageLength) {
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
