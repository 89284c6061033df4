package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rondo.client.ClosedException;
import io.rondo.client.Request;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Calls after and beside the end of a requester or responder. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ServiceCloseTest extends ServiceContractTest {
    @Test
    void aCallBesideTheCloseOfAResponderEndsWithClosed() throws Exception {
        for (int i = 0; i < 10; i++) {
            Responder responder = responder();
            try (Requester requester = requester()) {
                send(requester, "attach");
                handle(responder, Request::defer);
                CountDownLatch started = new CountDownLatch(1);
                Task<Void> polling = Task.start(() -> {
                    started.countDown();
                    while (true) {
                        responder.poll(request -> {}, 1);
                        responder.request(1);
                    }
                });
                started.await();
                responder.close();
                assertThatThrownBy(polling::join).isInstanceOf(ClosedException.class);
            }
        }
    }

    @Test
    void aClosedRequesterOrResponderThrows() {
        Responder responder = responder();
        Requester requester = requester();
        requester.close();
        requester.close();
        assertThatThrownBy(() -> requester.poll(response -> {}, 1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> requester.trySend(bytes("x"), 0, 1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> requester.cancel(1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(requester::responders).isInstanceOf(ClosedException.class);
        responder.close();
        responder.close();
        assertThatThrownBy(() -> responder.poll(request -> {}, 1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> responder.request(1)).isInstanceOf(ClosedException.class);
    }

    @Test
    void aResponderThatIsClosedThrowsClosedAlsoAfterTheRemovalOfItsService() throws IOException {
        Path file = directory().resolve(SERVICE + ".ring");
        Responder responder = responder();
        Requester requester = requester();
        send(requester, "deferred");
        Request[] deferred = new Request[1];
        handle(responder, request -> {
            request.defer();
            deferred[0] = request;
        });
        // A service over sockets only has no segment that can be removed.
        if (Files.deleteIfExists(file)) {
            Watchdog.await("removal", () -> catchThrowable(() -> responder.poll(request -> {}, 1)) != null);
        }
        assertThat(responder.deferred()).isEqualTo(1);
        responder.close();
        assertThatThrownBy(responder::deferred).isInstanceOf(ClosedException.class)
                .hasMessage("responder of service " + SERVICE + " is closed");
        assertThatThrownBy(responder::requesters).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> deferred[0].end()).isInstanceOf(ClosedException.class);
        // Reports the removal.
        catchThrowable(requester::close);
    }

    @Test
    void closingEndsAWaitingCall() throws Exception {
        Requester requester = requester();
        Task<Response> waiting = Task.start(() -> call(requester, "never answered"));
        try (Responder responder = responder()) {
            handle(responder, Request::defer);
            requester.close();
            assertThatThrownBy(waiting::join).isInstanceOf(ClosedException.class);
        }
    }
}
