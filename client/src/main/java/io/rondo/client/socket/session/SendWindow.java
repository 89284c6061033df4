package io.rondo.client.socket.session;

import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.sofh.SofhHeader;
import io.rondo.core.buffer.SegmentBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The unconfirmed Data frames of one sender, as encoded for the socket: frames to send, and sent frames that a
 * reconnection must send again.
 *
 * <p>One thread appends. The holder of the connection's write token sends. The event loop confirms, grants credit, and
 * rewinds between two connections.
 */
public final class SendWindow implements OutgoingFrames {
    private static final int SEQUENCE = SofhHeader.LENGTH + MessageHeaderEncoder.ENCODED_LENGTH;

    private final ByteRing ring;
    private final SegmentBuffer appendView;
    /** Loop and token holder. Stateless between accesses. */
    private final SegmentBuffer frames;
    private final SessionEncoder encoder = new SessionEncoder();

    /** Appender: the claim, and the bytes of all frames so far. */
    private int claimedIndex;
    private int claimedLength;
    private long appendedBytes;

    /** Token holder: the position up to which the socket accepted bytes. */
    private long sent;
    /** The position up to which sending has started on any connection. A peer cannot confirm more. */
    private volatile long handedOver;
    private long sentBytes;
    /** The limit that did not cover the next frame. */
    private long exhaustedLimit = -1;

    /** Loop: confirmed bytes, and the bytes from which the connection's credit counts. */
    private long confirmedBytes;
    private long creditBase;
    private volatile long confirmedSequence;
    /** Limit of the bytes of all frames, by the peer's credit. */
    private volatile long limitBytes;

    /**
     * Creates an empty window.
     *
     * @param length minimum capacity in bytes
     */
    public SendWindow(int length) {
        ring = new ByteRing(length);
        appendView = ring.newView();
        frames = ring.newView();
    }

    @Override
    public ByteRing ring() {
        return ring;
    }

    /** Appender: claims space for a message, within the peer's credit. */
    public boolean tryClaim(int length) {
        return appendedBytes + SessionEncoder.dataFrameLength(length) <= limitBytes && tryClaimBeyondCredit(length);
    }

    /** Appender: claims space for a message that may wait in the window for the peer's credit. */
    public boolean tryClaimBeyondCredit(int length) {
        int index = ring.claim(SessionEncoder.dataFrameLength(length));
        if (index < 0) {
            return false;
        }
        claimedIndex = index;
        claimedLength = length;
        return true;
    }

    /** Appender: wraps a view around the claimed message. */
    public void wrapClaim(SegmentBuffer view) {
        view.wrap(ring.segment(), claimedIndex + SessionEncoder.DATA_HEADER_LENGTH, claimedLength);
    }

    /** Appender: shortens the claimed message. */
    public void shorten(int length) {
        claimedLength = length;
    }

    /** Appender: copies a message into the claim. */
    public void copy(DirectBuffer buffer, int offset, int length) {
        appendView.putBytes(claimedIndex + SessionEncoder.DATA_HEADER_LENGTH, buffer, offset, length);
    }

    /** Sets the sequence before the first message. */
    public void startAfter(long sequence) {
        confirmedSequence = sequence;
    }

    /** Appender: completes the claimed frame for sending. */
    public void commit(long sequence) {
        int frameLength = SessionEncoder.dataFrameLength(claimedLength);
        encoder.dataHeader(appendView, claimedIndex, sequence, claimedLength);
        appendedBytes += frameLength;
        ring.commit(frameLength);
    }

    /** Whether all appended messages are confirmed. */
    public boolean isConfirmed() {
        return ring.freed() == ring.appended();
    }

    /** The last confirmed sequence. */
    public long confirmedSequence() {
        return confirmedSequence;
    }

    /**
     * Loop: frees the frames up to a confirmed sequence.
     *
     * @throws SessionException if the sequence was never sent
     */
    public void confirm(long sequence) {
        if (sequence <= confirmedSequence) {
            return;
        }
        long end = handedOver;
        long position = ring.freed();
        long last = confirmedSequence;
        while (position < end) {
            long start = ring.skipPadding(position, end);
            int index = ring.index(start);
            long next = frames.getLong(index + SEQUENCE, ByteOrder.LITTLE_ENDIAN);
            if (next > sequence) {
                break;
            }
            int length = frames.getInt(index, ByteOrder.BIG_ENDIAN);
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

    /** Loop, without a connection: all unconfirmed frames will be sent again, after the peer has granted credit. */
    public void rewind() {
        sent = ring.freed();
        sentBytes = confirmedBytes;
        creditBase = confirmedBytes;
        limitBytes = confirmedBytes;
        exhaustedLimit = -1;
    }

    /** Loop: sets the bytes that the peer accepts in total on this connection. Never reduces the limit. */
    public void credit(long limit) {
        limitBytes = Math.max(limitBytes, creditBase + Math.min(limit, Long.MAX_VALUE - creditBase));
    }

    /** Appender, without a connection: discards the unconfirmed frames. */
    public void discardUnconfirmed(long sequence) {
        ring.free(ring.appended());
        confirmedBytes = appendedBytes;
        confirmedSequence = sequence;
    }

    @Override
    public long sendStart(long appended) {
        sent = ring.skipPadding(sent, appended);
        return sent;
    }

    @Override
    public long sendEnd(long appended) {
        long end = ring.contiguousEnd(sent, appended);
        long limit = limitBytes;
        if (end - sent <= limit - sentBytes) {
            return end;
        }
        // Frames were appended beyond the credit, or are sent again to an owner with a smaller one.
        end = lastFrameWithin(limit - sentBytes, end);
        if (end == sent) {
            exhaustedLimit = limit;
        }
        return end;
    }

    private long lastFrameWithin(long credit, long end) {
        long position = sent;
        while (position < end) {
            int length = frames.getInt(ring.index(position), ByteOrder.BIG_ENDIAN);
            if (position + length - sent > credit) {
                break;
            }
            position += length;
        }
        return position;
    }

    @Override
    public boolean hasPending() {
        return sent != ring.appended() && limitBytes != exhaustedLimit;
    }

    @Override
    public void onSending(long position) {
        if (position > handedOver) {
            handedOver = position;
        }
    }

    @Override
    public void onSent(long position) {
        sentBytes += position - sent;
        sent = position;
    }
}
