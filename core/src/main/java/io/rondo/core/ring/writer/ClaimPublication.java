package io.rondo.core.ring.writer;

import io.rondo.core.layout.RingKind;
import io.rondo.core.ring.Ring;

/** Shows the claims of one producer to the consumers of a ring with many producers. Confined to one thread. */
interface ClaimPublication {
    /** Returns the publication that fits the kind of a ring, for the producer in a slot. */
    static ClaimPublication of(Ring ring, int slot) {
        return ring.kind() == RingKind.WORK ? new EntryPublication(ring, slot) : new HeaderPublication(ring, slot);
    }

    /** Shows a claim and its producer; called after the tail has moved, before the payload is written. */
    void claim(long position, int messageLength);

    /** Publishes a message that takes the whole space of its claim. */
    void commit(long position, int messageLength);

    /**
     * Publishes a message that is shorter than its claim.
     *
     * @param position of the record
     * @param messageLength payload bytes
     * @param unused bytes between the end of the message's record and the end of the claim, a multiple of 64
     */
    void commitShort(long position, int messageLength, int unused);

    /** Gives a claim up, given the length of its record. */
    void abort(long position, int recordLength);
}
