package io.rondo.client.service;

import io.rondo.client.endpoint.MessageHeader;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.service.RequestKind;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The header of a record in the request queue, as three words: the correlation, the requester, and deadline, kind and version
 * in one. The codec of the same block accesses each field by itself, which costs more. Reused; confined to one thread.
 */
final class RequestHeader implements MessageHeader {
    /** Bytes before the payload. */
    static final int LENGTH = RequestEncoder.BLOCK_LENGTH;

    private static final int REQUESTER = RequestEncoder.requesterEncodingOffset();
    private static final int LAST = RequestEncoder.deadlineEncodingOffset();
    private static final int KIND_SHIFT = Byte.SIZE * (RequestEncoder.kindEncodingOffset() - LAST);
    private static final int VERSION_SHIFT = Byte.SIZE * (RequestEncoder.versionEncodingOffset() - LAST);
    private static final long VERSION = RequestEncoder.SCHEMA_VERSION;
    private static final long DEADLINE_MASK = 0xFFFF_FFFFL;
    private static final int BYTE_MASK = 0xFF;

    private long correlation;
    private long requester;
    /** Deadline, kind, version and the reserved bytes. */
    private long last;

    /** Sets the fields; the deadline is as {@link HostClock#millis} returns it. */
    RequestHeader set(RequestKind kind, long itsCorrelation, long itsRequester, long deadline) {
        correlation = itsCorrelation;
        requester = itsRequester;
        last = deadline & DEADLINE_MASK | (long) kind.value() << KIND_SHIFT | VERSION << VERSION_SHIFT;
        return this;
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset) {
        buffer.putLong(offset, correlation, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + REQUESTER, requester, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + LAST, last, ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a header; returns false for a record that is none. */
    boolean read(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            return false;
        }
        correlation = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        requester = buffer.getLong(offset + REQUESTER, ByteOrder.LITTLE_ENDIAN);
        last = buffer.getLong(offset + LAST, ByteOrder.LITTLE_ENDIAN);
        return (last >>> VERSION_SHIFT & BYTE_MASK) == VERSION && correlation > 0 && requester != 0;
    }

    long correlation() {
        return correlation;
    }

    long requester() {
        return requester;
    }

    /** The deadline, as {@link HostClock#millis} returns it. */
    long deadline() {
        return last & DEADLINE_MASK;
    }

    boolean isRequest() {
        return kind() == RequestKind.REQUEST.value();
    }

    boolean isCancel() {
        return kind() == RequestKind.CANCEL.value();
    }

    private int kind() {
        return (int) (last >>> KIND_SHIFT) & BYTE_MASK;
    }
}
