package io.rondo.client.service;

import io.rondo.client.Outcome;
import io.rondo.client.Response;
import io.rondo.core.buffer.SegmentBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** The response that a requester delivers, reused. */
final class ResponseView implements Response {
    private static final DirectBuffer EMPTY = new SegmentBuffer();

    private long correlation;
    private Outcome outcome;
    private boolean end;
    private DirectBuffer buffer = EMPTY;
    private int offset;
    private int length;
    private int code;

    /** Shows a response. */
    ResponseView response(long itsCorrelation, boolean isLast, DirectBuffer content, int at, int size) {
        return show(itsCorrelation, Outcome.RESPONSE, isLast, 0, content, at, size);
    }

    /** Shows a refusal; the content is its reason. */
    ResponseView refusal(long itsCorrelation, int itsCode, DirectBuffer content, int at, int size) {
        return show(itsCorrelation, Outcome.REFUSED, true, itsCode, content, at, size);
    }

    /** Shows the end of a request without a response. */
    ResponseView end(long itsCorrelation, Outcome why) {
        return show(itsCorrelation, why, true, 0, EMPTY, 0, 0);
    }

    private ResponseView show(long itsCorrelation, Outcome itsOutcome, boolean isLast, int itsCode,
            DirectBuffer content, int at, int size) {
        correlation = itsCorrelation;
        outcome = itsOutcome;
        end = isLast;
        code = itsCode;
        buffer = content;
        offset = at;
        length = size;
        return this;
    }

    @Override
    public long correlation() {
        return correlation;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }

    @Override
    public boolean isEnd() {
        return end;
    }

    @Override
    public DirectBuffer buffer() {
        return outcome == Outcome.RESPONSE ? buffer : EMPTY;
    }

    @Override
    public int offset() {
        return outcome == Outcome.RESPONSE ? offset : 0;
    }

    @Override
    public int length() {
        return outcome == Outcome.RESPONSE ? length : 0;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String text() {
        return outcome == Outcome.REFUSED ? text(buffer, offset, length) : "";
    }

    private static String text(DirectBuffer content, int at, int size) {
        byte[] bytes = new byte[size];
        content.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "response to request " + correlation + ": " + outcome + (outcome == Outcome.RESPONSE
                ? ", " + length + " bytes"
                : outcome == Outcome.REFUSED ? ", code " + code + ", " + text() : "");
    }
}
