package io.rondo.client.socket;

import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.memory.SegmentBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The Data frames of one sender that are not confirmed yet, as they go over the wire: what is to be sent, and what would have to be
 * sent again.
 *
 * <p>One thread appends. Whoever holds the token of the {@link Outlet} sends. The loop confirms, grants credit, and rewinds between
 * two connections.
 */
final class SendWindow {
    private static final int SEQUENCE = SofhHeader.LENGTH + MessageHeaderEncoder.ENCODED_LENGTH;

    private final ByteRing ring;
    private final SegmentBuffer frame;
    /** Loop and token holder; each access is complete in itself. */
    private final SegmentBuffer look;
    private final SessionEncoder encoder = new SessionEncoder();

    /** Appender: what it claimed, and the frames' bytes so far. */
    private int claimedIndex;
    private int claimedLength;
    private long appendedBytes;

    /** Token holder: what was handed to the socket. */
    private long sent;
    /** Up to where that has begun, on whatever connection: nobody can confirm more. */
    private volatile long handed;
    private long sentBytes;
    /** The credit that did not cover the next frame. */
    private long exhausted = -1;

    /** Loop: what was confirmed, and where the credit of this connection counts from. */
    private long confirmedBytes;
    private long creditBase;
    private volatile long confirmedSequence;
    /** How many bytes of frames there may be in all. */
    private volatile long limitBytes;

    /**
     * Creates an empty window.
     *
     * @param length bytes it holds at least
     */
    SendWindow(int length) {
        ring = new ByteRing(length);
        frame = ring.newView();
        look = ring.newView();
    }

    ByteRing ring() {
        return ring;
    }

    /** Appender: whether a message of this length can be appended now; its place is then in {@link #moveTo}. */
    boolean tryClaim(int length) {
        return appendedBytes + SessionEncoder.dataFrameLength(length) <= limitBytes && tryClaimAhead(length);
    }

    /** Appender: the same for a message that may wait here for the peer's credit. */
    boolean tryClaimAhead(int length) {
        int index = ring.claim(SessionEncoder.dataFrameLength(length));
        if (index < 0) {
            return false;
        }
        claimedIndex = index;
        claimedLength = length;
        return true;
    }

    /** Appender: moves a view over the claimed message. */
    void moveTo(SegmentBuffer view) {
        view.wrap(ring.segment(), claimedIndex + SessionEncoder.DATA_HEADER_LENGTH, claimedLength);
    }

    /** Appender: copies the claimed message. */
    void copy(DirectBuffer buffer, int offset, int length) {
        frame.putBytes(claimedIndex + SessionEncoder.DATA_HEADER_LENGTH, buffer, offset, length);
    }

    /** Before the first message: the sequence before it. */
    void begin(long sequence) {
        confirmedSequence = sequence;
    }

    /** Appender: completes the frame, which may be sent from now on. */
    void commit(long sequence) {
        int frameLength = SessionEncoder.dataFrameLength(claimedLength);
        encoder.dataHeader(frame, claimedIndex, sequence, claimedLength);
        appendedBytes += frameLength;
        ring.commit(frameLength);
    }

    /** Whether everything appended is confirmed. */
    boolean isConfirmed() {
        return ring.freed() == ring.appended();
    }

    /** The last confirmed sequence. */
    long confirmedSequence() {
        return confirmedSequence;
    }

    /**
     * Loop: what was sent up to a sequence need not be sent again.
     *
     * @throws SessionException if that was never sent
     */
    void confirm(long sequence) {
        if (sequence <= confirmedSequence) {
            return;
        }
        long end = handed;
        long position = ring.freed();
        long last = confirmedSequence;
        while (position < end) {
            long start = ring.skip(position, end);
            int index = ring.index(start);
            long next = look.getLong(index + SEQUENCE, ByteOrder.LITTLE_ENDIAN);
            if (next > sequence) {
                break;
            }
            int length = look.getInt(index, ByteOrder.BIG_ENDIAN);
            confirmedBytes += length;
            position = start + length;
            last = next;
        }
        if (last < sequence && position >= end) {
            throw new SessionException("sequence " + sequence + " is confirmed, but " + last + " was the last sent");
        }
        confirmedSequence = last;
        ring.free(position);
    }

    /** Loop, without a connection: everything that is not confirmed will be sent, at first without credit. */
    void rewind() {
        sent = ring.freed();
        sentBytes = confirmedBytes;
        creditBase = confirmedBytes;
        limitBytes = confirmedBytes;
        exhausted = -1;
    }

    /** Loop: how many bytes the peer takes in all on this connection; never less than before. */
    void credit(long limit) {
        limitBytes = Math.max(limitBytes, creditBase + Math.min(limit, Long.MAX_VALUE - creditBase));
    }

    /** Appender, while there is no connection: forgets what is not confirmed. */
    void forget(long sequence) {
        ring.free(ring.appended());
        confirmedBytes = appendedBytes;
        confirmedSequence = sequence;
    }

    /** Token holder: where what can be sent begins, given an end that the ring returned; {@link #endOfRow} says where it ends. */
    long beginOfRow(long appended) {
        sent = ring.skip(sent, appended);
        return sent;
    }

    /** Token holder: where whole frames stand in a row within the credit end, given the same end: a later one may lie behind a skip. */
    long endOfRow(long appended) {
        long end = ring.endOfRow(sent, appended);
        long limit = limitBytes;
        if (end - sent <= limit - sentBytes) {
            return end;
        }
        // What was appended ahead of the credit, or is sent again after another peer's smaller one.
        end = lastFrameWithin(limit - sentBytes, end);
        if (end == sent) {
            exhausted = limit;
        }
        return end;
    }

    private long lastFrameWithin(long credit, long end) {
        long position = sent;
        while (position < end) {
            int length = look.getInt(ring.index(position), ByteOrder.BIG_ENDIAN);
            if (position + length - sent > credit) {
                break;
            }
            position += length;
        }
        return position;
    }

    /** Any thread: whether there is something to send that the credit may cover. */
    boolean hasMore() {
        return sent != ring.appended() && limitBytes != exhausted;
    }

    /** Token holder: bytes up to a position are about to be handed to the socket. */
    void sending(long position) {
        if (position > handed) {
            handed = position;
        }
    }

    /** Token holder: bytes up to a position were handed to the socket. */
    void sent(long position) {
        sentBytes += position - sent;
        sent = position;
    }
}
