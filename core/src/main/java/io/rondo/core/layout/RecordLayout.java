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
 *  |  claimed: the producer's slot |                               |
 *  +-------------------------------+-------------------------------+
 *  |  payload, length - 8 bytes, then up to the next boundary      ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Both words are read and written as one native-endian 8-byte header, the length in its low half.
 */
public final class RecordLayout {
    /** Bytes before the payload. */
    public static final int HEADER_LENGTH = 8;
    /** Records begin at multiples of this. */
    public static final int ALIGNMENT = 64;
    /** A header that says nothing is here. */
    public static final long EMPTY = 0L;
    /** Encoding type of an SBE 1.0 little-endian message, from the FIX Simple Open Framing Header. */
    public static final int SBE_LITTLE_ENDIAN = 0xEB50;

    /**
     * Bytes from which a record is long: the consumer of a single-producer queue leaves it where it is, and a lap later the producer
     * empties the header behind each record it writes there. Shorter ones are zeroed while they are in the cache.
     * Both sides must mean the same by it: another value needs another major version.
     */
    public static final int LONG = 512 << 10;

    private static final int PADDING_FLAG = 1 << 16;
    private static final long LENGTH_MASK = 0xFFFF_FFFFL;

    private RecordLayout() {}

    /**
     * Space a message takes.
     *
     * @param messageLength payload bytes
     * @return header and payload, rounded up to the alignment
     */
    public static int recordLength(int messageLength) {
        return align(messageLength + HEADER_LENGTH);
    }

    /**
     * Rounds up to the alignment.
     *
     * @param length bytes
     * @return the next multiple of {@link #ALIGNMENT}
     */
    public static int align(int length) {
        return length + (ALIGNMENT - 1) & -ALIGNMENT;
    }

    /**
     * Whether a record is long.
     *
     * @param header of a message or padding
     * @return true from {@link #LONG} on
     */
    public static boolean isLong(long header) {
        return align(length(header)) >= LONG;
    }

    /**
     * The longest message a ring of this capacity can take.
     *
     * @param capacity of the data region in bytes
     * @return payload bytes
     */
    public static int maxMessageLength(int capacity) {
        return capacity / 2 - HEADER_LENGTH;
    }

    /**
     * Checks that a longest message fits a capacity.
     *
     * @param messageLength payload bytes
     * @param capacity of the data region in bytes
     * @throws IllegalArgumentException if it does not
     */
    public static void requireFitting(int messageLength, int capacity) {
        int most = maxMessageLength(capacity);
        if (messageLength > most) {
            throw new IllegalArgumentException("max message length " + messageLength + " is more than " + most
                    + ", half the capacity of " + capacity
                    + " less the header: use a larger capacity or shorter messages");
        }
    }

    /**
     * The header of a committed message.
     *
     * @param messageLength payload bytes
     * @return the header
     */
    public static long committed(int messageLength) {
        return header(messageLength + HEADER_LENGTH, SBE_LITTLE_ENDIAN);
    }

    /**
     * The header of space that holds no message.
     *
     * @param recordLength bytes to skip, header included, aligned
     * @return the header
     */
    public static long padding(int recordLength) {
        return header(recordLength, PADDING_FLAG);
    }

    /**
     * The header of space a producer claimed and has not committed.
     *
     * @param messageLength payload bytes
     * @param slot the producer's slot
     * @return the header
     */
    public static long claimed(int messageLength, int slot) {
        return header(-(messageLength + HEADER_LENGTH), slot);
    }

    /**
     * The commit word of a header.
     *
     * @param header any header
     * @return bytes including the header; 0 or negative as in the picture
     */
    public static int length(long header) {
        return (int) header;
    }

    /**
     * Whether a committed header marks padding.
     *
     * @param header any header
     * @return true for padding
     */
    public static boolean isPadding(long header) {
        return (type(header) & PADDING_FLAG) != 0;
    }

    /**
     * The second word of a header.
     *
     * @param header any header
     * @return encoding type and flags, or the slot of a claimed record
     */
    public static int type(long header) {
        return (int) (header >>> 32);
    }

    private static long header(int length, int type) {
        return (long) type << 32 | length & LENGTH_MASK;
    }
}
