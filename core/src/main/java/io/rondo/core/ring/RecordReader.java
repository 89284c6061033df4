package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.SegmentBuffer;

/**
 * Reads records in place: the reader of every ring whose producers wait for their consumers. What differs between them is
 * where progress is stored ({@link Cursor}), and what becomes of claims whose owner died ({@link DeadClaims}). Confined to one
 * thread.
 */
public final class RecordReader implements Reader {
    /** Bytes of a drained burst for each pause before the next look: the busier the producer, the further behind. */
    private static final int BYTES_PER_PAUSE = 32;
    /** The most pauses before a look: one or two microseconds. */
    private static final int MAX_PAUSES = 64;
    /**
     * Empty looks before a message, up to which its producer counts as busy: one that answers, or keeps a rate, takes longer, and a
     * pause would only delay its next message.
     */
    private static final int BUSY_LOOKS = 1;
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
    /**
     * The header of the last message. As long as headers repeat, where the next record begins is known without waiting for this
     * one's header to come from the producer's core, and so several lines come at once.
     */
    private long repeated = RecordLayout.committed(0);
    private int pauses;
    private int emptyLooks;
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
        int paused = lagBehindBusyProducer();
        long next = position;
        long expected = repeated;
        boolean drained = false;
        int count = 0;
        int bytes;
        try {
            while (count < limit && next - position < maxBatchLength && !stopped) {
                long record = data + (next & mask);
                // [commit]
                long header = RawWords.getLongAcquire(record);
                if (header != expected) {
                    int length = RecordLayout.length(header);
                    if (length <= 0) {
                        drained = true;
                        break;
                    }
                    int recordLength = ring.requireRecord(next, length);
                    if (RecordLayout.isPadding(header)) {
                        next += recordLength;
                        continue;
                    }
                    if (count > 0 && RecordLayout.isLong(header) != RecordLayout.isLong(expected)) {
                        break;
                    }
                    expected = header;
                }
                int messageLength = RecordLayout.length(expected) - RecordLayout.HEADER_LENGTH;
                view.window(record + RecordLayout.HEADER_LENGTH, messageLength);
                handler.onMessage(view, 0, messageLength);
                count++;
                next += RecordLayout.recordLength(messageLength);
            }
        } finally {
            repeated = expected;
            // A handler that threw has everything before its own message confirmed.
            bytes = advance(next, count);
        }
        if (drained && bytes == 0) {
            foundNothing();
            skipDeadClaim();
        } else {
            // What came alone while this paused says nothing: an answer would have.
            boolean busy = count > 1 || paused == 0 && emptyLooks <= BUSY_LOOKS;
            pauses = drained && busy ? Math.min(bytes / BYTES_PER_PAUSE, MAX_PAUSES) : 0;
            emptyLooks = 0;
        }
        return count;
    }

    private int advance(long next, int count) {
        long start = position;
        if (next != start) {
            position = next;
            delivered += count;
            cursor.confirm(start, next);
        }
        return (int) (next - start);
    }

    private int lagBehindBusyProducer() {
        int paused = pauses;
        pauses = 0;
        for (int i = paused; i > 0; i--) {
            Thread.onSpinWait();
        }
        return paused;
    }

    private void foundNothing() {
        if (emptyLooks <= BUSY_LOOKS) {
            emptyLooks++;
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
        foundNothing();
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
