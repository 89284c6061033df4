package io.rondo.codecs.sofh;

import java.util.Arrays;
import java.util.Objects;

/**
 * Cuts a stream of bytes, which arrives in pieces of any size, into the messages of its frames.
 *
 * <p>A message that lies whole within one piece is handed out in place; one that is spread over several is put together
 * first. Memory follows the bytes that came, never the length a header announces: at most twice as much, 4 KiB at least.
 * That memory is kept and used again, so nothing is allocated per message once the longest has been seen.
 *
 * <p>For one thread at a time.
 */
public final class SofhDeframer {
    private static final int MIN_CAPACITY = 4096;

    private final int maxPayloadLength;
    private final byte[] header = new byte[SofhHeader.LENGTH];
    private byte[] payload = {};
    private int headerBytes;
    private int payloadBytes;
    private int payloadLength;
    private int encodingType;
    private long framePosition;
    /** Set while feeding, and left set by what was thrown: where the next frame begins is then not known. */
    private boolean unusable;

    /**
     * Begins at a frame's first byte.
     *
     * @param maxPayloadLength longest message to accept in bytes, 0 to {@link SofhHeader#MAX_PAYLOAD_LENGTH}
     * @throws IllegalArgumentException if the length is out of its range
     */
    public SofhDeframer(int maxPayloadLength) {
        SofhHeader.requirePayloadLength("max payload length", maxPayloadLength);
        this.maxPayloadLength = maxPayloadLength;
    }

    /**
     * Takes the next bytes of the stream and hands out each message that they complete, in order.
     *
     * <p>What the handler throws reaches the caller. After that, and after a {@link SofhException}, this deframer is of no
     * further use.
     *
     * @param source holds the bytes
     * @param offset index of the first of them
     * @param length how many, from 0
     * @param handler receives the messages; it must not feed this deframer
     * @throws SofhException if a header's length is below 6 or above the maximum; the messages before it were handed out
     * @throws IllegalStateException if an earlier call threw, or the handler calls this method
     * @throws IndexOutOfBoundsException if the array has no such bytes
     */
    public void feed(byte[] source, int offset, int length, SofhHandler handler) {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (unusable) {
            throw new IllegalStateException("the deframer failed, or is being fed: use a new one for a new stream");
        }
        unusable = true;
        int end = offset + length;
        int next = offset;
        while (next < end) {
            next = headerBytes < SofhHeader.LENGTH
                    ? readHeader(source, next, end, handler)
                    : readPayload(source, next, end, handler);
        }
        unusable = false;
    }

    /**
     * Whether the stream, as far as it was fed, ends inside a frame.
     *
     * @return true if bytes of the last frame are still to come, false between frames
     */
    public boolean isMidFrame() {
        return headerBytes > 0;
    }

    /**
     * To be called where the stream ends.
     *
     * @throws SofhException if that is inside a frame
     */
    public void endOfStream() {
        if (isMidFrame()) {
            boolean lengthKnown = headerBytes == SofhHeader.LENGTH;
            throw new SofhException("the input ends inside the frame at byte " + framePosition + ", after "
                    + (headerBytes + payloadBytes) + " of "
                    + (lengthKnown ? SofhHeader.LENGTH + payloadLength : "at least " + SofhHeader.LENGTH)
                    + " bytes: it was cut short");
        }
    }

    private int readHeader(byte[] source, int from, int end, SofhHandler handler) {
        int taken = Math.min(SofhHeader.LENGTH - headerBytes, end - from);
        System.arraycopy(source, from, header, headerBytes, taken);
        headerBytes += taken;
        if (headerBytes == SofhHeader.LENGTH) {
            long messageLength = (long) uint16(0) << 16 | uint16(2);
            String fault = SofhHeader.fault(messageLength, maxPayloadLength);
            if (fault != null) {
                throw new SofhException("frame at byte " + framePosition + ": " + fault);
            }
            payloadLength = (int) messageLength - SofhHeader.LENGTH;
            encodingType = uint16(4);
            if (payloadLength == 0) {
                handOut(source, from + taken, handler);
            }
        }
        return from + taken;
    }

    private int readPayload(byte[] source, int from, int end, SofhHandler handler) {
        int taken = Math.min(payloadLength - payloadBytes, end - from);
        if (taken == payloadLength) {
            handOut(source, from, handler);
            return from + taken;
        }
        ensureCapacity(payloadBytes + taken);
        System.arraycopy(source, from, payload, payloadBytes, taken);
        payloadBytes += taken;
        if (payloadBytes == payloadLength) {
            handOut(payload, 0, handler);
        }
        return from + taken;
    }

    private void handOut(byte[] buffer, int offset, SofhHandler handler) {
        headerBytes = 0;
        payloadBytes = 0;
        framePosition += SofhHeader.LENGTH + payloadLength;
        handler.onMessage(buffer, offset, payloadLength, encodingType);
    }

    private void ensureCapacity(int needed) {
        if (needed > payload.length) {
            int roomy = Math.min(payloadLength, Math.max(MIN_CAPACITY, 2 * payload.length));
            payload = Arrays.copyOf(payload, Math.max(needed, roomy));
        }
    }

    private int uint16(int index) {
        return (header[index] & 0xFF) << 8 | header[index + 1] & 0xFF;
    }
}
