package io.rondo.client.service;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.Response;
import io.rondo.client.ResponseHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/** Copies the responses to one request, so that they outlive the poll. Reused. */
final class CallResult implements ResponseHandler {
    private static final int INITIAL = 256;
    /** Limit of several responses that are joined, as {@link io.rondo.client.Requester#call} states. */
    private static final int MAX_LENGTH = 64 << 20;

    private final ResponseView view = new ResponseView();
    private byte[] bytes = new byte[INITIAL];
    private MutableDirectBuffer buffer = Buffers.wrap(bytes);
    private int length;
    private boolean ended;
    private boolean exceeded;

    void begin() {
        length = 0;
        ended = false;
        exceeded = false;
    }

    /** Whether the request was ended because its responses are too long together. */
    boolean hasExceeded() {
        return exceeded;
    }

    boolean hasEnded() {
        return ended;
    }

    Response response() {
        return view;
    }

    /** Ends a request that was not sent. */
    Response notSent(Outcome why) {
        return view.end(0, why);
    }

    @Override
    public void onResponse(Response response) {
        Outcome outcome = response.outcome();
        if (outcome == Outcome.RESPONSE) {
            if (length > 0 && response.length() > MAX_LENGTH - length) {
                exceeded = true;
                ended = true;
                view.end(response.correlation(), Outcome.RESPONSE_LOST);
                return;
            }
            reserve(response.length());
            response.buffer().getBytes(response.offset(), bytes, length, response.length());
            length += response.length();
        }
        if (response.isEnd()) {
            ended = true;
            switch (outcome) {
                case RESPONSE -> view.response(response.correlation(), true, buffer, 0, length);
                case REFUSED -> refused(response);
                default -> view.end(response.correlation(), outcome);
            }
        }
    }

    private void refused(Response response) {
        byte[] text = response.text().getBytes(StandardCharsets.UTF_8);
        view.refusal(response.correlation(), response.code(), Buffers.wrap(text), 0, text.length);
    }

    private void reserve(int more) {
        int needed = length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, needed));
            buffer = Buffers.wrap(bytes);
        }
    }
}
