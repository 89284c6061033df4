package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.SegmentBuffer;
import io.rondo.core.memory.RawWords;

/**
 * Reads records in place: the reader of every ring whose producers wait for their consumers. What differs between them is
 * where progress is stored ({@link Cursor}), and what becomes of claims whose owner died ({@link DeadClaims}). Confined to one
 * thread.
 */
public final class RecordReader implements Reader {
    /** A drained burst of at least this many messages says that the producer is busy and more is on its way. */
    private static final int BUSY_MESSAGES = 4;
    /** Pauses before a busy consumer looks again: close behind the producer, each look takes the line from its hands. */
    private static final int LAG_PAUSES = 24;
    /** Space is given back at least this often in a lap. */
    private static final int CONFIRMS_PER_LAP = 4;

    private final Ring ring;
    private final long data;
    private final long mask;
    private final int maxBatchLength;
    private final Cursor cursor;
    private final DeadClaims deadClaims;
    private final SegmentBuffer view;
    private long position;
    private long delivered;
    private int pauses;
    private boolean stopped;

    /**
     * Creates a reader.
     *
     * @param ring the ring
     * @param cursor where progress is stored
     * @param deadClaims what becomes of claims whose owner died
     * @param start where to begin, a record boundary
     */
    public RecordReader(Ring ring, Cursor cursor, DeadClaims deadClaims, long start) {
        this.ring = ring;
        data = ring.data().address();
        view = SegmentBuffer.ofMapping(ring.data().asReadOnly());
        mask = ring.capacity() - 1;
        maxBatchLength = ring.capacity() / CONFIRMS_PER_LAP;
        this.cursor = cursor;
        this.deadClaims = deadClaims;
        position = start;
        if (start % RecordLayout.ALIGNMENT != 0) {
            throw new CorruptSegmentException("channel " + ring.name() + ": no record begins at position " + start
                    + ": the segment was overwritten, remove the channel");
        }
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        lagBehindBusyProducer();
        final long start = position;
        final long batchEnd = start + maxBatchLength;
        long next = start;
        int count = 0;
        int length = 1;
        try {
            while (count < limit && next < batchEnd && !stopped) {
                long record = data + (next & mask);
                // [commit]
                long header = RawWords.getLongAcquire(record);
                length = RecordLayout.length(header);
                if (length <= 0) {
                    break;
                }
                int recordLength = ring.requireRecord(next, length);
                if (!RecordLayout.isPadding(header)) {
                    int messageLength = length - RecordLayout.HEADER_LENGTH;
                    view.window(record + RecordLayout.HEADER_LENGTH, messageLength);
                    handler.onMessage(view, 0, messageLength);
                    count++;
                }
                next += recordLength;
            }
        } finally {
            delivered += count;
            // A handler that threw has everything before its own message confirmed.
            if (next != start) {
                position = next;
                cursor.confirm(start, next);
            }
        }
        if (length <= 0) {
            foundNothingMore(count);
        }
        return count;
    }

    private void lagBehindBusyProducer() {
        for (; pauses > 0; pauses--) {
            Thread.onSpinWait();
        }
    }

    private void foundNothingMore(int count) {
        if (count >= BUSY_MESSAGES) {
            pauses = LAG_PAUSES;
        } else if (count == 0) {
            skipDeadClaim();
        }
    }

    private boolean skipDeadClaim() {
        int recordLength = deadClaims.deadLengthAt(position);
        if (recordLength == 0) {
            return false;
        }
        long start = position;
        position += recordLength;
        cursor.confirm(start, position);
        deadClaims.skipped();
        return true;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean holds() {
        do {
            // [commit]
            if (RecordLayout.length(RawWords.getLongAcquire(data + (position & mask))) > 0) {
                return true;
            }
            // Behind a dead claim may be a message, or another dead claim.
        } while (skipDeadClaim());
        return false;
    }

    @Override
    public long maxSleepNanos() {
        return deadClaims.maxSleepNanos(position);
    }

    @Override
    public long lost() {
        return 0;
    }
}
