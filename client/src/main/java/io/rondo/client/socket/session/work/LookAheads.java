package io.rondo.client.socket.session.work;

import io.rondo.codecs.service.RequestDecoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/**
 * The questions of a responder for cancellations, of which one at a time is under way. The event loop stores the answer; then
 * the responder's thread reads it.
 */
final class LookAheads {
    private static final int LENGTH = RequestDecoder.BLOCK_LENGTH;
    /** The most cancellations of an answer. */
    private static final int MOST = 64;

    private final SegmentBuffer view = new SegmentBuffer();
    private byte[] records = {};
    private int length;
    private boolean more;
    /** Responder's thread: questions; written before the question is sent. */
    private volatile long asked;
    /** Loop: [answer] answers; written after the answer. */
    private volatile long answered;
    /** Responder's thread: answers that were read. */
    private long read;

    /** Responder's thread: whether a question has no answer yet, or its answer was not read. */
    boolean isUnderWay() {
        return asked != read;
    }

    /** Responder's thread: a question is about to be sent. */
    void ask() {
        asked = asked + 1;
    }

    /** Loop or lease holder: the owner has answered. */
    void answer(boolean hasMore, DirectBuffer buffer, int offset, int size) {
        if (answered == asked) {
            throw new SessionException("Cancellations without LookAhead");
        }
        if (size % LENGTH != 0 || size > MOST * LENGTH) {
            throw new SessionException("Cancellations payload of " + size + " bytes is not that of up to " + MOST
                    + " records of " + LENGTH);
        }
        if (records.length < size) {
            records = new byte[size];
        }
        buffer.getBytes(offset, records, 0, size);
        length = size;
        more = hasMore;
        answered = answered + 1;
    }

    /** Responder's thread: whether there is an answer to the question. */
    boolean hasAnswer() {
        // [answer]
        return answered == asked;
    }

    /** Responder's thread: shows the answer, which has come; returns whether there may be more cancellations. */
    boolean show(RecordHandler handler) {
        read = asked;
        boolean goesOn = true;
        for (int offset = 0; offset < length && goesOn; offset += LENGTH) {
            view.wrap(MemorySegment.ofArray(records), offset, LENGTH);
            goesOn = handler.onRecord(view, 0, LENGTH) == Action.CONTINUE;
        }
        return goesOn && more;
    }
}
