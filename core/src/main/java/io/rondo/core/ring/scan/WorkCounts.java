package io.rondo.core.ring.scan;

/**
 * The messages of a work queue that are not acknowledged.
 *
 * @param ready messages that were never delivered
 * @param held messages that consumers hold, dead letters included
 * @param returned messages that consumers have returned
 * @param oldestHolder slot of the consumer that holds the oldest held message; -1 if none is held. While that message is
 *     held, the space behind it is not freed
 * @param oldestHeld position of that message; -1 if none is held
 */
public record WorkCounts(long ready, long held, long returned, int oldestHolder, long oldestHeld) {
    /** The value of the oldest holder and of its position if no message is held. */
    public static final int NONE = -1;
}
