package io.rondo.broker.bridge.copy;

import io.rondo.broker.bridge.envelope.BatchReader;
import io.rondo.broker.bridge.envelope.BatchWriter;
import io.rondo.codecs.bridge.ForwardDecoder;
import io.rondo.codecs.bridge.ForwardEncoder;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.RecordsDecoder;
import io.rondo.codecs.bridge.RecordsEncoder;
import io.rondo.codecs.bridge.RefusalDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** The messages between a home and a copy. */
final class CopyMessages {
    /** No message of bridges. */
    static final int FOREIGN = 0;

    private static final int SHORT_MASK = 0xffff;
    private static final byte[] NOTHING = {};

    private CopyMessages() {}

    /** Returns the template of a message; {@link #FOREIGN} if it has another schema. */
    static int template(MessageHeaderDecoder header, DirectBuffer buffer, int offset, int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return FOREIGN;
        }
        header.wrap(buffer, offset);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.version() >= MessageHeaderDecoder.SCHEMA_VERSION ? header.templateId() : FOREIGN;
    }

    /** Returns whether a message has its block. */
    static boolean hasBlock(MessageHeaderDecoder header, int blockLength, int length) {
        return header.blockLength() >= blockLength
                && MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength() <= length;
    }

    /** Returns whether a message has the whole text that begins somewhere in it. */
    static boolean hasText(DirectBuffer buffer, int at, int end) {
        int text = at + RefusalDecoder.reasonHeaderLength();
        return text <= end && text + (buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & SHORT_MASK) <= end;
    }

    static BatchWriter recordsWriter(int frameLength) {
        return new BatchWriter(RecordsEncoder.TEMPLATE_ID, RecordsEncoder.BLOCK_LENGTH,
                RecordsEncoder.MessagesEncoder.sbeBlockLength(), NOTHING, frameLength);
    }

    static BatchReader recordsReader() {
        return new BatchReader(RecordsDecoder.TEMPLATE_ID, RecordsDecoder.BLOCK_LENGTH,
                RecordsDecoder.MessagesDecoder.sbeBlockLength(), false);
    }

    static BatchWriter forwardWriter(int frameLength) {
        return new BatchWriter(ForwardEncoder.TEMPLATE_ID, ForwardEncoder.BLOCK_LENGTH,
                ForwardEncoder.MessagesEncoder.sbeBlockLength(), NOTHING, frameLength);
    }

    static BatchReader forwardReader() {
        return new BatchReader(ForwardDecoder.TEMPLATE_ID, ForwardDecoder.BLOCK_LENGTH,
                ForwardDecoder.MessagesDecoder.sbeBlockLength(), false);
    }
}
