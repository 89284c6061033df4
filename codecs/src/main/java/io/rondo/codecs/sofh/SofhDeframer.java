package io.rondo.codecs.sofh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Holds the bytes of a stream as they arrive, in pieces of any size, and hands out the messages of the frames that are whole:
 *
 * <pre>{@code
 * int room = deframer.reserve(READ);
 * deframer.wrote(in.read(deframer.array(), deframer.writeIndex(), room));
 * boolean paused = !deframer.drain(handler);
 * }</pre>
 *
 * <p>Messages are handed out in place. Memory follows the bytes that came, never the length a header announces: at most twice
 * as much, and never more than the longest frame and what is reserved, unless bytes are added while a frame is refused. It is
 * kept and used again, so nothing is allocated per frame; what one long frame needed is given back some hundred
 * reservations later.
 *
 * <p>For one thread at a time.
 */
public final class SofhDeframer {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int ENCODING_TYPE = Integer.BYTES;
    private static final long UINT32_MASK = 0xFFFF_FFFFL;
    private static final int UINT16_MASK = 0xFFFF;
    private static final int MIN_CAPACITY = 4096;
    /** Never shrinks below this. */
    private static final int KEPT_CAPACITY = 1 << 16;
    /** A capacity more than this many times what was needed is too much. */
    private static final int EXCESS = 4;
    /** Over how many reservations that is seen, so that ones of changing size do not shrink and grow all the time. */
    private static final int WINDOW = 256;

    private int maxPayloadLength;
    private byte[] bytes = {};
    private int readIndex;
    private int writeIndex;
    /** Most that was needed in the present window, and how many reservations it has seen. */
    private int needed;
    private int reservations;
    /** Of the byte at the read index, in the stream. */
    private long framePosition;
    /** Set while draining, and left set by what was thrown: where the next frame begins is then not known. */
    private boolean unusable;

    /**
     * Begins at a frame's first byte.
     *
     * @param maxPayloadLength longest message to accept in bytes, 0 to {@link SofhHeader#MAX_PAYLOAD_LENGTH}
     * @throws IllegalArgumentException if the length is out of its range
     */
    public SofhDeframer(int maxPayloadLength) {
        limit(maxPayloadLength);
    }

    /**
     * Changes the longest message to accept, for all frames not yet handed out. The handler may call it.
     *
     * @param maxPayloadLength in bytes, 0 to {@link SofhHeader#MAX_PAYLOAD_LENGTH}
     * @throws IllegalArgumentException if the length is out of its range
     */
    public void limit(int maxPayloadLength) {
        SofhHeader.requirePayloadLength("max payload length", maxPayloadLength);
        this.maxPayloadLength = maxPayloadLength;
    }

    /**
     * Where to put the next bytes of the stream.
     *
     * @return the array, the same until {@link #reserve} is called
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * Where in the {@link #array()} to put them.
     *
     * @return index of the first free byte, the same until {@link #reserve}, {@link #wrote} or {@link #drain} is called
     */
    public int writeIndex() {
        return writeIndex;
    }

    /**
     * Makes room for the next bytes, best after {@link #drain} returned true.
     *
     * @param atLeast how many there must be room for, from 0
     * @return bytes there is room for from {@link #writeIndex()} on, at least as many
     * @throws IllegalArgumentException if negative, or together with what is {@link #buffered()} more than an array holds
     * @throws IllegalStateException if {@link #drain} threw, or the handler calls this method
     */
    public int reserve(int atLeast) {
        requireUsable();
        int held = buffered();
        if (atLeast < 0 || atLeast > Integer.MAX_VALUE - Long.BYTES - held) {
            throw new IllegalArgumentException(
                    "cannot reserve " + atLeast + " bytes beside " + held + ": drain first, or reserve less");
        }
        needed = Math.max(needed, held + atLeast);
        if (needed > bytes.length) {
            moveTo(new byte[grownCapacity(atLeast)]);
        } else if (++reservations >= WINDOW) {
            endWindow();
        }
        if (bytes.length - writeIndex < atLeast) {
            moveTo(bytes);
        }
        return bytes.length - writeIndex;
    }

    /**
     * Says that the next bytes are in the {@link #array()}.
     *
     * @param count how many, from 0 to the room {@link #reserve} made
     * @throws IndexOutOfBoundsException if there is no such room
     */
    public void wrote(int count) {
        Objects.checkFromIndexSize(writeIndex, count, bytes.length);
        writeIndex += count;
    }

    /**
     * Hands out each message that is whole, in order, until none is left or the handler refuses one.
     *
     * <p>What the handler throws reaches the caller. After that, and after a {@link SofhException}, this deframer is of no
     * further use.
     *
     * @param handler receives the messages; it may call {@link #limit} and what only asks, nothing else of this deframer
     * @return true if none is left; false if the handler refused one, which is the first at the next call
     * @throws SofhException if a header's length is below 6 or above the maximum; the messages before it were handed out
     * @throws IllegalStateException if an earlier call threw, or the handler calls this method
     */
    public boolean drain(SofhHandler handler) {
        requireUsable();
        unusable = true;
        boolean taken = true;
        while (taken && isWhole(readIndex, framePosition)) {
            int frameLength = (int) messageLength(readIndex);
            taken = handler.onMessage(bytes, readIndex + SofhHeader.LENGTH, frameLength - SofhHeader.LENGTH,
                    (short) SHORT.get(bytes, readIndex + ENCODING_TYPE) & UINT16_MASK);
            if (taken) {
                readIndex += frameLength;
                framePosition += frameLength;
            }
        }
        if (readIndex == writeIndex) {
            readIndex = 0;
            writeIndex = 0;
        }
        unusable = false;
        return taken;
    }

    /**
     * How much of the stream is held here.
     *
     * @return bytes that came and were not handed out, headers included
     */
    public int buffered() {
        return writeIndex - readIndex;
    }

    /**
     * How much is to be added before the first frame held here is whole, as far as that is known.
     *
     * @return bytes of its header, or else of its message; 0 if it is whole
     * @throws SofhException if the header's length is below 6 or above the maximum
     */
    public int missing() {
        int held = buffered();
        if (held < SofhHeader.LENGTH) {
            return SofhHeader.LENGTH - held;
        }
        return isWhole(readIndex, framePosition) ? 0 : (int) messageLength(readIndex) - held;
    }

    /**
     * Reads the header of a frame that the caller handed out itself, while none is {@link #buffered()}.
     *
     * @param buffer holds the header
     * @param offset index of its first byte
     * @return length of the message in bytes, the header not counted
     * @throws SofhException if the header's length is below 6 or above the maximum
     */
    public int payloadLength(DirectBuffer buffer, int offset) {
        long messageLength = Integer.toUnsignedLong(buffer.getInt(offset, ByteOrder.BIG_ENDIAN));
        requireLength(messageLength, framePosition);
        return (int) messageLength - SofhHeader.LENGTH;
    }

    /**
     * Says that the caller handed out the next bytes of the stream itself, while none were {@link #buffered()}.
     *
     * @param count how many, whole frames
     */
    public void passed(int count) {
        framePosition += count;
    }

    /**
     * Whether the stream, as far as it came, ends inside a frame.
     *
     * @return true if bytes of the last frame are still to come, false between frames
     * @throws SofhException if a header's length is below 6 or above the maximum
     */
    public boolean isMidFrame() {
        return endOfWhole() < writeIndex;
    }

    /**
     * To be called where the stream ends.
     *
     * @throws SofhException if that is inside a frame, or a header's length is below 6 or above the maximum
     */
    public void endOfStream() {
        int from = endOfWhole();
        int came = writeIndex - from;
        if (came > 0) {
            throw new SofhException("the input ends inside the frame at byte " + (framePosition + from - readIndex)
                    + ", after " + came + " of "
                    + (came < SofhHeader.LENGTH ? "at least " + SofhHeader.LENGTH : messageLength(from))
                    + " bytes: it was cut short");
        }
    }

    /** Index of the first frame that is not whole, or where the bytes end. */
    private int endOfWhole() {
        int index = readIndex;
        while (isWhole(index, framePosition + index - readIndex)) {
            index += (int) messageLength(index);
        }
        return index;
    }

    private boolean isWhole(int index, long position) {
        int came = writeIndex - index;
        if (came < SofhHeader.LENGTH) {
            return false;
        }
        long messageLength = messageLength(index);
        requireLength(messageLength, position);
        return messageLength <= came;
    }

    private void requireLength(long messageLength, long position) {
        String fault = SofhHeader.fault(messageLength, maxPayloadLength);
        if (fault != null) {
            throw new SofhException("frame at byte " + position + ": " + fault);
        }
    }

    private long messageLength(int index) {
        return (int) INT.get(bytes, index) & UINT32_MASK;
    }

    /** Twice as much, but no more than what the frame at the read index needs. */
    private int grownCapacity(int atLeast) {
        long useful = MIN_CAPACITY;
        if (buffered() >= SofhHeader.LENGTH) {
            useful = Math.max(useful,
                    Math.min(messageLength(readIndex), maxPayloadLength + SofhHeader.LENGTH) + atLeast);
        }
        return (int) Math.max(needed, Math.min(useful, Math.max(MIN_CAPACITY, 2L * bytes.length)));
    }

    private void endWindow() {
        int kept = Math.max(KEPT_CAPACITY, needed);
        if (bytes.length / EXCESS > kept) {
            moveTo(new byte[kept]);
        }
        needed = 0;
        reservations = 0;
    }

    private void moveTo(byte[] target) {
        int held = buffered();
        System.arraycopy(bytes, readIndex, target, 0, held);
        bytes = target;
        readIndex = 0;
        writeIndex = held;
    }

    private void requireUsable() {
        if (unusable) {
            throw new IllegalStateException("the deframer failed, or is being drained: use a new one for a new stream");
        }
    }
}
