package io.rondo.core.ring;

import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.memory.Words;

/**
 * Walks a ring by its headers for one whom nobody waits for yet, so that what is walked may be overwritten at any
 * moment: a header counts only if the floor is not beyond it after it was read. Each walk ends, however fast the ring
 * moves.
 */
public final class Survey {
    private Survey() {}

    /**
     * Finds where a single-producer ring ends, which its header word and checkpoints only approximate.
     *
     * @param ring the ring
     * @param floor what may be overwritten
     * @return the end at some moment during this call; for a topic, with the messages before it
     * @throws CorruptSegmentException if something is there that no producer writes
     */
    public static Checkpoint end(Ring ring, Floor floor) {
        Checkpoint at = new Checkpoints(ring).newest();
        ring.requirePosition(at.position());
        // The end at this moment is not beyond that, and a boundary the producer passes later is its end at that
        // moment.
        long last = Math.max(at.position(), floor.position()) + ring.capacity();
        while (at.position() < last) {
            long header = header(ring, at.position());
            if (floor.position() > at.position()) {
                at = resume(ring, floor, at);
                continue;
            }
            int length = RecordLayout.length(header);
            if (length == 0) {
                break;
            }
            at = new Checkpoint(at.position() + ring.requireRecord(at.position(), length), at.messages() + 1);
        }
        return at;
    }

    private static Checkpoint resume(Ring ring, Floor floor, Checkpoint from) {
        Checkpoint next = floor.resume(from);
        if (next.position() <= from.position()) {
            throw new CorruptSegmentException("channel " + ring.name() + ": nothing after position " + from.position()
                    + " can be read: the segment was overwritten, remove the channel");
        }
        ring.requirePosition(next.position());
        return next;
    }

    /**
     * Counts a queue's unread messages.
     *
     * @param ring the ring
     * @param kind of the ring, a queue's
     * @return what the consumer had not confirmed when it was counted
     * @throws CorruptSegmentException if something is there that no producer writes
     */
    public static Backlog unread(Ring ring, RingKind kind) {
        if (kind == RingKind.MPSC) {
            QueueFloor floor = QueueFloor.ofManyProducers(ring);
            return unread(ring, floor, floor.end());
        }
        QueueFloor floor = QueueFloor.ofSingleProducer(ring);
        return unread(ring, floor, end(ring, floor).position());
    }

    /**
     * Counts a queue's unread messages in a segment that may be damaged.
     *
     * @param ring the ring
     * @param kind of the ring, a queue's
     * @return their number; 0 if something is there that no producer writes
     */
    public static long unreadIfSound(Ring ring, RingKind kind) {
        try {
            return unread(ring, kind).messages();
        } catch (CorruptSegmentException e) {
            return 0;
        }
    }

    /**
     * Counts a topic's messages in a segment that may be damaged.
     *
     * @param ring the ring
     * @return the messages since the channel began; 0 if something is there that no producer writes
     */
    public static long endIfSound(Ring ring) {
        try {
            return end(ring, new TopicFloor(ring)).messages();
        } catch (CorruptSegmentException e) {
            return 0;
        }
    }

    /** What is unread up to an end that was read before. */
    private static Backlog unread(Ring ring, Floor floor, long end) {
        long start = ring.requirePosition(floor.position());
        if (end - start > ring.capacity()) {
            throw new CorruptSegmentException("channel " + ring.name() + " ends at " + end + ", more than a lap after "
                    + start + ", up to where it was read: the segment was overwritten, remove the channel");
        }
        long position = start;
        long messages = 0;
        while (end - position > 0) {
            long header = header(ring, position);
            long confirmed = floor.position();
            if (confirmed > position) {
                // All that was counted is consumed by now.
                start = ring.requirePosition(confirmed);
                position = start;
                messages = 0;
                continue;
            }
            int length = RecordLayout.length(header);
            if (length == 0) {
                break;
            }
            if (length > 0 && !RecordLayout.isPadding(header)) {
                messages++;
            }
            // Of a claim, the length is negative.
            position += ring.requireRecord(position, Math.abs(length));
        }
        return new Backlog(start, Math.max(start, end), messages);
    }

    /**
     * Looks for a message in a queue that nobody uses.
     *
     * @param ring the ring
     * @param backlog its unread part
     * @return whether there is one, also behind a claim whose length died with its producer
     * @throws CorruptSegmentException if something is there that no producer writes
     */
    public static boolean holdsMessage(Ring ring, Backlog backlog) {
        long position = backlog.start();
        while (backlog.end() - position > 0) {
            long header = header(ring, position);
            int length = RecordLayout.length(header);
            if (length > 0 && !RecordLayout.isPadding(header)) {
                return true;
            }
            // Of a claim without a header nothing is written: the next record is what follows its zeroes.
            position += length == 0 ? RecordLayout.ALIGNMENT : ring.requireRecord(position, Math.abs(length));
        }
        return false;
    }

    private static long header(Ring ring, long position) {
        // [commit]
        long header = Words.getLongAcquire(ring.data(), ring.offset(position));
        // Orders the header before the look at the floor.
        Words.loadLoadFence();
        return header;
    }
}
