package io.rondo.codecs.session;

import io.rondo.codecs.control.CancellationsEncoder;
import io.rondo.codecs.control.LookAheadEncoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.SettleEncoder;
import io.rondo.codecs.control.SettledEncoder;
import io.rondo.codecs.control.WorkCreditEncoder;
import io.rondo.codecs.control.WorkEncoder;
import io.rondo.codecs.sofh.SofhHeader;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the frames between the owner of a work queue and its subscribers, under the rules of {@link SessionEncoder}. For one
 * thread at a time.
 */
public final class WorkFrameEncoder {
    /** Bytes of a Work frame that stand before its payload, its SOFH header included. */
    public static final int HEADER_LENGTH = SofhHeader.LENGTH + MessageHeaderEncoder.ENCODED_LENGTH
            + WorkEncoder.BLOCK_LENGTH + WorkEncoder.payloadHeaderLength();

    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final WorkEncoder work = new WorkEncoder();
    private final WorkCreditEncoder credit = new WorkCreditEncoder();
    private final SettleEncoder settle = new SettleEncoder();
    private final SettledEncoder settled = new SettledEncoder();
    private final LookAheadEncoder lookAhead = new LookAheadEncoder();
    private final CancellationsEncoder cancellations = new CancellationsEncoder();

    /** Makes an encoder, to be used for any number of frames and buffers. */
    public WorkFrameEncoder() {
        // Nothing to set up.
    }

    /**
     * Writes what stands before the payload in a Work frame; the payload belongs right behind it.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param lease of the message, from 1
     * @param deliveries of the message, from 1
     * @param takenOver whether the message was taken over from another consumer
     * @param dead whether it is a request that was delivered as often as its service allows
     * @param payloadLength bytes of the message, from 0
     * @return bytes written, {@link #HEADER_LENGTH}
     */
    public int header(MutableDirectBuffer buffer, int offset, long lease, int deliveries, boolean takenOver,
            boolean dead, int payloadLength) {
        work.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader).lease(lease)
                .deliveries(deliveries).traits().clear().takenOver(takenOver).dead(dead);
        buffer.putInt(offset + SessionEncoder.BLOCK + WorkEncoder.BLOCK_LENGTH, payloadLength, ByteOrder.LITTLE_ENDIAN);
        SofhHeader.encode(buffer, offset, HEADER_LENGTH - SofhHeader.LENGTH + payloadLength,
                SofhHeader.SBE_LITTLE_ENDIAN);
        return HEADER_LENGTH;
    }

    /**
     * Writes a WorkCredit frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param limit Work messages that may be sent in all since Welcome, from 0
     * @return bytes written
     */
    public int credit(MutableDirectBuffer buffer, int offset, long limit) {
        credit.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader).messageLimit(limit);
        return SessionEncoder.frame(buffer, offset, WorkCreditEncoder.BLOCK_LENGTH);
    }

    /**
     * Writes a Settle frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param lease of the message, from 1
     * @param outcome what the subscriber did with the message
     * @param delayNanos shortest time until the next delivery of a returned message; otherwise 0
     * @return bytes written
     */
    public int settle(MutableDirectBuffer buffer, int offset, long lease, Outcome outcome, long delayNanos) {
        settle.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader).lease(lease).delay(delayNanos)
                .outcome(outcome);
        return SessionEncoder.frame(buffer, offset, SettleEncoder.BLOCK_LENGTH);
    }

    /**
     * Writes a Settled frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param count Settle messages processed in all since Welcome, without those of unused messages
     * @param lost lease of the last of them if it was lost; otherwise 0
     * @return bytes written
     */
    public int settled(MutableDirectBuffer buffer, int offset, long count, long lost) {
        settled.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader).count(count).lost(lost);
        return SessionEncoder.frame(buffer, offset, SettledEncoder.BLOCK_LENGTH);
    }

    /**
     * Writes a LookAhead frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @return bytes written
     */
    public int lookAhead(MutableDirectBuffer buffer, int offset) {
        lookAhead.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader);
        return SessionEncoder.frame(buffer, offset, LookAheadEncoder.BLOCK_LENGTH);
    }

    /**
     * Writes a Cancellations frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param more whether the look stopped before the end
     * @param records the cancellations, one behind the other, from index 0
     * @param length bytes of them; the frame has at most {@link SessionEncoder#MAX_CONTROL_FRAME_LENGTH}
     * @return bytes written
     */
    public int cancellations(MutableDirectBuffer buffer, int offset, boolean more, DirectBuffer records, int length) {
        cancellations.wrapAndApplyHeader(buffer, offset + SessionEncoder.BODY, messageHeader).traits().clear()
                .more(more);
        cancellations.putPayload(records, 0, length);
        return SessionEncoder.frame(buffer, offset, cancellations.encodedLength());
    }
}
