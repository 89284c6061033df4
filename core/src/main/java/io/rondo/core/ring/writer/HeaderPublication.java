package io.rondo.core.ring.writer;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Ring;

/**
 * Publishes by the headers of the records, for queues. Invariant: from the tail to a lap beyond the head all bytes are
 * zero, because the consumer zeroes the records it has read before it moves the head.
 *
 * <p>A commit that is shorter than its claim first stores a padding header behind the message, then the header of the
 * message. Both happen while the negative header covers the whole claim, so a producer that dies between the two stores
 * leaves a claim that the consumer skips as a whole. No reader looks behind the message before its header is there, so
 * no reader takes payload of the unused part for a header.
 */
final class HeaderPublication implements ClaimPublication {
    private final int slot;
    private final long data;
    private final long mask;

    HeaderPublication(Ring ring, int slot) {
        this.slot = slot;
        data = ring.data().address();
        // Aligned, so that even an overwritten tail word leads to aligned accesses only.
        mask = ring.capacity() - RecordLayout.ALIGNMENT;
    }

    @Override
    public void claim(long position, int messageLength) {
        RawWords.setLongOpaque(record(position), RecordLayout.claimed(messageLength, slot));
        // Orders the claimed header before the payload: while the header is zero, the whole claim is zero.
        Words.storeStoreFence();
    }

    @Override
    public void commit(long position, int messageLength) {
        finish(position, RecordLayout.committed(messageLength));
    }

    @Override
    public void commitShort(long position, int messageLength, int unused) {
        // The commit below orders this header before its own: a reader that sees the message finds the padding.
        RawWords.setLongOpaque(record(position + RecordLayout.recordLength(messageLength)),
                RecordLayout.padding(unused));
        commit(position, messageLength);
    }

    @Override
    public void abort(long position, int recordLength) {
        finish(position, RecordLayout.padding(recordLength));
    }

    private void finish(long position, long finalHeader) {
        // [commit] Orders the payload, and the padding header of a short commit, before the header.
        RawWords.setLongRelease(record(position), finalHeader);
    }

    private long record(long position) {
        return data + (position & mask);
    }
}
