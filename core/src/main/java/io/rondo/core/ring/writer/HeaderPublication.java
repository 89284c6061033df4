package io.rondo.core.ring.writer;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;

/**
 * Publishes by the headers of the records, for queues. Invariant: from the tail to a lap beyond the head all bytes are
 * zero, because the consumer zeroes the records it has read before it moves the head.
 *
 * <p>A commit that is shorter than its claim first stores a padding header behind the message, then the header of the
 * message. Both happen while the negative header covers the whole claim, so a producer that dies between the two stores
 * leaves a claim that the consumer skips as a whole. No reader looks behind the message before its header is there, so
 * no reader takes payload of the unused part for a header.
 *
 * <p>Static, because each object between a claim and its header costs about a nanosecond per message.
 */
final class HeaderPublication {
    private HeaderPublication() {}

    /** Shows a claim and its producer; called after the tail has moved, before the payload is written. */
    static void claim(long record, int messageLength, int slot) {
        RawWords.setLongOpaque(record, RecordLayout.claimed(messageLength, slot));
        // Orders the claimed header before the payload: while the header is zero, the whole claim is zero.
        Words.storeStoreFence();
    }

    /** Publishes a message that takes the whole space of its claim. */
    static void commit(long record, int messageLength) {
        finish(record, RecordLayout.committed(messageLength));
    }

    /**
     * Publishes a message that is shorter than its claim.
     *
     * @param record address of the record
     * @param messageLength payload bytes
     * @param unused bytes between the end of the message's record and the end of the claim, a multiple of 64
     */
    static void commitShort(long record, int messageLength, int unused) {
        // The commit below orders this header before its own: a reader that sees the message finds the padding.
        RawWords.setLongOpaque(record + RecordLayout.recordLength(messageLength), RecordLayout.padding(unused));
        commit(record, messageLength);
    }

    /** Gives a claim up, given the length of its record. */
    static void abort(long record, int recordLength) {
        finish(record, RecordLayout.padding(recordLength));
    }

    private static void finish(long record, long finalHeader) {
        // [commit] Orders the payload, and the padding header of a short commit, before the header.
        RawWords.setLongRelease(record, finalHeader);
    }
}
