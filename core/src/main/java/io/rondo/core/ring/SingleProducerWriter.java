package io.rondo.core.ring;

import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The only producer of a ring, with one consumer or many. Invariant: the header at its tail says that nothing is here, because
 * each commit first sees to it that this stands behind its own record; so a record takes 8 bytes more than its length while it is the
 * last.
 */
public final class SingleProducerWriter implements RecordWriter {
    /** Bytes of a cache line. */
    private static final int LINE = 64;

    private final MemorySegment header;
    private final long data;
    private final long mask;
    private final int checkpointInterval;
    private final SpaceGate gate;
    private final Checkpoints checkpoints;
    private final long messagesBefore;
    private long tail;
    private long published;
    private long nextCheckpoint;
    private long limit;
    /** All from the tail to here is zero. */
    private long zeroed;
    private int claimedLength;

    private SingleProducerWriter(Ring ring, SpaceGate gate, Checkpoints checkpoints) {
        header = ring.header();
        data = ring.data().address();
        mask = ring.capacity() - 1;
        checkpointInterval = CheckpointLayout.interval(ring.capacity());
        this.gate = gate;
        this.checkpoints = checkpoints;
        Checkpoint newest = checkpoints.newest();
        Checkpoint end = Scan.toTail(ring, newest);
        tail = end.position();
        zeroed = tail + RecordLayout.HEADER_LENGTH;
        messagesBefore = end.messages();
        nextCheckpoint = newest.position() + checkpointInterval;
        checkpointIfDue();
    }

    /**
     * Continues a queue where its producers left it.
     *
     * @param ring the ring
     * @return the producer's side
     */
    public static SingleProducerWriter ofQueue(Ring ring) {
        return new SingleProducerWriter(ring, new QueueGate(ring.header(), ring.capacity()),
                new Checkpoints(ring));
    }

    /**
     * Continues a topic where its producers left it.
     *
     * @param ring the ring
     * @param liveness tells dead consumers, which no longer gate
     * @return the producer's side, whose evictions nobody counts
     */
    public static SingleProducerWriter ofTopic(Ring ring, Liveness liveness) {
        return ofTopic(ring, liveness, () -> {});
    }

    /**
     * Continues a topic where its producers left it.
     *
     * @param ring the ring
     * @param liveness tells dead consumers, which no longer gate
     * @param onEvicted called for each consumer that was evicted
     * @return the producer's side
     */
    public static SingleProducerWriter ofTopic(Ring ring, Liveness liveness, Runnable onEvicted) {
        Checkpoints checkpoints = new Checkpoints(ring);
        return new SingleProducerWriter(ring, new TopicGate(ring, checkpoints, liveness, onEvicted), checkpoints);
    }

    /**
     * The messages before this producer's first.
     *
     * @return their number since the channel began
     */
    public long messagesBefore() {
        return messagesBefore;
    }

    @Override
    public long claimKnown(int messageLength) {
        if (end(messageLength) > limit) {
            return FULL;
        }
        claimedLength = messageLength;
        return data + (tail & mask) + RecordLayout.HEADER_LENGTH;
    }

    private long end(int messageLength) {
        return tail + RecordLayout.recordLength(messageLength) + RecordLayout.HEADER_LENGTH;
    }

    @Override
    public long tryClaim(int messageLength) {
        long end = end(messageLength);
        if (end > limit) {
            limit = gate.limit(end);
        }
        return claimKnown(messageLength);
    }

    @Override
    public long commit() {
        long record = data + (tail & mask);
        int recordLength = RecordLayout.recordLength(claimedLength);
        long next = tail + recordLength;
        if (next >= zeroed) {
            RawWords.setLong(record + recordLength, RecordLayout.EMPTY);
            zeroed = next + RecordLayout.HEADER_LENGTH;
        }
        // [commit] the payload and the empty header behind it come first.
        RawWords.setLongRelease(record, RecordLayout.committed(claimedLength));
        tail = next;
        published++;
        if (recordLength <= LINE && zeroed - next < LINE + RecordLayout.HEADER_LENGTH) {
            zeroAhead();
        }
        checkpointIfDue();
        return published;
    }

    /**
     * Empties a line in advance, so that the header behind the next short record need not be: that line is in the consumer's hands,
     * and the next commit would wait until it has come. Now nobody waits.
     */
    private void zeroAhead() {
        long end = zeroed + LINE & -LINE;
        if (end <= limit) {
            // A loop of its own: the call that zeroes any length takes longer for these few words.
            for (long position = zeroed; position != end; position += Long.BYTES) {
                RawWords.setLong(data + (position & mask), RecordLayout.EMPTY);
            }
            zeroed = end;
        }
    }

    /** Also what a producer owed that died after its commit. */
    private void checkpointIfDue() {
        if (tail >= nextCheckpoint) {
            checkpoints.add(tail, messagesBefore + published);
            nextCheckpoint = tail + checkpointInterval;
            flush();
        }
    }

    @Override
    public void abort() {
        // Nobody has seen the claim, but its payload may stand where zeroes were.
        zeroed = tail + RecordLayout.HEADER_LENGTH;
    }

    @Override
    public void close() {
        limit = 0;
    }

    @Override
    public void flush() {
        // [tail] all records before it are committed.
        Words.setLongRelease(header, SegmentLayout.TAIL, tail);
    }
}
