package io.rondo.broker.bridge.envelope;

import io.rondo.codecs.bridge.EnvelopeDecoder;
import io.rondo.codecs.bridge.GroupSizeEncodingDecoder;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Reads what a {@link BatchWriter} writes, and checks all lengths first: a stream without authentication may carry anything. A
 * later version of the schema may append fields to blocks, and data behind. For one thread.
 */
public final class BatchReader {
    private static final int LENGTH = EnvelopeDecoder.MessagesDecoder.payloadHeaderLength();
    private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int SHORT_MASK = 0xffff;
    private static final int BYTE_MASK = 0xff;
    private static final long INT_MASK = 0xffff_ffffL;
    private static final int LONGEST_NAME = 64;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final int template;
    private final int blockLength;
    private final int entryLength;
    private final boolean named;
    private DirectBuffer buffer;
    private int block;
    private int entryBlock;
    private int count;
    private int next;
    private int entry;
    private int messageOffset;
    private int messageLength;
    private int nameOffset;
    private int nameLength;

    /**
     * Creates a reader.
     *
     * @param template id of the SBE message
     * @param blockLength least bytes of its block
     * @param entryLength least bytes of the block of each message
     * @param named whether a name of 1 to 64 bytes follows the group
     */
    public BatchReader(int template, int blockLength, int entryLength, boolean named) {
        this.template = template;
        this.blockLength = blockLength;
        this.entryLength = entryLength;
        this.named = named;
    }

    /** Begins with an Aeron message; returns whether it begins as the SBE message that this reads. */
    public boolean begin(DirectBuffer source, int offset, int length) {
        if (length < BLOCK) {
            return false;
        }
        header.wrap(source, offset);
        buffer = source;
        block = offset + BLOCK;
        return header.schemaId() == EnvelopeDecoder.SCHEMA_ID && header.templateId() == template
                && header.version() >= EnvelopeDecoder.SCHEMA_VERSION;
    }

    /**
     * Returns whether the rest has the form; only then the other methods may follow.
     *
     * @param length of the Aeron message
     */
    public boolean isWhole(int length) {
        long end = (long) block - BLOCK + length;
        long group = (long) block + header.blockLength();
        if (header.blockLength() < blockLength || group + GroupSizeEncodingDecoder.ENCODED_LENGTH > end) {
            return false;
        }
        entryBlock = buffer.getShort((int) group, ByteOrder.LITTLE_ENDIAN) & SHORT_MASK;
        count = buffer.getShort((int) group + Short.BYTES, ByteOrder.LITTLE_ENDIAN) & SHORT_MASK;
        next = (int) group + GroupSizeEncodingDecoder.ENCODED_LENGTH;
        return count > 0 && entryBlock >= entryLength && hasMessagesAndName(end);
    }

    private boolean hasMessagesAndName(long end) {
        long at = next;
        for (int i = 0; i < count; i++) {
            at += entryBlock;
            if (at + LENGTH > end) {
                return false;
            }
            at += LENGTH + (buffer.getInt((int) at, ByteOrder.LITTLE_ENDIAN) & INT_MASK);
        }
        if (named) {
            if (at + Byte.BYTES > end) {
                return false;
            }
            nameLength = buffer.getByte((int) at) & BYTE_MASK;
            nameOffset = (int) at + Byte.BYTES;
            at = (long) nameOffset + nameLength;
            if (nameLength == 0 || nameLength > LONGEST_NAME) {
                return false;
            }
        }
        return at == end || at < end && header.version() > EnvelopeDecoder.SCHEMA_VERSION;
    }

    /** Returns a field of the block. */
    public long field(int offset) {
        return buffer.getLong(block + offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the number of messages, at least 1. */
    public int count() {
        return count;
    }

    /** Returns the name; allocates. It may be invalid. */
    String name() {
        return buffer.getStringWithoutLengthAscii(nameOffset, nameLength);
    }

    /** Returns whether the name is this one, of ASCII characters. */
    boolean hasName(String name) {
        boolean same = name.length() == nameLength;
        for (int i = 0; same && i < nameLength; i++) {
            same = buffer.getByte(nameOffset + i) == (byte) name.charAt(i);
        }
        return same;
    }

    /** Moves to the next message; there are {@link #count()}. */
    public void next() {
        entry = next;
        int at = next + entryBlock;
        messageLength = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
        messageOffset = at + LENGTH;
        next = messageOffset + messageLength;
    }

    /** Returns a field of the message's block. */
    public long entryField(int offset) {
        return buffer.getLong(entry + offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the memory of the messages. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Returns the offset of the message's bytes. */
    public int messageOffset() {
        return messageOffset;
    }

    /** Returns the number of the message's bytes. */
    public int messageLength() {
        return messageLength;
    }
}
