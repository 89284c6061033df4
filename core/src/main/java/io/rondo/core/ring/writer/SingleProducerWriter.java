package io.rondo.core.ring.writer;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.CheckpointLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.RawWords;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.ParticipantLiveness;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.scan.QueueLowWatermark;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.scan.TailScanner;
import java.lang.foreign.MemorySegment;

/**
 * The only producer of a ring, with one consumer or many.
 *
 * <p>Invariant: the header at the tail is empty. A queue's consumer zeroes the records it has read, except long ones,
 * so most headers are empty already. Where the free space may hold old bytes (behind long records, aborted claims and
 * short commits, in the first lap of a new producer, and always on topics), a commit empties the header behind its
 * record before it publishes the record. Therefore the last record takes 8 bytes more than its length.
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
    /** Free space before this position may hold old bytes; free space from here on is zero. Unlimited on topics. */
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
        // A dead predecessor may have left long records, or a payload without a header.
        stale = topic ? Long.MAX_VALUE : tail + capacity;
        messagesBefore = end.messages();
        nextCheckpoint = checkpoints.newestPosition() + checkpointInterval;
        checkpointIfDue();
    }

    /**
     * Continues a queue at its end.
     *
     * @param ring the ring
     * @return the producer's side
     * @throws SegmentException {@code CORRUPT} if the ring holds a header that no producer writes
     */
    public static SingleProducerWriter ofQueue(Ring ring) {
        Checkpoints checkpoints = new Checkpoints(ring);
        QueueGate gate = new QueueGate(ring.header(), ring.capacity());
        // The consumer may read during the scan. A queue counts unread messages only, so this loses nothing.
        Checkpoint end = RingScanner.end(ring, QueueLowWatermark.ofSingleProducer(ring));
        if (end.position() > gate.limit(end.position())) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + " ends at " + end.position()
                    + ", more than a lap after what is free: the segment was overwritten, remove the channel");
        }
        return new SingleProducerWriter(ring, gate, checkpoints, end, false);
    }

    /**
     * Continues a topic at its end, without a callback for evictions.
     *
     * @param ring the ring
     * @param liveness finds dead consumers, for which the producer does not wait
     * @return the producer's side
     */
    public static SingleProducerWriter ofTopic(Ring ring, ParticipantLiveness liveness) {
        return ofTopic(ring, liveness, () -> {});
    }

    /**
     * Continues a topic at its end.
     *
     * @param ring the ring
     * @param liveness finds dead consumers, for which the producer does not wait
     * @param onEvicted called for each evicted consumer
     * @return the producer's side
     */
    public static SingleProducerWriter ofTopic(Ring ring, ParticipantLiveness liveness, Runnable onEvicted) {
        Checkpoints checkpoints = new Checkpoints(ring);
        return new SingleProducerWriter(ring, new TopicGate(ring, checkpoints, liveness, onEvicted), checkpoints,
                TailScanner.findTail(ring, checkpoints.newest()), true);
    }

    /**
     * Returns the number of messages that earlier producers published.
     *
     * @return of a topic, the number since the channel was created; meaningless for a queue
     */
    public long messagesBefore() {
        return messagesBefore;
    }

    @Override
    public long tryClaimCached(int messageLength) {
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
        return tryClaimCached(messageLength);
    }

    @Override
    public long commit() {
        long record = data + (tail & mask);
        int recordLength = RecordLayout.recordLength(claimedLength);
        long next = tail + recordLength;
        if (next < stale) {
            RawWords.setLong(record + recordLength, RecordLayout.EMPTY);
        }
        // [commit] Orders the payload and the empty header behind the record before the header.
        RawWords.setLongRelease(record, RecordLayout.committed(claimedLength));
        tail = next;
        published++;
        if (recordLength >= RecordLayout.LONG) {
            // The consumer does not zero a long record, so its bytes are still there one lap later.
            becomesStale(next + capacity);
        }
        checkpointIfDue();
        return published;
    }

    @Override
    public long commit(int messageLength) {
        RecordWriter.requireCommittable(messageLength, claimedLength);
        // The rest of the claim may hold payload that looks like a header. As stale space, the header behind the
        // shorter record is emptied before the commit, and so is the header behind each later record up to the end of
        // the claim.
        becomesStale(tail + RecordLayout.recordLength(claimedLength));
        claimedLength = messageLength;
        return commit();
    }

    private void becomesStale(long end) {
        stale = Math.max(stale, end);
    }

    /** Writes a checkpoint if one is due, also the checkpoint that a crashed predecessor omitted after its commit. */
    private void checkpointIfDue() {
        if (tail >= nextCheckpoint) {
            checkpoints.add(tail, messagesBefore + published);
            nextCheckpoint = tail + checkpointInterval;
            flush();
        }
    }

    @Override
    public long committedStart() {
        return tail - RecordLayout.recordLength(claimedLength);
    }

    @Override
    public long committedEnd() {
        return tail;
    }

    @Override
    public void abort() {
        // No reader has seen the claim, but its payload may have replaced zeroes.
        becomesStale(tail + RecordLayout.recordLength(claimedLength));
    }

    @Override
    public void close() {
        limit = 0;
    }

    @Override
    public void flush() {
        // [tail] All records before this position are committed.
        Words.setLongRelease(header, SegmentLayout.TAIL, tail);
    }
}
