package io.rondo.core.ring.reader;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.Ring;
import java.util.Objects;

/**
 * Reads records in place: the reader of all rings with producers that wait for consumers. The rings differ in where
 * progress is stored ({@link ConsumerPosition}) and in how claims of dead producers are recovered ({@link
 * AbandonedClaimRecovery}). Confined to one thread.
 */
public final class RecordReader implements RingReader {
    private static final int BYTES_PER_PAUSE = 32;
    /** Space is freed at least this often in a lap. */
    private static final int CONFIRMS_PER_LAP = 4;

    private final Ring ring;
    private final long data;
    private final long mask;
    private final int maxBatchLength;
    private final ConsumerPosition consumerPosition;
    private final AbandonedClaimRecovery abandonedClaims;
    private final SegmentBuffer view;
    private final ProducerLag lag = new ProducerLag(BYTES_PER_PAUSE);
    private long position;
    private long delivered;
    /**
     * The header of the last message. While headers repeat, the processor knows the start of the next record before
     * this record's header has arrived from the producer's core, so several cache lines are fetched at once.
     */
    private long repeated = RecordLayout.committed(0);
    /** A lap behind the position that the consumer has freed, if that is behind the reader. */
    private long readLimit = Long.MAX_VALUE;
    private boolean stopped;
    /** How often {@link #isQuiet()} may take the place of a poll, until one must pause or look for claims of dead producers. */
    private int spareLooks;
    /** The number of spare looks when the lag and the recovery were told of them. */
    private int grantedLooks;
    /** Address of the word that holds how far the consumer has taken records; 0 for none. */
    private long taken;
    private SegmentBuffer aheadView;
    /** The position up to which {@link #lookAhead} has shown records. */
    private long lookedTo;

    /**
     * Creates a reader.
     *
     * @param ring the ring
     * @param consumerPosition where progress is stored
     * @param abandonedClaims recovers the claims of dead producers
     * @param start the position to begin at, a record boundary
     */
    public RecordReader(Ring ring, ConsumerPosition consumerPosition, AbandonedClaimRecovery abandonedClaims,
            long start) {
        this.ring = ring;
        data = ring.data().address();
        view = SegmentBuffer.ofMapping(ring.data().asReadOnly());
        mask = ring.capacity() - 1;
        maxBatchLength = ring.capacity() / CONFIRMS_PER_LAP;
        this.consumerPosition = consumerPosition;
        this.abandonedClaims = abandonedClaims;
        position = start;
        if (start % RecordLayout.ALIGNMENT != 0) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + ring.name() + ": no record begins at position " + start
                            + ": the segment was overwritten, remove the channel");
        }
    }

    /**
     * Sets a position at which the reader stops. For a consumer that frees records later than it reads them: from a lap
     * behind the freed position on, the ring shows the records of the lap before.
     *
     * @param position a record boundary, not before the reader's position
     */
    public void readLimit(long position) {
        readLimit = position;
    }

    /**
     * Sets a word in which the reader stores the end of each record before it calls the handler with it.
     *
     * @param address of the word, in the mapping of this ring
     */
    public void takenWord(long address) {
        taken = address;
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        int paused = lag.pause();
        long start = position;
        long next = start;
        long expected = repeated;
        long batchEnd = Math.min(next + maxBatchLength, readLimit);
        boolean drained = false;
        int count = 0;
        int confirmed = 0;
        try {
            while (count < limit && next < batchEnd && !stopped) {
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
                        if (count == 0) {
                            // A poll ends without a message only if there is none. No ring holds more than a lap of
                            // padding.
                            batchEnd = Math.min(batchEnd + recordLength, lapEnd());
                        }
                        continue;
                    }
                    if (count > 0 && RecordLayout.isLong(header) != RecordLayout.isLong(expected)) {
                        break;
                    }
                    expected = header;
                }
                int messageLength = RecordLayout.length(expected) - RecordLayout.HEADER_LENGTH;
                show(record, next, messageLength);
                Action action = Objects.requireNonNull(handler.onRecord(view, 0, messageLength), "action");
                if (action == Action.ABORT) {
                    break;
                }
                count++;
                next += RecordLayout.recordLength(messageLength);
                if (action == Action.BREAK) {
                    break;
                }
                if (action == Action.COMMIT) {
                    confirm(next, count - confirmed);
                    confirmed = count;
                    batchEnd = Math.min(next + maxBatchLength, readLimit);
                }
            }
        } finally {
            repeated = expected;
            // If the handler threw, everything before its message is confirmed.
            confirm(next, count - confirmed);
        }
        settle(drained, paused, (int) (next - start), count);
        return count;
    }

    /** Tells the lag and the recovery of the looks that took the place of polls. After the handlers: it delays no answer. */
    private void countLooks() {
        int looks = grantedLooks - spareLooks;
        if (looks != 0) {
            lag.foundNothing(looks);
            abandonedClaims.looked(looks);
            grantLooks(spareLooks);
        }
    }

    private void grantLooks(int count) {
        spareLooks = count;
        grantedLooks = count;
    }

    /** Moves the view over a message, and takes it. */
    private void show(long record, long start, int messageLength) {
        view.window(record + RecordLayout.HEADER_LENGTH, messageLength);
        if (taken != 0) {
            // [taken] Before the handler: what it publishes follows in program order.
            RawWords.setLongRelease(taken, start + RecordLayout.recordLength(messageLength));
        }
    }

    /**
     * Shows the committed records behind those taken, each at most once. Neither consumes nor takes them, and ends at the
     * first record that is not committed. A handler of {@link #poll} may call this.
     *
     * @param handler called for each message until it returns another action than {@code CONTINUE}
     */
    public void lookAhead(RecordHandler handler) {
        if (aheadView == null) {
            aheadView = SegmentBuffer.ofMapping(ring.data().asReadOnly());
        }
        lookedTo = Math.max(Math.max(position, lookedTo), taken == 0 ? 0 : RawWords.getLongAcquire(taken));
        long end = Math.min(position + ring.capacity(), readLimit);
        boolean goesOn = true;
        while (goesOn && lookedTo < end) {
            long record = data + (lookedTo & mask);
            // [commit]
            long header = RawWords.getLongAcquire(record);
            int length = RecordLayout.length(header);
            if (length <= 0) {
                return;
            }
            lookedTo += ring.requireRecord(lookedTo, length);
            if (!RecordLayout.isPadding(header)) {
                aheadView.window(record + RecordLayout.HEADER_LENGTH, length - RecordLayout.HEADER_LENGTH);
                goesOn = handler.onRecord(aheadView, 0, length - RecordLayout.HEADER_LENGTH) == Action.CONTINUE;
            }
        }
    }

    private long lapEnd() {
        return Math.min(position + ring.capacity(), readLimit);
    }

    /** After a poll: recovers a dead claim if it found the end and read nothing, and decides on the next pause. */
    private void settle(boolean drained, int paused, int bytes, int count) {
        countLooks();
        if (!drained) {
            lag.notDrained();
        } else if (bytes == 0) {
            lag.foundNothing(1);
            skipAbandonedClaim();
            grantLooks(abandonedClaims.spareLooks());
        } else if (lag.drained(paused, bytes, count)) {
            grantLooks(0);
        }
    }

    private void confirm(long next, int count) {
        long start = position;
        if (next != start) {
            position = next;
            delivered += count;
            consumerPosition.confirm(start, next);
        }
    }

    private boolean skipAbandonedClaim() {
        if (position >= readLimit) {
            return false;
        }
        int recordLength = abandonedClaims.abandonedLengthAt(position);
        if (recordLength == 0) {
            return false;
        }
        long start = position;
        position += recordLength;
        consumerPosition.confirm(start, position);
        abandonedClaims.skipped();
        return true;
    }

    @Override
    public boolean isEmpty() {
        // [commit]
        return RawWords.getLongAcquire(data + (position & mask)) == RecordLayout.EMPTY;
    }

    @Override
    public boolean isQuiet() {
        // Two threads that misuse the reader may both take the last one.
        if (spareLooks <= 0 || !isEmpty()) {
            return false;
        }
        spareLooks--;
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
            if (position < readLimit
                    && RecordLayout.length(RawWords.getLongAcquire(data + (position & mask))) > 0) {
                return true;
            }
            // A message or another dead claim may follow a dead claim.
        } while (skipAbandonedClaim());
        lag.foundNothing(1);
        return false;
    }

    @Override
    public long maxSleepNanos() {
        return abandonedClaims.maxSleepNanos(position);
    }

    @Override
    public long lost() {
        return 0;
    }
}
