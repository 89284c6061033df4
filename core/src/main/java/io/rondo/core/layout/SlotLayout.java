package io.rondo.core.layout;

/**
 * A participant's slot. Slot 0 is for the participant that exists once, a queue's consumer or a topic's producer. The
 * other slots are for its peers. In a work queue the first half of the slots is for consumers, the second for producers.
 * The number of slots is fixed when the segment is created.
 *
 * <p>The first line of a slot changes when its participant attaches or is evicted, the second with every message or
 * batch. The third holds counters that only the participant writes.
 *
 * <pre>
 *    0  state: incarnation &lt;&lt; 8 | {@link SlotState}     8  pid (int32)   12  uid (int32)
 *   16  attached at, epoch milliseconds (int64)       24  flags (int32): bit 0 the producer never waits for it,
 *                                                        bit 1 the producer evicts it instead of waiting, bit 2 it
 *                                                        acts for a process that is connected by a socket, bit 3
 *                                                        it got the segment's descriptors from the owner
 *   28  PID namespace of the pid: its inode number (uint32), 0 if unknown
 *  128  producer: position of the intent, or NONE; consumer of a topic: its position
 *  136  producer: length of the intent, or of the record for which it has reserved the tail
 *  256  counters, int64 each, in the order of {@link Counter}
 * </pre>
 */
public final class SlotLayout {
    /** The slot of a queue's consumer or of a topic's producer. */
    public static final int OWNER = 0;
    /** The first slot of the owner's peers: a queue's producers or a topic's consumers. */
    public static final int FIRST_PEER = 1;
    /** The fewest slots of a segment. */
    public static final int MIN_SLOTS = 2;
    /** The number of peers where none was set. */
    public static final int DEFAULT_PEERS = 64;
    /** The number of slots where none was set. */
    public static final int DEFAULT_SLOTS = FIRST_PEER + DEFAULT_PEERS;
    /** The most peers of an owner. */
    public static final int MAX_PEERS = 1024;
    /** The most slots of a segment. */
    public static final int MAX_SLOTS = FIRST_PEER + MAX_PEERS;
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
    /** Offset in the slot of the PID namespace in which the pid is valid. */
    public static final int PID_NAMESPACE = FLAGS + Integer.BYTES;
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
    /**
     * Flag of a participant that acts for a process connected by a socket; the slot holds the pid and uid of that
     * process.
     */
    public static final int FLAG_REMOTE = 4;
    /** Flag of a participant that maps the segment by descriptors which the owner passed. */
    public static final int FLAG_DESCRIPTOR = 8;
    /** All flags. */
    public static final int FLAGS_MASK = FLAG_UNGATED | FLAG_EVICTABLE | FLAG_REMOTE | FLAG_DESCRIPTOR;
    /** The position in the slot of a producer without an intent. */
    public static final long NONE = -1;

    private SlotLayout() {}

    /**
     * Where a slot begins.
     *
     * @param slot from 0 to {@link #MAX_SLOTS} - 1
     * @return offset in the segment
     */
    public static int offset(int slot) {
        return SegmentLayout.SLOTS + slot * LENGTH;
    }

    /**
     * The slot of a peer.
     *
     * @param peer from 0 to {@link #MAX_SLOTS} - 2
     * @return the slot
     */
    public static int peerSlot(int peer) {
        return FIRST_PEER + peer;
    }

    /**
     * Whether a segment can have a number of slots.
     *
     * @param slots any number
     * @return true from {@link #MIN_SLOTS} to {@link #MAX_SLOTS}
     */
    public static boolean isCount(int slots) {
        return slots >= MIN_SLOTS && slots <= MAX_SLOTS;
    }

    /** Returns the offset of a slot's counter in the segment. */
    public static int counterOffset(int slot, Counter counter) {
        return offset(slot) + COUNTERS + counter.ordinal() * Long.BYTES;
    }
}
