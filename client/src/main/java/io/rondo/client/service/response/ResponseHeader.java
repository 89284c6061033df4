package io.rondo.client.service.response;

import io.rondo.client.endpoint.MessageHeader;
import io.rondo.codecs.service.ResponseEncoder;
import io.rondo.codecs.service.ResponseKind;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The header of a record in a response queue, as two words: the correlation, and code, kind and version in one. See {@code
 * RequestHeader}. Reused; confined to one thread.
 */
public final class ResponseHeader implements MessageHeader {
    /** Bytes before the payload. */
    public static final int LENGTH = ResponseEncoder.BLOCK_LENGTH;

    private static final int LAST = ResponseEncoder.codeEncodingOffset();
    private static final int KIND_SHIFT = Byte.SIZE * (ResponseEncoder.kindEncodingOffset() - LAST);
    private static final int VERSION_SHIFT = Byte.SIZE * (ResponseEncoder.versionEncodingOffset() - LAST);
    private static final long VERSION = ResponseEncoder.SCHEMA_VERSION;
    private static final int BYTE_MASK = 0xFF;

    private long correlation;
    /** Code, kind, version and the reserved bytes. */
    private long last;

    /** Sets the fields. */
    public ResponseHeader set(ResponseKind kind, long itsCorrelation, int code) {
        correlation = itsCorrelation;
        last = Integer.toUnsignedLong(code) | (long) kind.value() << KIND_SHIFT | VERSION << VERSION_SHIFT;
        return this;
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset) {
        buffer.putLong(offset, correlation, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + LAST, last, ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a header; returns false for a record that is none. */
    public boolean read(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            return false;
        }
        correlation = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        last = buffer.getLong(offset + LAST, ByteOrder.LITTLE_ENDIAN);
        return (last >>> VERSION_SHIFT & BYTE_MASK) == VERSION;
    }

    public long correlation() {
        return correlation;
    }

    /** How often the request was delivered; 0 if the record does not tell. */
    public int delivery() {
        return switch (kind()) {
            case PART, END, LOST -> code();
            default -> 0;
        };
    }

    public int code() {
        return (int) last;
    }

    public ResponseKind kind() {
        return ResponseKind.get((short) (last >>> KIND_SHIFT & BYTE_MASK));
    }
}
