package io.rondo.client.socket.session;

import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/** Buffers received messages between the event loop and the subscriber's thread. */
public final class ReceiveBuffer {
    private static final int SOURCE = Integer.BYTES;
    private static final int HEADER = SOURCE + Long.BYTES;
    /** Replaces the length of a gap record, which holds the number of missing messages instead of the source. */
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
    /** The position behind the message that was handled last. */
    private long handled;
    /** The position up to which {@link #lookAhead} has shown messages. */
    private long lookedTo;
    private final SegmentBuffer ahead = new SegmentBuffer();

    /**
     * Creates an empty buffer.
     *
     * @param window capacity in bytes of Data frames, whose headers are longer than a record's header and a gap before
     *     it
     */
    public ReceiveBuffer(int window) {
        // Twice the window, because each lap may end in padding.
        this.window = window;
        ring = new ByteRing(Math.multiplyExact(2, window));
        writing = ring.newView();
        headers = ring.newView();
        readable = ring.segment().asReadOnly();
    }

    /** Loop: appends a message of a source; false if there is no space. */
    public boolean offer(long source, DirectBuffer buffer, int offset, int length) {
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

    /** Loop: appends a gap of missing messages; false if there is no space. */
    public boolean offerGap(long missing) {
        int index = ring.claim(HEADER);
        if (index < 0) {
            return false;
        }
        writing.putInt(index, GAP);
        writing.putLong(index + SOURCE, missing);
        ring.commit(HEADER);
        return true;
    }

    /** Loop: the number of unconsumed messages of a source. */
    public int count(long source) {
        long end = ring.appended();
        long position = ring.freed();
        int count = 0;
        while (position != end) {
            long start = ring.skipPadding(position, end);
            int index = ring.index(start);
            int length = writing.getInt(index);
            count += length != GAP && writing.getLong(index + SOURCE) == source ? 1 : 0;
            position = start + HEADER + Math.max(length, 0);
        }
        return count;
    }

    /** Any thread: missing messages before the current read position. */
    public long lost() {
        return lost;
    }

    /** Capacity in bytes of Data frames. */
    public int window() {
        return window;
    }

    /** The position up to which messages are appended. */
    public long appended() {
        return ring.appended();
    }

    /** The position up to which messages are consumed. */
    public long consumed() {
        return ring.freed();
    }

    /** Reader: whether there is a message to deliver. */
    boolean hasMessage() {
        return !stopped && read != ring.appended();
    }

    /**
     * Reader: delivers messages and consumes them as the handler's actions say. A message whose handler throws is not
     * consumed; the ones before it are.
     */
    int poll(RecordHandler handler, int limit) {
        long end = ring.appended();
        long position = read;
        int count = 0;
        boolean goesOn = true;
        try {
            while (goesOn && count < limit && position != end && !stopped) {
                long start = ring.skipPadding(position, end);
                int index = ring.index(start);
                int length = headers.getInt(index);
                if (length == GAP) {
                    lost += headers.getLong(index + SOURCE);
                    position = start + HEADER;
                    continue;
                }
                message.wrap(readable, index + HEADER, length);
                handled = start + HEADER + length;
                Action action = handler.onRecord(message, 0, length);
                goesOn = action == Action.CONTINUE || action == Action.COMMIT;
                if (action != Action.ABORT) {
                    position = start + HEADER + length;
                    count++;
                }
                if (action == Action.COMMIT) {
                    consume(position);
                }
            }
        } finally {
            if (position != read) {
                consume(position);
            }
        }
        return count;
    }

    /** Reader: as {@link io.rondo.client.endpoint.ConsumerTransport#lookAhead}. */
    void lookAhead(RecordHandler handler) {
        long end = ring.appended();
        lookedTo = Math.max(handled, lookedTo);
        boolean goesOn = true;
        while (goesOn && lookedTo != end) {
            long start = ring.skipPadding(lookedTo, end);
            int index = ring.index(start);
            int length = headers.getInt(index);
            lookedTo = start + HEADER + Math.max(length, 0);
            if (length != GAP) {
                ahead.wrap(readable, index + HEADER, length);
                goesOn = handler.onRecord(ahead, 0, length) == Action.CONTINUE;
            }
        }
    }

    private void consume(long position) {
        read = position;
        ring.free(position);
    }

    /** Any thread: delivers no further message after the one being handled. */
    public void stop() {
        stopped = true;
    }
}
