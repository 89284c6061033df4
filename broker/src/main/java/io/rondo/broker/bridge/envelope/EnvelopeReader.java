package io.rondo.broker.bridge.envelope;

import io.rondo.codecs.bridge.EnvelopeDecoder;
import org.agrona.DirectBuffer;

/**
 * Reads an envelope, and checks all of it first: a stream without authentication may carry anything. A later version of the
 * schema may append fields to blocks, and data behind the name. For one thread.
 */
public final class EnvelopeReader {
    /** What an Aeron message is. */
    public enum Form {
        /** An envelope that this may be read from. */
        ENVELOPE,
        /** It does not begin as an envelope. */
        FOREIGN,
        /** It begins as an envelope, and breaks the format. */
        MALFORMED
    }

    private final BatchReader batch = new BatchReader(EnvelopeDecoder.TEMPLATE_ID, EnvelopeDecoder.BLOCK_LENGTH, 0,
            true);

    /** Begins with an Aeron message. Only if it is an envelope, the other methods may follow. */
    public Form wrap(DirectBuffer source, int offset, int length) {
        if (!batch.begin(source, offset, length)) {
            return Form.FOREIGN;
        }
        return batch.isWhole(length) && origin() != 0 && epoch() != 0 && sequence() > 0
                && sequence() <= Long.MAX_VALUE - count() ? Form.ENVELOPE : Form.MALFORMED;
    }

    /** Returns the directory in which the messages were published first. */
    public long origin() {
        return batch.field(EnvelopeDecoder.originEncodingOffset());
    }

    /** Returns what the sequences belong to. */
    public long epoch() {
        return batch.field(EnvelopeDecoder.epochEncodingOffset());
    }

    /** Returns the sequence of the first message. */
    public long sequence() {
        return batch.field(EnvelopeDecoder.sequenceEncodingOffset());
    }

    /** Returns the number of messages, at least 1. */
    public int count() {
        return batch.count();
    }

    /** Returns the name of the channel; allocates. It may be invalid. */
    public String channel() {
        return batch.name();
    }

    /** Returns whether the channel has this name, of ASCII characters. */
    public boolean isOf(String channel) {
        return batch.hasName(channel);
    }

    /** Moves to the next message; there are {@link #count()}. */
    public void next() {
        batch.next();
    }

    /** Returns the memory of the messages. */
    public DirectBuffer buffer() {
        return batch.buffer();
    }

    /** Returns the offset of the message's bytes. */
    public int messageOffset() {
        return batch.messageOffset();
    }

    /** Returns the number of the message's bytes. */
    public int messageLength() {
        return batch.messageLength();
    }
}
