package io.rondo.broker.bridge;

import io.rondo.codecs.bridge.EnvelopeDecoder;
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

    private final BatchReader batch = new BatchReader(EnvelopeDecoder.TEMPLATE_ID, EnvelopeDecoder.BLOCK_LENGTH, 0,
            true);

    /** Begins with an Aeron message. Only if it is an envelope, the other methods may follow. */
    Form wrap(DirectBuffer source, int offset, int length) {
        if (!batch.begin(source, offset, length)) {
            return Form.FOREIGN;
        }
        return batch.isWhole(length) && origin() != 0 && epoch() != 0 && sequence() > 0
                && sequence() <= Long.MAX_VALUE - count() ? Form.ENVELOPE : Form.MALFORMED;
    }

    /** Returns the directory in which the messages were published first. */
    long origin() {
        return batch.field(EnvelopeDecoder.originEncodingOffset());
    }

    /** Returns what the sequences belong to. */
    long epoch() {
        return batch.field(EnvelopeDecoder.epochEncodingOffset());
    }

    /** Returns the sequence of the first message. */
    long sequence() {
        return batch.field(EnvelopeDecoder.sequenceEncodingOffset());
    }

    /** Returns the number of messages, at least 1. */
    int count() {
        return batch.count();
    }

    /** Returns the name of the channel; allocates. It may be invalid. */
    String channel() {
        return batch.name();
    }

    /** Returns whether the channel has this name, of ASCII characters. */
    boolean isOf(String channel) {
        return batch.hasName(channel);
    }

    /** Moves to the next message; there are {@link #count()}. */
    void next() {
        batch.next();
    }

    /** Returns the memory of the messages. */
    DirectBuffer buffer() {
        return batch.buffer();
    }

    int messageOffset() {
        return batch.messageOffset();
    }

    int messageLength() {
        return batch.messageLength();
    }
}
