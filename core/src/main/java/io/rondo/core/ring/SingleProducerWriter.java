package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * The only producer of a ring, with one consumer or many. Invariant: the header at its tail says that nothing is here.
 * A queue's consumer zeroes what it read, but for long records; wherever that was not done, a commit first empties the
 * header behind its own record. So a record takes 8 bytes more than its length while it is the last.
 */
public final class SingleProducerWriter implements RecordWriter {
    private final MemorySegment header;
    private final long data;
    private final int capacity;
    private final long mask;
    private final int checkpointInterval;
    private final SpaceGate gate;
    private final Checkpoints checkpoints;
    private final long messagesBefore;
    private long tail;
    private long published;
    private long nextCheckpoint;
    private long limit;
    /** Up to here, what is free may hold what was written there before; beyond, it is zero. No end for topics. */
    private long stale;
    private int claimedLength;

    private SingleProducerWriter(Ring ring, SpaceGate gate, Checkpoints checkpoints, Checkpoint end, boolean topic) {
        header = ring.header();
        data = ring.data().address();
        capacity = ring.capacity();
        mask = capacity - 1;
        checkpointInterval = CheckpointLayout.interval(ring.capacity());
        this.gate = gate;
        this.checkpoints = checkpoints;
        tail = end.position();
        // A dead producer may have left a payload without a header, and long records.
        stale = topic ? Long.MAX_VALUE : tail + capacity;
        messagesBefore = end.messages();
        nextCheckpoint = checkpoints.newestPosition() + checkpointInterval;
        checkpointIfDue();
    }

    /**
     * Continues a queue where its producers left it.
     *
     * @param ring the ring
     * @return the producer's side
     * @throws CorruptSegmentException if something stands there that nobody writes
     */
    public static SingleProducerWriter ofQueue(Ring ring) {
        Checkpoints checkpoints = new Checkpoints(ring);
        QueueGate gate = new QueueGate(ring.header(), ring.capacity());
        // The consumer goes on meanwhile. What it took is not counted: a queue's messages are those that are unread.
        Checkpoint end = Survey.end(ring, QueueFloor.ofSingleProducer(ring));
        if (end.position() > gate.limit(end.position())) {
            throw new CorruptSegmentException("channel " + ring.name() + " ends at " + end.position()
                    + ", more than a lap after what is free: the segment was overwritten, remove the channel");
        }
        return new SingleProducerWriter(ring, gate, checkpoints, end, false);
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
        return new SingleProducerWriter(ring, new TopicGate(ring, checkpoints, liveness, onEvicted), checkpoints,
                Scan.toTail(ring, checkpoints.newest()), true);
    }

    /**
     * The messages before this producer's first.
     *
     * @return of a topic, their number since the channel began; of a queue, meaningless
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
        if (next < stale) {
            RawWords.setLong(record + recordLength, RecordLayout.EMPTY);
        }
        long committed = RecordLayout.committed(claimedLength);
        // [commit] the payload and the empty header behind it come first.
        RawWords.setLongRelease(record, committed);
        tail = next;
        published++;
        if (RecordLayout.isLong(committed)) {
            // The consumer leaves it, and a lap later it is still there.
            becomesStale(next + capacity);
        }
        checkpointIfDue();
        return published;
    }

    private void becomesStale(long end) {
        stale = Math.max(stale, end);
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
    public long committedEnd() {
        return tail;
    }

    @Override
    public void abort() {
        // Nobody has seen the claim, but its payload may stand where zeroes were.
        becomesStale(tail + RecordLayout.recordLength(claimedLength));
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
