package io.rondo.client.socket.session;

import io.rondo.client.Buffers;
import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.log.LogFrames;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A message of a sequenced topic in a {@link ReceiveBuffer}: the block of its frame and the payload, as received; or a gap: the
 * first and the last sequence of messages that retention removed.
 */
public final class SequencedRecord {
    /** Bytes before the payload: the block, and the length of the payload. */
    public static final int HEADER_LENGTH = DataDecoder.BLOCK_LENGTH + DataDecoder.payloadHeaderLength();

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final int GAP_LENGTH = 2 * Long.BYTES;

    private SequencedRecord() {}

    /** Returns the record of a gap. */
    public static DirectBuffer gap(long first, long last) {
        MutableDirectBuffer record = Buffers.allocate(GAP_LENGTH);
        record.putLong(0, first, ORDER);
        record.putLong(Long.BYTES, last, ORDER);
        return record;
    }

    /** Returns whether a record is a gap. */
    static boolean isGap(int recordLength) {
        return recordLength == GAP_LENGTH;
    }

    /** Returns the last sequence of a gap. */
    static long lastOfGap(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + Long.BYTES, ORDER);
    }

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
        return isGap(recordLength)
                ? LogFrames.GAP_LENGTH
                : LogFrames.DATA_HEADER_LENGTH - HEADER_LENGTH + recordLength;
    }
}
