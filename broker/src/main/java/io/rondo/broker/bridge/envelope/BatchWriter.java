package io.rondo.broker.bridge.envelope;

import io.rondo.codecs.bridge.EnvelopeEncoder;
import io.rondo.codecs.bridge.GroupSizeEncodingEncoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes messages into an SBE message that has a block, one group with a block and the bytes of each message, and bytes behind
 * the group. It takes the room of one Aeron frame, or a single longer message. The caller writes the fields of the blocks. For
 * one thread.
 */
public final class BatchWriter {
    /** Most messages: what the size of the group can state. */
    public static final int MOST_MESSAGES = 65_534;
    /** Bytes before the bytes of a message: their number. */
    static final int LENGTH = EnvelopeEncoder.MessagesEncoder.payloadHeaderLength();

    private static final int BLOCK = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final int template;
    private final int blockLength;
    private final int entryLength;
    private final byte[] trailer;
    private final int frameLength;
    private final UnsafeBuffer buffer;
    private int length;
    private int count;

    /**
     * Creates an empty batch.
     *
     * @param template id of the SBE message
     * @param blockLength bytes of its block
     * @param entryLength bytes of the block of each message
     * @param trailer bytes behind the group
     * @param frameLength bytes of an Aeron frame, without its header
     */
    public BatchWriter(int template, int blockLength, int entryLength, byte[] trailer, int frameLength) {
        this.template = template;
        this.blockLength = blockLength;
        this.entryLength = entryLength;
        this.trailer = trailer;
        this.frameLength = frameLength;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(frameLength));
    }

    private int prefix() {
        return BLOCK + blockLength + GroupSizeEncodingEncoder.ENCODED_LENGTH;
    }

    /** Returns the bytes of a batch with one message of a length. */
    public int lengthWith(int messageLength) {
        return prefix() + entryLength + LENGTH + messageLength + trailer.length;
    }

    /** Returns whether a message can be added; otherwise this batch is to be sent first. */
    public boolean hasRoom(int messageLength) {
        return count == 0 || count < MOST_MESSAGES
                && length + entryLength + LENGTH + messageLength + trailer.length <= frameLength;
    }

    /**
     * Adds a message, for which there is room.
     *
     * @return the offset in {@link #buffer()} of its block
     */
    public int add(DirectBuffer source, int offset, int messageLength) {
        if (count == 0) {
            int least = lengthWith(messageLength);
            if (buffer.capacity() < least) {
                buffer.wrap(ByteBuffer.allocateDirect(least));
            }
            header.wrap(buffer, 0).blockLength(blockLength).templateId(template)
                    .schemaId(MessageHeaderEncoder.SCHEMA_ID).version(MessageHeaderEncoder.SCHEMA_VERSION);
            length = prefix();
        }
        int entry = length;
        buffer.putInt(entry + entryLength, messageLength, ByteOrder.LITTLE_ENDIAN);
        // The view of a message copies itself: it may be memory without an address that Agrona could use.
        source.getBytes(offset, buffer, entry + entryLength + LENGTH, messageLength);
        length = entry + entryLength + LENGTH + messageLength;
        count++;
        return entry;
    }

    /** Sets a field of the block, after the first message was added. */
    public void field(int offset, long value) {
        buffer.putLong(BLOCK + offset, value, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Completes the batch, which has at least one message. Only {@link #clear()}, or this again, may follow.
     *
     * @return its length in bytes
     */
    public int complete() {
        int group = BLOCK + blockLength;
        buffer.putShort(group, (short) entryLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(group + Short.BYTES, (short) count, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(length, trailer);
        return length + trailer.length;
    }

    /** Removes all messages. */
    public void clear() {
        count = 0;
        length = 0;
    }

    /** Returns whether there is no message. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Returns the number of messages. */
    public int count() {
        return count;
    }

    /** Returns the memory, in which the batch begins at 0. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }
}
