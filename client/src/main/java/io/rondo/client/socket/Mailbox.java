package io.rondo.client.socket;

import io.rondo.client.MessageHandler;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/** Messages that the loop received and the subscriber's thread has not consumed. */
final class Mailbox {
    private static final int LENGTH = Integer.BYTES;
    /** In place of a length: behind it stands how many messages are missing here. */
    private static final int GAP = -1;

    private final int window;
    private final ByteRing ring;
    private final SegmentBuffer writing;
    private final SegmentBuffer lengths;
    private final SegmentBuffer message = new SegmentBuffer();
    private final MemorySegment readable;
    private volatile boolean stopped;
    /** Written by the reader. */
    private volatile long lost;
    private long read;

    /**
     * Creates an empty mailbox.
     *
     * @param window bytes of Data frames it holds at least, whose headers are longer than what it keeps of them, a gap before each
     *        included
     */
    Mailbox(int window) {
        // A piece that does not fit into what is left of a lap leaves that unused, so there is room for the window twice.
        this.window = window;
        ring = new ByteRing(Math.multiplyExact(2, window));
        writing = ring.newView();
        lengths = ring.newView();
        readable = ring.segment().asReadOnly();
    }

    /** Loop: appends a message; false if there is no room. */
    boolean offer(DirectBuffer buffer, int offset, int length) {
        int index = ring.claim(LENGTH + length);
        if (index < 0) {
            return false;
        }
        writing.putInt(index, length);
        writing.putBytes(index + LENGTH, buffer, offset, length);
        ring.commit(LENGTH + length);
        return true;
    }

    /** Loop: appends that messages are missing before the next one; false if there is no room. */
    boolean offerGap(long missing) {
        int index = ring.claim(LENGTH + Long.BYTES);
        if (index < 0) {
            return false;
        }
        writing.putInt(index, GAP);
        writing.putLong(index + LENGTH, missing);
        ring.commit(LENGTH + Long.BYTES);
        return true;
    }

    /** Any thread: messages missing before the one that is read. */
    long lost() {
        return lost;
    }

    /** Bytes of Data frames it holds at least. */
    int window() {
        return window;
    }

    /** Up to where messages were appended. */
    long appended() {
        return ring.appended();
    }

    /** Up to where messages were consumed. */
    long consumed() {
        return ring.freed();
    }

    /** Reader: whether there is a message. */
    boolean hasMessage() {
        return read != ring.appended();
    }

    /** Reader: hands messages out and consumes them; one whose handler throws is not consumed, the ones before it are. */
    int poll(MessageHandler handler, int limit) {
        long end = ring.appended();
        long position = read;
        int count = 0;
        try {
            while (count < limit && position != end && !stopped) {
                long start = ring.skip(position, end);
                int index = ring.index(start);
                int length = lengths.getInt(index);
                if (length == GAP) {
                    lost += lengths.getLong(index + LENGTH);
                    position = start + LENGTH + Long.BYTES;
                    continue;
                }
                message.wrap(readable, index + LENGTH, length);
                handler.onMessage(message, 0, length);
                position = start + LENGTH + length;
                count++;
            }
        } finally {
            if (position != read) {
                read = position;
                ring.free(position);
            }
        }
        return count;
    }

    /** Any thread: a poll in progress ends after the message it is at. */
    void stop() {
        stopped = true;
    }
}
