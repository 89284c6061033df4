package io.rondo.broker.bridge;

import io.rondo.codecs.bridge.EnvelopeDecoder;
import io.rondo.codecs.bridge.GroupSizeEncodingDecoder;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Reads an envelope, and checks all of it first: a stream without authentication may carry anything. A later version of the
 * schema may append fields to blocks, and data behind the name. For one thread.
 */
final class EnvelopeReader {
    /** What an Aeron message is. */
    enum Form {
        /** An envelope that this may be read from. */
        ENVELOPE,
        /** It does not begin as an envelope. */
        FOREIGN,
        /** It begins as an envelope, and breaks the format. */
        MALFORMED
    }

    private static final int LENGTH = EnvelopeDecoder.MessagesDecoder.payloadHeaderLength();
    private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int SHORT_MASK = 0xffff;
    private static final int BYTE_MASK = 0xff;
    private static final long INT_MASK = 0xffff_ffffL;
    private static final int LONGEST_NAME = 64;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private DirectBuffer buffer;
    private int block;
    private int entryBlock;
    private int count;
    private int next;
    private int messageOffset;
    private int messageLength;
    private int nameOffset;
    private int nameLength;

    /** Begins with an Aeron message. Only if it is an envelope, the other methods may follow. */
    Form wrap(DirectBuffer source, int offset, int length) {
        if (length < BLOCK || !isEnvelope(source, offset)) {
            return Form.FOREIGN;
        }
        buffer = source;
        block = offset + BLOCK;
        long end = (long) offset + length;
        long group = (long) block + header.blockLength();
        if (header.blockLength() < EnvelopeDecoder.BLOCK_LENGTH
                || group + GroupSizeEncodingDecoder.ENCODED_LENGTH > end) {
            return Form.MALFORMED;
        }
        entryBlock = source.getShort((int) group, ByteOrder.LITTLE_ENDIAN) & SHORT_MASK;
        count = source.getShort((int) group + Short.BYTES, ByteOrder.LITTLE_ENDIAN) & SHORT_MASK;
        next = (int) group + GroupSizeEncodingDecoder.ENCODED_LENGTH;
        return count > 0 && origin() != 0 && epoch() != 0 && sequence() > 0 && sequence() <= Long.MAX_VALUE - count
                && hasMessagesAndName(end) ? Form.ENVELOPE : Form.MALFORMED;
    }

    private boolean isEnvelope(DirectBuffer source, int offset) {
        header.wrap(source, offset);
        return header.schemaId() == EnvelopeDecoder.SCHEMA_ID && header.templateId() == EnvelopeDecoder.TEMPLATE_ID
                && header.version() >= EnvelopeDecoder.SCHEMA_VERSION;
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
        if (at + Byte.BYTES > end) {
            return false;
        }
        nameLength = buffer.getByte((int) at) & BYTE_MASK;
        nameOffset = (int) at + Byte.BYTES;
        long rest = end - nameOffset - nameLength;
        return nameLength > 0 && nameLength <= LONGEST_NAME
                && (rest == 0 || rest > 0 && header.version() > EnvelopeDecoder.SCHEMA_VERSION);
    }

    /** Returns the directory in which the messages were published first. */
    long origin() {
        return buffer.getLong(block + EnvelopeDecoder.originEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns what the sequences belong to. */
    long epoch() {
        return buffer.getLong(block + EnvelopeDecoder.epochEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the sequence of the first message. */
    long sequence() {
        return buffer.getLong(block + EnvelopeDecoder.sequenceEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the number of messages, at least 1. */
    int count() {
        return count;
    }

    /** Returns the name of the channel; allocates. It may be invalid. */
    String channel() {
        return buffer.getStringWithoutLengthAscii(nameOffset, nameLength);
    }

    /** Returns whether the channel has this name, of ASCII characters. */
    boolean isOf(String channel) {
        boolean same = channel.length() == nameLength;
        for (int i = 0; same && i < nameLength; i++) {
            same = buffer.getByte(nameOffset + i) == (byte) channel.charAt(i);
        }
        return same;
    }

    /** Moves to the next message; there are {@link #count()}. */
    void next() {
        int at = next + entryBlock;
        messageLength = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
        messageOffset = at + LENGTH;
        next = messageOffset + messageLength;
    }

    /** Returns the memory of the messages. */
    DirectBuffer buffer() {
        return buffer;
    }

    int messageOffset() {
        return messageOffset;
    }

    int messageLength() {
        return messageLength;
    }
}
