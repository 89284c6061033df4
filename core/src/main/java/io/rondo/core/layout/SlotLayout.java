package io.rondo.core.layout;

/**
 * A participant's slot. The first line changes when it attaches or is evicted, the second with every message or batch, the
 * third holds counters only it writes.
 *
 * <pre>
 *    0  state: incarnation &lt;&lt; 8 | {@link SlotState}     8  pid (int32)   12  uid (int32)
 *   16  attached at, epoch milliseconds (int64)       24  flags (int32): bit 0 does not gate the producer,
 *                                                        bit 1 gates it until it would hold it up, bit 2 acts
 *                                                        for a process that is connected by a socket
 *  128  producer: position of the intent, or NONE; consumer of a topic: its position
 *  136  producer: length of the intent, or of the record for which it has reserved the tail
 *  256  counters, int64 each, in the order of {@link Counter}
 * </pre>
 */
public final class SlotLayout {
    /** Producers that can be attached at once. */
    public static final int PRODUCER_SLOTS = 64;
    /** Consumers that can be attached at once. */
    public static final int CONSUMER_SLOTS = 64;
    /** All slots; producers come first. */
    public static final int SLOTS = PRODUCER_SLOTS + CONSUMER_SLOTS;
    /** Bytes of a slot. */
    public static final int LENGTH = 4 * SegmentLayout.LINE;

    /** Offset in the slot of the state word. */
    public static final int STATE = 0;
    /** Offset in the slot of the pid. */
    public static final int PID = STATE + Long.BYTES;
    /** Offset in the slot of the uid. */
    public static final int UID = PID + Integer.BYTES;
    /** Offset in the slot of the time of attaching. */
    public static final int ATTACHED_AT = UID + Integer.BYTES;
    /** Offset in the slot of the flags. */
    public static final int FLAGS = ATTACHED_AT + Long.BYTES;
    /** Offset in the slot of the intent's position or the consumer's position. */
    public static final int POSITION = SegmentLayout.LINE;
    /** Offset in the slot of the intent's length. */
    public static final int INTENT_LENGTH = POSITION + Long.BYTES;
    /** Offset in the slot of the counters. */
    public static final int COUNTERS = 2 * SegmentLayout.LINE;

    /** Flag of a consumer that the producer never waits for. */
    public static final int FLAG_UNGATED = 1;
    /** Flag of a consumer that the producer evicts instead of waiting for it. */
    public static final int FLAG_EVICTABLE = 2;
    /** Flag of a participant that acts for a process connected by a socket, whose pid and uid the slot shows. */
    public static final int FLAG_REMOTE = 4;
    /** All flags there are. */
    public static final int FLAGS_MASK = FLAG_UNGATED | FLAG_EVICTABLE | FLAG_REMOTE;
    /** The position of an intent that is not there. */
    public static final long NONE = -1;

    private SlotLayout() {}

    /**
     * Where a slot begins.
     *
     * @param slot from 0 to {@link #SLOTS} - 1
     * @return offset in the segment
     */
    public static int offset(int slot) {
        return SegmentLayout.SLOTS + slot * LENGTH;
    }

    /**
     * The slot of a consumer.
     *
     * @param consumer from 0 to {@link #CONSUMER_SLOTS} - 1
     * @return the slot
     */
    public static int consumerSlot(int consumer) {
        return PRODUCER_SLOTS + consumer;
    }

    /**
     * Whether a slot is a producer's.
     *
     * @param slot any slot
     * @return true for a producer, false for a consumer
     */
    public static boolean isProducer(int slot) {
        return slot < PRODUCER_SLOTS;
    }

    /**
     * Where a counter lies.
     *
     * @param slot the slot
     * @param counter the counter
     * @return offset in the segment
     */
    public static int counterOffset(int slot, Counter counter) {
        return offset(slot) + COUNTERS + counter.ordinal() * Long.BYTES;
    }
}
