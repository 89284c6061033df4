package io.rondo.core.layout;

/**
 * The prefixes of the messages of a sequenced topic. All words are int64 in the byte order of the host.
 *
 * <pre>
 *  record of the ingress, which a publisher writes     record of the egress, which the broker writes
 *    0  producer id, 0 for a publisher without one       0  sequence in the topic, from 1
 *    8  sequence of the publisher, from 1                8  timestamp, nanoseconds since the epoch
 *   16  message                                         16  origin
 *                                                       24  message
 *
 *  origin: the ingress record that holds the message
 *   63          52 51                                                    0
 *  +--------------+------------------------------------------------------+
 *  |  epoch       |  position of the record in the ingress / 64          |
 *  +--------------+------------------------------------------------------+
 * </pre>
 *
 * A record of the egress with a message of up to 32 bytes takes one cache line.
 */
public final class SequencedLayout {
    /** Offset in an ingress record's payload of the producer id. */
    public static final int PRODUCER_ID = 0;
    /** Offset in an ingress record's payload of the publisher's sequence. */
    public static final int PRODUCER_SEQUENCE = PRODUCER_ID + Long.BYTES;
    /** Bytes before the message in an ingress record's payload. */
    public static final int INGRESS_PREFIX = PRODUCER_SEQUENCE + Long.BYTES;

    /** Offset in an egress record's payload of the sequence. */
    public static final int SEQUENCE = 0;
    /** Offset in an egress record's payload of the timestamp. */
    public static final int TIMESTAMP = SEQUENCE + Long.BYTES;
    /** Offset in an egress record's payload of the origin. */
    public static final int ORIGIN = TIMESTAMP + Long.BYTES;
    /** Bytes before the message in an egress record's payload. */
    public static final int EGRESS_PREFIX = ORIGIN + Long.BYTES;

    /** The largest producer id: its lock byte is within the range of file offsets. */
    public static final long MAX_PRODUCER_ID = (1L << 62) - 2;
    /** Lock byte in the ingress of producer id 0; those of other ids follow. */
    private static final long PRODUCER_LOCKS = 1L << 62;
    /**
     * Part of the capacity that a record may take, so that the last record of the egress can be found after the death
     * of the broker.
     */
    private static final int RECORDS_PER_LAP = 4;
    private static final int POSITION_BITS = 52;
    private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
    private static final int ALIGNMENT_BITS = Integer.numberOfTrailingZeros(RecordLayout.ALIGNMENT);

    private SequencedLayout() {}

    /** Returns the length of the longest message, given the capacity of ingress and egress. */
    public static int maxMessageLength(int capacity) {
        return capacity / RECORDS_PER_LAP - RecordLayout.HEADER_LENGTH - EGRESS_PREFIX;
    }

    /**
     * Returns the origin of a message.
     *
     * @param epoch of the ingress, from 1 to {@link IdentityLayout#MAX_EPOCH}
     * @param position of the record in the ingress, a multiple of 64 below 2^58
     * @return the origin
     */
    public static long origin(int epoch, long position) {
        return (long) epoch << POSITION_BITS | position >>> ALIGNMENT_BITS;
    }

    /** Returns the epoch in an origin. */
    public static int epoch(long origin) {
        return (int) (origin >>> POSITION_BITS);
    }

    /** Returns the position in an origin. */
    public static long position(long origin) {
        return (origin & POSITION_MASK) << ALIGNMENT_BITS;
    }

    /** Returns the epoch of an ingress that follows one of another epoch; 1 after 0. */
    public static int nextEpoch(int epoch) {
        return epoch % IdentityLayout.MAX_EPOCH + 1;
    }

    /** Returns the offset of the lock byte of a producer id in the file of the ingress. */
    public static long producerLock(long producerId) {
        return PRODUCER_LOCKS + producerId;
    }
}
