package io.rondo.client.socket;

import io.rondo.client.MessageHandler;
import io.rondo.core.memory.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/** Messages that the loop received and the subscriber's thread has not consumed. */
final class Mailbox {
    private static final int SOURCE = Integer.BYTES;
    private static final int HEADER = SOURCE + Long.BYTES;
    /** In place of a length: instead of the source stands how many messages are missing here. */
    private static final int GAP = -1;

    private final int window;
    private final ByteRing ring;
    private final SegmentBuffer writing;
    private final SegmentBuffer headers;
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
        headers = ring.newView();
        readable = ring.segment().asReadOnly();
    }

    /** Loop: appends a message of a source; false if there is no room. */
    boolean offer(long source, DirectBuffer buffer, int offset, int length) {
        int index = ring.claim(HEADER + length);
        if (index < 0) {
            return false;
        }
        writing.putInt(index, length);
        writing.putLong(index + SOURCE, source);
        writing.putBytes(index + HEADER, buffer, offset, length);
        ring.commit(HEADER + length);
        return true;
    }

    /** Loop: appends that messages are missing before the next one; false if there is no room. */
    boolean offerGap(long missing) {
        int index = ring.claim(HEADER);
        if (index < 0) {
            return false;
        }
        writing.putInt(index, GAP);
        writing.putLong(index + SOURCE, missing);
        ring.commit(HEADER);
        return true;
    }

    /** Loop: messages of a source that are not consumed. */
    int count(long source) {
        long end = ring.appended();
        long position = ring.freed();
        int count = 0;
        while (position != end) {
            long start = ring.skip(position, end);
            int index = ring.index(start);
            int length = writing.getInt(index);
            count += length != GAP && writing.getLong(index + SOURCE) == source ? 1 : 0;
            position = start + HEADER + Math.max(length, 0);
        }
        return count;
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

    /** Reader: whether there is a message to hand out. */
    boolean hasMessage() {
        return !stopped && read != ring.appended();
    }

    /**
     * Reader: hands messages out and consumes them; one whose handler throws is not consumed, the ones before it are.
     */
    int poll(MessageHandler handler, int limit) {
        long end = ring.appended();
        long position = read;
        int count = 0;
        try {
            while (count < limit && position != end && !stopped) {
                long start = ring.skip(position, end);
                int index = ring.index(start);
                int length = headers.getInt(index);
                if (length == GAP) {
                    lost += headers.getLong(index + SOURCE);
                    position = start + HEADER;
                    continue;
                }
                message.wrap(readable, index + HEADER, length);
                handler.onMessage(message, 0, length);
                position = start + HEADER + length;
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

    /** Any thread: no message is handed out any more, but for one that a handler has in hand. */
    void stop() {
        stopped = true;
    }
}
