package io.rondo.client.service;

import io.rondo.codecs.service.RequestDecoder;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.service.RequestKind;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The header of a record in the request queue. Reused; confined to one thread. */
final class RequestHeader {
    /** Bytes before the payload. */
    static final int LENGTH = RequestEncoder.BLOCK_LENGTH;

    private static final short VERSION = RequestEncoder.SCHEMA_VERSION;

    private final RequestEncoder encoder = new RequestEncoder();
    private final RequestDecoder decoder = new RequestDecoder();

    void write(MutableDirectBuffer buffer, int offset, RequestKind kind, long correlation, long requester,
            long deadline) {
        encoder.wrap(buffer, offset).correlation(correlation).requester(requester).deadline(deadline).kind(kind)
                .version(VERSION).reserved(0);
    }

    /** Reads a header; returns false for a record that is none. */
    boolean read(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            return false;
        }
        decoder.wrap(buffer, offset, LENGTH, VERSION);
        return decoder.version() == VERSION && decoder.correlation() > 0 && decoder.requester() != 0;
    }

    long correlation() {
        return decoder.correlation();
    }

    long requester() {
        return decoder.requester();
    }

    /** The deadline, as {@link HostClock#millis} returns it. */
    long deadline() {
        return decoder.deadline();
    }

    boolean isRequest() {
        return decoder.kind() == RequestKind.REQUEST;
    }

    boolean isCancel() {
        return decoder.kind() == RequestKind.CANCEL;
    }
}
