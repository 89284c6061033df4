package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.service.response.ResponseHeader;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.codecs.service.ResponseKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses of several deliveries of one request, and late refusals. */
class ResponseDispatcherTest extends ConnectionFixture {
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final ResponseDispatcher dispatcher = new ResponseDispatcher(inFlight);
    private SubscriberEndpoint responses;
    private Publisher out;

    @BeforeEach
    void open() {
        responses = (SubscriberEndpoint) rondo().queue("responses").capacity(4096).subscriber();
        out = rondo().queue("responses").publisher();
        inFlight.add(1, Long.MAX_VALUE, 0);
    }

    private void send(ResponseKind kind, int code) {
        MutableDirectBuffer record = Buffers.allocate(ResponseHeader.LENGTH);
        new ResponseHeader().set(kind, 1, code).write(record, 0);
        out.publish(record, 0, ResponseHeader.LENGTH);
    }

    private List<String> delivered() {
        List<String> outcomes = new ArrayList<>();
        dispatcher.poll(responses, response -> outcomes.add(response.outcome() + (response.isEnd() ? " end" : "")), 10,
                false);
        return outcomes;
    }

    @Test
    void theLossOfAnEarlierDeliveryDoesNotEndTheRequest() {
        send(ResponseKind.PART, 2);
        send(ResponseKind.LOST, 1);
        send(ResponseKind.END, 2);
        assertThat(delivered()).containsExactly("RESPONSE", "RESPONSE end");
        assertThat(dispatcher.late()).isEqualTo(1);
    }

    @Test
    void theLossOfTheSameOrALaterDeliveryEndsTheRequest() {
        send(ResponseKind.PART, 2);
        send(ResponseKind.LOST, 2);
        assertThat(delivered()).containsExactly("RESPONSE", "RESPONSE_LOST end");
        inFlight.add(1, Long.MAX_VALUE, 0);
        send(ResponseKind.PART, 2);
        send(ResponseKind.LOST, 3);
        assertThat(delivered()).containsExactly("RESPONSE", "RESPONSE_LOST end");
    }

    @Test
    void theCodeOfARefusalIsNoDelivery() {
        send(ResponseKind.PART, 2);
        send(ResponseKind.REFUSED, 1);
        assertThat(delivered()).containsExactly("RESPONSE", "REFUSED end");
    }

    @Test
    void aRefusalThatIsPolledAfterTheDeadlineKeepsItsCode() {
        inFlight.remove(1);
        inFlight.add(1, System.nanoTime() - 1, 0);
        send(ResponseKind.REFUSED, 7);
        List<String> refusals = new ArrayList<>();
        dispatcher.poll(responses, response -> refusals.add(response.outcome() + " " + response.code()), 10, false);
        assertThat(refusals).containsExactly("REFUSED 7");
    }
}
