package io.rondo.core.layout;

/**
 * The identity page: written once, before the file gets its name, and never again.
 *
 * <pre>
 *    0  magic (int64)                     8  layout version (int32): major &lt;&lt; 16 | minor
 *   12  ring kind (int32)                16  capacity (int32)         20  max message length (int32)
 *   24  schema id (int32)                28  schema version (int32)   32  fence side (int32)
 *   36  flags (int32): bit 0 ephemeral, bit 1 part of a sequenced topic, bit 2 part of a service, bits 4 to 14 the
 *       most responders of a service with its requests in a work queue, bits 16 to 27 the epoch of the ingress of a
 *       sequenced topic
 *   40  id (2 x int64)                   56  created at, epoch milliseconds (int64)
 *   64  creator's pid (int32)            68  creator's uid (int32)
 *   72  length of the name (int32)       76  name, ASCII, 64 bytes
 *  140  number of participant slots (int32)
 *  144  work queue: most deliveries of a message, 0 without a limit (int32)
 *  148  work queue: processing deadline in milliseconds, 0 for none (int32)
 *  152  CRC-32C of bytes 0 to 151 (int32)
 * </pre>
 */
public final class IdentityLayout {
    /** "RONDORNG" in the byte order of the host; in another byte order the magic differs. */
    public static final long MAGIC = 0x474E524F444E4F52L;
    /** Files of another major version cannot be used. */
    public static final int MAJOR_VERSION = 6;
    /** Files of another minor version can be used. */
    public static final int MINOR_VERSION = 0;
    /** Longest name in bytes. */
    public static final int MAX_NAME_LENGTH = 64;
    /** Flag of a channel that is removed with its last participant. */
    public static final int FLAG_EPHEMERAL = 1;
    /** Flag of the ingress and the egress of a sequenced topic. */
    public static final int FLAG_SEQUENCED = 2;
    /** Flag of the request queue of a service, and of the response queues of its requesters. */
    public static final int FLAG_SERVICE = 4;
    /** First bit of the most responders in the flags. */
    public static final int RESPONDERS_SHIFT = 4;
    /** The bits of the most responders, shifted down. */
    public static final int RESPONDERS_MASK = 0x7FF;
    /** First bit of the epoch in the flags. */
    public static final int EPOCH_SHIFT = 16;
    /** The largest epoch of an ingress; the next one is 1. */
    public static final int MAX_EPOCH = 0xFFF;

    /** Offset of the magic. */
    public static final int MAGIC_OFFSET = 0;
    /** Offset of the layout version. */
    public static final int VERSION = 8;
    /** Offset of the ring kind. */
    public static final int KIND = VERSION + Integer.BYTES;
    /** Offset of the capacity. */
    public static final int CAPACITY = KIND + Integer.BYTES;
    /** Offset of the longest message's length. */
    public static final int MAX_MESSAGE_LENGTH = CAPACITY + Integer.BYTES;
    /** Offset of the schema id. */
    public static final int SCHEMA_ID = MAX_MESSAGE_LENGTH + Integer.BYTES;
    /** Offset of the schema version. */
    public static final int SCHEMA_VERSION = SCHEMA_ID + Integer.BYTES;
    /** Offset of the fence side. */
    public static final int FENCE_SIDE = SCHEMA_VERSION + Integer.BYTES;
    /** Offset of the flags. */
    public static final int FLAGS = FENCE_SIDE + Integer.BYTES;
    /** Offset of the id. */
    public static final int ID = FLAGS + Integer.BYTES;
    /** Offset of the time of creation. */
    public static final int CREATED_AT = ID + 2 * Long.BYTES;
    /** Offset of the creator's pid. */
    public static final int CREATOR_PID = CREATED_AT + Long.BYTES;
    /** Offset of the creator's uid. */
    public static final int CREATOR_UID = CREATOR_PID + Integer.BYTES;
    /** Offset of the name's length. */
    public static final int NAME_LENGTH = CREATOR_UID + Integer.BYTES;
    /** Offset of the name. */
    public static final int NAME = NAME_LENGTH + Integer.BYTES;
    /** Offset of the number of participant slots. */
    public static final int SLOTS = NAME + MAX_NAME_LENGTH;
    /** Offset of the most deliveries of a message. */
    public static final int MAX_DELIVERIES = SLOTS + Integer.BYTES;
    /** Offset of the processing deadline. */
    public static final int PROCESSING_DEADLINE = MAX_DELIVERIES + Integer.BYTES;
    /** Offset of the checksum of all bytes before it. */
    public static final int CHECKSUM = PROCESSING_DEADLINE + Integer.BYTES;

    private IdentityLayout() {}

    /**
     * Returns a layout version word.
     *
     * @param major changes when files cannot be used by older or newer code
     * @param minor changes otherwise
     * @return the word
     */
    public static int version(int major, int minor) {
        return major << 16 | minor;
    }

    /** Returns the major version in a version word. */
    public static int major(int version) {
        return version >>> 16;
    }
}
