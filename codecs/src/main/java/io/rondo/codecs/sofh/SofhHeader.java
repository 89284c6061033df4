package io.rondo.codecs.sofh;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The Simple Open Framing Header (FIX Trading Community, Simple Open Framing Header 1.0) before a message on a stream.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  message length: uint32, big-endian, this header included     |
 *  +-------------------------------+-------------------------------+
 *  |  encoding type: uint16,       |  payload, message length - 6
 *  |  big-endian                   |  bytes                       ...
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * Stateless, so safe from any thread. An index outside the buffer is the buffer's to refuse.
 */
public final class SofhHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 6;
    /** Encoding type of SBE 1.0, little-endian. */
    public static final int SBE_LITTLE_ENDIAN = 0xEB50;
    /** The longest payload this implementation handles, in bytes; above what any channel can carry. */
    public static final int MAX_PAYLOAD_LENGTH = 1 << 30;

    private static final int ENCODING_TYPE = Integer.BYTES;
    private static final long UINT32_MASK = 0xFFFF_FFFFL;
    private static final int UINT16_MASK = 0xFFFF;

    private SofhHeader() {}

    /**
     * Writes a header.
     *
     * @param buffer to write to
     * @param offset index of the header's first byte
     * @param payloadLength bytes that follow the header, 0 to {@link #MAX_PAYLOAD_LENGTH}
     * @param encodingType what they are, 0 to 65,535
     * @throws IllegalArgumentException if a value is out of its range; nothing is written
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    public static void encode(MutableDirectBuffer buffer, int offset, int payloadLength, int encodingType) {
        requirePayloadLength("payload length", payloadLength);
        if ((encodingType & ~UINT16_MASK) != 0) {
            throw new IllegalArgumentException(
                    "encoding type " + encodingType + " is not in 0 to " + UINT16_MASK + ": SOFH has 16 bits for it");
        }
        buffer.putInt(offset, payloadLength + LENGTH, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + ENCODING_TYPE, (short) encodingType, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Reads how many bytes follow a header.
     *
     * @param buffer to read from
     * @param offset index of the header's first byte
     * @param maxPayloadLength the most to accept, 0 to {@link #MAX_PAYLOAD_LENGTH}
     * @return the payload's length in bytes, 0 to {@code maxPayloadLength}
     * @throws SofhException if the message length is below 6, or the payload longer than accepted
     * @throws IllegalArgumentException if {@code maxPayloadLength} is out of its range
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    public static int payloadLength(DirectBuffer buffer, int offset, int maxPayloadLength) {
        requirePayloadLength("max payload length", maxPayloadLength);
        long messageLength = buffer.getInt(offset, ByteOrder.BIG_ENDIAN) & UINT32_MASK;
        String fault = fault(messageLength, maxPayloadLength);
        if (fault != null) {
            throw new SofhException(fault);
        }
        return (int) messageLength - LENGTH;
    }

    /**
     * Reads what kind of message follows a header.
     *
     * @param buffer to read from
     * @param offset index of the header's first byte
     * @return the encoding type, 0 to 65,535
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    public static int encodingType(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + ENCODING_TYPE, ByteOrder.BIG_ENDIAN) & UINT16_MASK;
    }

    static void requirePayloadLength(String name, int length) {
        if (length < 0 || length > MAX_PAYLOAD_LENGTH) {
            throw new IllegalArgumentException(name + " " + length + " is not in 0 to " + MAX_PAYLOAD_LENGTH);
        }
    }

    /** What is wrong with a message length; null if nothing is. */
    static String fault(long messageLength, int maxPayloadLength) {
        if (messageLength < LENGTH) {
            return "SOFH message length " + messageLength + " is less than " + LENGTH
                    + ", its own header: check that the input is SOFH frames back to back";
        }
        long payloadLength = messageLength - LENGTH;
        if (payloadLength > maxPayloadLength) {
            return "SOFH message length " + messageLength + " means a payload of " + payloadLength
                    + " bytes, more than the maximum of " + maxPayloadLength
                    + ": raise the maximum message length, or check that the input is SOFH frames back to back";
        }
        return null;
    }
}
