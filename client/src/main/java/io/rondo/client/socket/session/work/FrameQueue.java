package io.rondo.client.socket.session.work;

import io.rondo.client.socket.session.UnrepeatedFrames;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.session.WorkFrameEncoder;
import io.rondo.core.buffer.SegmentBuffer;
import org.agrona.DirectBuffer;

/**
 * The frames of a work queue that one side of one connection sends. A frame is sent once: if the connection is lost, the
 * messages are delivered again. One thread at a time appends; the holder of the connection's write token sends.
 */
public final class FrameQueue extends UnrepeatedFrames {
    private final SegmentBuffer view;
    private final WorkFrameEncoder encoder = new WorkFrameEncoder();

    /**
     * Creates an empty queue.
     *
     * @param length minimum capacity in bytes
     * @param maxMessageLength longest message, for which there is space in an empty queue
     */
    public FrameQueue(int length, int maxMessageLength) {
        super(Math.max(length, 2 * (WorkFrameEncoder.HEADER_LENGTH + maxMessageLength)));
        view = ring().newView();
    }

    /** Appender: whether there is space for a message of this length. */
    public boolean hasRoom(int length) {
        return ring().claim(WorkFrameEncoder.HEADER_LENGTH + length) >= 0;
    }

    /** Appender: appends a message, for which there is space. */
    public void work(long lease, int deliveries, boolean takenOver, boolean dead, DirectBuffer buffer, int offset,
            int length) {
        int index = ring().claim(WorkFrameEncoder.HEADER_LENGTH + length);
        int header = encoder.header(view, index, lease, deliveries, takenOver, dead, length);
        view.putBytes(index + header, buffer, offset, length);
        ring().commit(header + length);
    }

    /** Appender: grants credit. There is space for a frame of an empty message. */
    public void credit(long limit) {
        ring().commit(encoder.credit(view, claim(), limit));
    }

    /** Appender: asks for cancellations. There is space for a frame of an empty message. */
    public void lookAhead() {
        ring().commit(encoder.lookAhead(view, claim()));
    }

    /** Appender: ends a lease. There is space for a frame of an empty message. */
    public void settle(long lease, Outcome outcome, long delayNanos) {
        ring().commit(encoder.settle(view, claim(), lease, outcome, delayNanos));
    }

    /** A Work frame is not shorter than the frames of a subscriber. */
    private int claim() {
        return ring().claim(WorkFrameEncoder.HEADER_LENGTH);
    }
}
