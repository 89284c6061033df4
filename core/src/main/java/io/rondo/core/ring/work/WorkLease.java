package io.rondo.core.ring.work;

import io.rondo.core.layout.WorkEntryLayout;

/**
 * A message that a consumer of a work queue holds, or held. Reusable: {@link WorkReader#take} fills it. Confined to the
 * thread of the reader.
 */
public final class WorkLease {
    private static final long NONE = 0;

    private long position;
    /** What the consumer stored in the entry; {@link #NONE} while this holds nothing. */
    private long entry;
    private long payload;
    private int length;
    private int recordLength;
    private int deliveries;
    private boolean dead;
    private boolean takenOver;
    private boolean holderGone;

    void open(long newPosition, long newEntry, boolean isTakenOver, boolean isHolderGone) {
        position = newPosition;
        entry = newEntry;
        deliveries = WorkEntryLayout.deliveries(newEntry);
        dead = WorkEntryLayout.state(newEntry) == WorkEntryLayout.DEAD;
        takenOver = isTakenOver;
        holderGone = isHolderGone;
    }

    void message(long newPayload, int newLength, int newRecordLength) {
        payload = newPayload;
        length = newLength;
        recordLength = newRecordLength;
    }

    /** Ends the lease, and returns what the consumer stored in the entry. */
    long close() {
        long held = entry;
        entry = NONE;
        return held;
    }

    /** Returns whether the message was taken and neither acknowledged nor returned, successfully or not. */
    public boolean isOpen() {
        return entry != NONE;
    }

    /** Returns the position of the message; with the id of the segment it identifies the message. */
    public long position() {
        return position;
    }

    /**
     * Returns the address of the payload. The bytes stay as they are until this consumer acknowledges or returns the
     * message. With a processing deadline they stay only until the deadline is over: another consumer may acknowledge the
     * message from then on, and a producer may write a later message there. {@link WorkReader#acknowledge} tells which
     * was the case.
     */
    public long payload() {
        return payload;
    }

    /** Returns the length of the payload in bytes. */
    public int length() {
        return length;
    }

    int recordLength() {
        return recordLength;
    }

    /**
     * Returns how often the message was delivered, this time included: one, and one for each time that it was returned, its
     * consumer died, or it was taken over from a live consumer after the processing deadline.
     *
     * @return from 1 to {@link WorkEntryLayout#MAX_DELIVERIES}, where it stays
     */
    public int deliveries() {
        return deliveries;
    }

    /**
     * Returns whether the message was delivered as often as the queue allows, and is held only to be published as a dead
     * letter. {@link #deliveries()} does not count this time.
     */
    public boolean isDead() {
        return dead;
    }

    /** Returns whether the message was taken over from a consumer that died or missed the processing deadline. */
    public boolean isTakenOver() {
        return takenOver;
    }

    /** Returns whether the consumer from which the message was taken over has died or left. */
    public boolean isHolderGone() {
        return holderGone;
    }
}
