package io.rondo.core.layout;

/**
 * A record in the data region. It begins a cache line: a short one is one line to send, and none shares a line with its neighbour.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  length: the commit word, header included                     |
 *  |    0 nothing here   &gt; 0 committed   &lt; 0 claimed, MPSC only     |
 *  +-------------------------------+-------------------------------+
 *  |  encoding type, as in SOFH    |  flags: bit 0 padding         |
 *  |  claimed, and in work queues: the producer's slot             |
 *  +-------------------------------+-------------------------------+
 *  |  payload, length - 8 bytes, then up to the next boundary      ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Both words are read and written as one native-endian 8-byte header, the length in its low half. In a work queue the
 * header counts only while the entry of the record ({@link WorkEntryLayout}) says that there is one.
 */
public final class RecordLayout {
    /** Bytes before the payload. */
    public static final int HEADER_LENGTH = 8;
    /** Records begin at multiples of this. */
    public static final int ALIGNMENT = 64;
    /** The header of free space. */
    public static final long EMPTY = 0L;
    /** Encoding type of an SBE 1.0 little-endian message, from the FIX Simple Open Framing Header. */
    public static final int SBE_LITTLE_ENDIAN = 0xEB50;

    /**
     * Length in bytes from which a record is long. The consumer of a single-producer queue does not zero long records,
     * and a lap later the producer empties the header behind each record that it writes there. Shorter records are
     * zeroed while they are in the cache. All participants must use the same value: another value needs another major
     * version.
     */
    public static final int LONG = 512 << 10;

    private static final int PADDING_FLAG = 1 << 16;
    private static final long LENGTH_MASK = 0xFFFF_FFFFL;

    private RecordLayout() {}

    /** Returns the length of a message's record: header and payload, aligned. */
    public static int recordLength(int messageLength) {
        return align(messageLength + HEADER_LENGTH);
    }

    /** Rounds a length up to {@link #ALIGNMENT}. */
    public static int align(int length) {
        return length + (ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Returns whether the header of a message or padding belongs to a long record. */
    public static boolean isLong(long header) {
        return align(length(header)) >= LONG;
    }

    /** Returns the length of the longest message in a ring of a capacity. */
    public static int maxMessageLength(int capacity) {
        return capacity / 2 - HEADER_LENGTH;
    }

    /**
     * Checks that the longest message fits a capacity.
     *
     * @param messageLength payload bytes
     * @param headerLength bytes of the payload before the message, of a service
     * @param capacity capacity of the data region in bytes
     * @throws IllegalArgumentException if it does not fit
     */
    public static void requireFitting(int messageLength, int headerLength, int capacity) {
        int most = maxMessageLength(capacity) - headerLength;
        if (messageLength > most) {
            throw new IllegalArgumentException("max message length " + messageLength + " is more than " + most
                    + ", half the capacity of " + capacity
                    + " less the header: use a larger capacity or shorter messages");
        }
    }

    /** Returns the header of a committed message, given its payload length. */
    public static long committed(int messageLength) {
        return header(messageLength + HEADER_LENGTH, SBE_LITTLE_ENDIAN);
    }

    /** Returns the header of padding, given the aligned length of the space, header included. */
    public static long padding(int recordLength) {
        return header(recordLength, PADDING_FLAG);
    }

    /** Returns the header of a committed message of a work queue, given its payload length and the producer's slot. */
    public static long committed(int messageLength, int slot) {
        return header(messageLength + HEADER_LENGTH, slot);
    }

    /** Returns the header of an uncommitted claim, given its payload length and the producer's slot. */
    public static long claimed(int messageLength, int slot) {
        return header(-(messageLength + HEADER_LENGTH), slot);
    }

    /** Returns the commit word of a header: the length including the header; 0 or negative as in the picture. */
    public static int length(long header) {
        return (int) header;
    }

    /** Returns whether a committed header marks padding. */
    public static boolean isPadding(long header) {
        return (type(header) & PADDING_FLAG) != 0;
    }

    /** Returns the second word of a header: encoding type and flags, or the slot of a claim. */
    public static int type(long header) {
        return (int) (header >>> 32);
    }

    private static long header(int length, int type) {
        return (long) type << 32 | length & LENGTH_MASK;
    }
}
