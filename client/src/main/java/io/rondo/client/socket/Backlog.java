package io.rondo.client.socket;

import io.rondo.core.memory.SegmentBuffer;
import org.agrona.DirectBuffer;

/** The newest messages that a subscriber has no room for yet: the oldest make room for what comes. Guarded by its user. */
final class Backlog {
    private static final int LENGTH = Long.BYTES;
    private static final int HEADER = LENGTH + Integer.BYTES;

    private final ByteRing ring;
    private final SegmentBuffer view;

    /**
     * Creates an empty backlog.
     *
     * @param capacity bytes of messages it holds about
     * @param maxMessageLength of which it holds one at least
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

    /** Moves the oldest ones to where there is room for them. */
    void moveTo(TopicFeed feed) {
        while (!isEmpty()) {
            long oldest = oldest();
            int index = ring.index(oldest);
            if (!feed.offer(view.getLong(index), view, index + HEADER, view.getInt(index + LENGTH))) {
                return;
            }
            free(oldest);
        }
    }

    private long oldest() {
        return ring.skip(ring.freed(), ring.appended());
    }

    private void free(long oldest) {
        ring.free(oldest + HEADER + view.getInt(ring.index(oldest) + LENGTH));
    }
}
