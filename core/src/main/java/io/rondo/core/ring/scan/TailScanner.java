package io.rondo.core.ring.scan;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;

/**
 * Finds the exact tail of a topic, which its newest checkpoint only approximates, and its last record. For the producer
 * of the topic, or a consumer that it waits for.
 */
public final class TailScanner {
    private static final long NONE = -1;

    private TailScanner() {}

    /**
     * Follows committed records to the first empty header. The caller ensures that no producer overwrites the range: it
     * is the only producer, or the producer waits for it.
     *
     * @param ring the ring
     * @param from a record boundary, and the messages before it
     * @return the tail, and the messages before it
     */
    public static Checkpoint findTail(Ring ring, Checkpoint from) {
        long position = ring.requirePosition(from.position());
        long messages = from.messages();
        long end = position + ring.capacity();
        while (position < end) {
            // [commit]
            long header = Words.getLongAcquire(ring.data(), ring.offset(position));
            int length = RecordLayout.length(header);
            if (length == 0) {
                break;
            }
            position += ring.requireRecord(position, length);
            messages++;
        }
        return new Checkpoint(position, messages);
    }

    /**
     * Finds the last record of a topic with records of at most a quarter of the capacity. Then the records between
     * the tail and half a lap before it are intact even if a dead producer has written into the space behind the tail.
     *
     * @param ring the ring, without a producer that writes
     * @param tail result of {@link #findTail}
     * @return where the last record begins; -1 if the topic never had one
     * @throws SegmentException {@code CORRUPT} if there is no chain of records from a checkpoint to the tail
     */
    public static long lastRecord(Ring ring, long tail) {
        if (tail == 0) {
            return NONE;
        }
        long position = new Checkpoints(ring).oldestFrom(tail - ring.capacity() / 2).position();
        long last = NONE;
        while (position < tail) {
            last = position;
            // [commit]
            long header = Words.getLongAcquire(ring.data(), ring.offset(position));
            position += ring.requireRecord(position, RecordLayout.length(header));
        }
        if (position != tail || last == NONE) {
            throw new SegmentException(Reason.CORRUPT, "channel " + ring.name() + ": no record ends at the tail " + tail
                    + ": the segment was overwritten, remove the channel");
        }
        return last;
    }
}
