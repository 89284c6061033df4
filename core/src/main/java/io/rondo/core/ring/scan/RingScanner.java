package io.rondo.core.ring.scan;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.memory.Words;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.Checkpoints;
import io.rondo.core.ring.Ring;

/**
 * Walks over the headers of a ring without taking part, while producers may overwrite them: a header counts only if the
 * low watermark, loaded after it, is not above it. Each walk ends, however fast the ring moves.
 */
public final class RingScanner {
    private RingScanner() {}

    /**
     * Finds the end of a single-producer ring, which the tail word and the checkpoints only approximate.
     *
     * @param ring the ring
     * @param lowWatermark the position below which records may be overwritten
     * @return the end at some moment during this call; for a topic, with the messages before it
     * @throws SegmentException {@code CORRUPT} if a header holds what no producer writes
     */
    public static Checkpoint end(Ring ring, LowWatermark lowWatermark) {
        Checkpoint at = new Checkpoints(ring).newest();
        ring.requirePosition(at.position());
        // The end at this moment is not beyond that. A boundary that the producer passes later is the ring's end at
        // that moment.
        long last = Math.max(at.position(), lowWatermark.position()) + ring.capacity();
        while (at.position() < last) {
            long header = header(ring, at.position());
            if (lowWatermark.position() > at.position()) {
                at = resume(ring, lowWatermark, at);
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

    private static Checkpoint resume(Ring ring, LowWatermark lowWatermark, Checkpoint from) {
        Checkpoint next = lowWatermark.resume(from);
        if (next.position() <= from.position()) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + ring.name() + ": nothing after position " + from.position()
                            + " can be read: the segment was overwritten, remove the channel");
        }
        ring.requirePosition(next.position());
        return next;
    }

    /**
     * Counts a queue's unread messages, or those of a work queue that are not acknowledged.
     *
     * @param ring the ring
     * @param kind the kind of the ring, not a topic's
     * @return the range that the consumer had not confirmed at the time of counting
     * @throws SegmentException {@code CORRUPT} if a header holds what no producer writes
     */
    public static UnreadRange unread(Ring ring, RingKind kind) {
        if (kind.hasManyProducers()) {
            QueueLowWatermark lowWatermark = QueueLowWatermark.ofManyProducers(ring);
            return unread(ring, lowWatermark, lowWatermark.end());
        }
        QueueLowWatermark lowWatermark = QueueLowWatermark.ofSingleProducer(ring);
        return unread(ring, lowWatermark, end(ring, lowWatermark).position());
    }

    /** Counts a queue's unread messages; returns 0 for a damaged segment. */
    public static long unreadMessagesOrZero(Ring ring, RingKind kind) {
        try {
            return unread(ring, kind).messages();
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.CORRUPT);
            return 0;
        }
    }

    /** Counts a topic's messages since the channel was created; returns 0 for a damaged segment. */
    public static long messagesOrZero(Ring ring) {
        try {
            return end(ring, new TopicLowWatermark(ring)).messages();
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.CORRUPT);
            return 0;
        }
    }

    /** Returns the unread range up to an end that was loaded before. */
    private static UnreadRange unread(Ring ring, LowWatermark lowWatermark, long end) {
        long start = ring.requirePosition(lowWatermark.position());
        if (end - start > ring.capacity()) {
            throw new SegmentException(Reason.CORRUPT,
                    "channel " + ring.name() + " ends at " + end + ", more than a lap after "
                            + start + ", up to where it was read: the segment was overwritten, remove the channel");
        }
        long position = start;
        long messages = 0;
        while (end - position > 0) {
            long header = header(ring, position);
            long confirmed = lowWatermark.position();
            if (confirmed > position) {
                // The consumer has confirmed all messages counted so far.
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
            // The length of an uncommitted claim is negative.
            position += ring.requireRecord(position, Math.abs(length));
        }
        return new UnreadRange(start, Math.max(start, end), messages);
    }

    /**
     * Returns whether a queue without participants holds a message, also behind a claim of unknown length that
     * a dead producer left.
     *
     * @param ring the ring
     * @param backlog the queue's unread range
     * @return whether there is a message
     * @throws SegmentException {@code CORRUPT} if a header holds what no producer writes
     */
    public static boolean holdsMessage(Ring ring, UnreadRange backlog) {
        long position = backlog.start();
        while (backlog.end() - position > 0) {
            long header = header(ring, position);
            int length = RecordLayout.length(header);
            if (length > 0 && !RecordLayout.isPadding(header)) {
                return true;
            }
            // A claim without a header left only zeroes: the next record follows them.
            position += length == 0 ? RecordLayout.ALIGNMENT : ring.requireRecord(position, Math.abs(length));
        }
        return false;
    }

    private static long header(Ring ring, long position) {
        // [commit]
        long header = ring.headerAt(position);
        // Orders the load of the header before the load of the low watermark.
        Words.loadLoadFence();
        return header;
    }
}
