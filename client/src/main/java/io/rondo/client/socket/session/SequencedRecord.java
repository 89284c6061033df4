package io.rondo.client.socket.session;

import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.log.LogFrames;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** A message of a sequenced topic in a {@link ReceiveBuffer}: the block of its frame and the payload, as received. */
public final class SequencedRecord {
    /** Bytes before the payload: the block, and the length of the payload. */
    public static final int HEADER_LENGTH = DataDecoder.BLOCK_LENGTH + DataDecoder.payloadHeaderLength();

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private SequencedRecord() {}

    /** Returns the sequence of the record at an offset. */
    static long sequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset, ORDER);
    }

    /** Returns the timestamp of the record at an offset. */
    static long timestamp(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DataDecoder.timestampEncodingOffset(), ORDER);
    }

    /** Returns the bytes of the frame of a record, as credits count them. */
    static int frameLength(int recordLength) {
        return LogFrames.DATA_HEADER_LENGTH - HEADER_LENGTH + recordLength;
    }
}
