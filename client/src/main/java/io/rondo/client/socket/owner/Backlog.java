package io.rondo.client.socket.owner;

import io.rondo.client.socket.session.ByteRing;
import io.rondo.core.buffer.SegmentBuffer;
import org.agrona.DirectBuffer;

/** The latest messages of a slow subscriber that drops the oldest. The caller synchronises. */
final class Backlog {
    private static final int LENGTH = Long.BYTES;
    private static final int HEADER = LENGTH + Integer.BYTES;

    private final ByteRing ring;
    private final SegmentBuffer view;

    /**
     * Creates an empty backlog.
     *
     * @param capacity approximate capacity in bytes of messages
     * @param maxMessageLength in bytes; one such message always fits
     */
    Backlog(int capacity, int maxMessageLength) {
        ring = new ByteRing(Math.max(capacity, 2 * (HEADER + maxMessageLength)));
        view = ring.newView();
    }

    boolean isEmpty() {
        return ring.freed() == ring.appended();
    }

    void add(long number, DirectBuffer buffer, int offset, int length) {
        int index = ring.claim(HEADER + length);
        while (index < 0) {
            free(oldest());
            index = ring.claim(HEADER + length);
        }
        view.putLong(index, number);
        view.putInt(index + LENGTH, length);
        view.putBytes(index + HEADER, buffer, offset, length);
        ring.commit(HEADER + length);
    }

    /** Sends the oldest messages, as many as the window has space for. */
    void drainTo(TopicSender sender) {
        while (!isEmpty()) {
            long oldest = oldest();
            int index = ring.index(oldest);
            if (!sender.offer(view.getLong(index), view, index + HEADER, view.getInt(index + LENGTH))) {
                return;
            }
            free(oldest);
        }
    }

    private long oldest() {
        return ring.skipPadding(ring.freed(), ring.appended());
    }

    private void free(long oldest) {
        ring.free(oldest + HEADER + view.getInt(ring.index(oldest) + LENGTH));
    }
}
