package io.rondo.client.service;

import io.rondo.codecs.service.ResponseDecoder;
import io.rondo.codecs.service.ResponseEncoder;
import io.rondo.codecs.service.ResponseKind;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The header of a record in a response queue. Reused; confined to one thread. */
final class ResponseHeader {
    /** Bytes before the payload. */
    static final int LENGTH = ResponseEncoder.BLOCK_LENGTH;

    private static final short VERSION = ResponseEncoder.SCHEMA_VERSION;

    private final ResponseEncoder encoder = new ResponseEncoder();
    private final ResponseDecoder decoder = new ResponseDecoder();

    void write(MutableDirectBuffer buffer, int offset, ResponseKind kind, long correlation, int code) {
        encoder.wrap(buffer, offset).correlation(correlation).code(code).kind(kind).version(VERSION).reserved(0);
    }

    /** Reads a header; returns false for a record that is none. */
    boolean read(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            return false;
        }
        decoder.wrap(buffer, offset, LENGTH, VERSION);
        return decoder.version() == VERSION;
    }

    long correlation() {
        return decoder.correlation();
    }

    int code() {
        return decoder.code();
    }

    ResponseKind kind() {
        return decoder.kind();
    }
}
