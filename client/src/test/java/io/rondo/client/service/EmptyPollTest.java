package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.Request;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls of services after polls that found nothing: what they refuse, and what they deliver. */
class EmptyPollTest {
    private static final int SOME = 100;
    private static final DirectBuffer REQUEST = Buffers.wrap(new byte[1]);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private Responder responder;
    private Requester requester;
    private final List<Outcome> outcomes = new ArrayList<>();

    @BeforeEach
    void open() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).transport(Transport.SHM).build());
        responder = rondo.service("s").responder();
        requester = rondo.service("s").requester();
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private void pollOften() {
        for (int i = 0; i < SOME; i++) {
            assertThat(responder.poll(Request::end, 1)).isZero();
            assertThat(requester.poll(response -> outcomes.add(response.outcome()), 1)).isZero();
        }
    }

    private static void requireRefused(Runnable poll) {
        assertThatThrownBy(poll::run).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("called by a handler of its own");
    }

    @Test
    void aHandlerOfARequestThatPollsItsResponderIsRefused() {
        pollOften();
        requester.send(REQUEST, 0, 1);
        int count = responder.poll(request -> {
            requireRefused(() -> responder.poll(Request::end, 1));
            request.end();
        }, 1);
        assertThat(count).isEqualTo(1);
    }

    @Test
    void aHandlerOfAnOutcomeThatPollsItsRequesterIsRefused() {
        pollOften();
        requester.cancel(requester.send(REQUEST, 0, 1));
        int count = requester.poll(response -> {
            requireRefused(() -> requester.poll(nested -> {}, 1));
            outcomes.add(response.outcome());
        }, 1);
        assertThat(count).isEqualTo(1);
        assertThat(outcomes).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void pollsThatFindNoResponseFindTheEndOfTheDeadline() {
        requester.send(REQUEST, 0, 1, Duration.ofMillis(50));
        Watchdog.await("the end of the deadline",
                () -> requester.poll(response -> outcomes.add(response.outcome()), 1) == 1);
        assertThat(outcomes).containsExactly(Outcome.TIMEOUT);
    }

    @Test
    void aClosedEndpointRefusesAPollThatWouldFindNothing() {
        pollOften();
        responder.close();
        requester.close();
        assertThatThrownBy(() -> responder.poll(Request::end, 1)).hasMessageContaining("closed");
        assertThatThrownBy(() -> requester.poll(response -> {}, 1)).hasMessageContaining("closed");
    }
}
