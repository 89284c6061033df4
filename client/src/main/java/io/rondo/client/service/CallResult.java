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

    private final ResponseView view = new ResponseView();
    private byte[] bytes = new byte[INITIAL];
    private MutableDirectBuffer buffer = Buffers.wrap(bytes);
    private int length;
    private boolean ended;

    void begin() {
        length = 0;
        ended = false;
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
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * bytes.length, needed)));
            buffer = Buffers.wrap(bytes);
        }
    }
}
