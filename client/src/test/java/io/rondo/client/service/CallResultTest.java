package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class CallResultTest {
    private static final DirectBuffer MEGABYTE = Buffers.allocate(1 << 20);

    private final CallResult result = new CallResult();
    private final ResponseView view = new ResponseView();

    private void receive(boolean last) {
        result.onResponse(view.response(3, last, MEGABYTE, 0, MEGABYTE.capacity()));
    }

    @Test
    void aStreamWithoutEndEndsTheCall() {
        result.begin();
        for (int i = 0; i < 64; i++) {
            receive(false);
            assertThat(result.hasEnded()).isFalse();
        }
        receive(false);
        assertThat(result.hasEnded()).isTrue();
        assertThat(result.hasExceeded()).isTrue();
        assertThat(result.response().outcome()).isEqualTo(Outcome.RESPONSE_LOST);
        assertThat(result.response().correlation()).isEqualTo(3);
        assertThat(result.response().length()).isZero();
    }

    @Test
    void theNextCallBeginsWithoutTheResponsesOfThePreviousOne() {
        result.begin();
        receive(false);
        result.begin();
        receive(true);
        assertThat(result.hasExceeded()).isFalse();
        assertThat(result.response().length()).isEqualTo(MEGABYTE.capacity());
    }
}
