package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.support.Watchdog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Services with their requests in a work queue: several responders, and redelivery. */
// Closing early is what is tested.
@SuppressWarnings("try")
class CompetingRespondersTest extends ServiceContractTest {
    @Test
    void eachRequestIsHandledByOneResponder() {
        if (!serviceCase().hasCompetingResponders()) {
            return;
        }
        try (Responder one = responder();
                Responder two = responder();
                Responder three = responder();
                Requester requester = requester()) {
            assertThatThrownBy(this::responder).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining("3 consumers");
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                send(requester, "request " + i);
                expected.add("request " + i);
            }
            List<String> handled = new ArrayList<>();
            while (handled.size() < 60) {
                for (Responder responder : List.of(one, two, three)) {
                    responder.poll(request -> {
                        assertThat(request.deliveries()).isEqualTo(1);
                        handled.add(text(request));
                        reply(request, text(request));
                    }, 2);
                }
            }
            assertThat(handled).containsExactlyInAnyOrderElementsOf(expected);
            Set<String> received = new HashSet<>();
            while (received.size() < 60) {
                requester.receive(response -> {
                    assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE);
                    assertThat(received.add(text(response))).isTrue();
                }, 10, LONG);
            }
            assertThat(received).isEqualTo(expected);
            assertThat(requester.inFlight()).isZero();
            assertThat(requester.late()).isZero();
        }
    }

    @Test
    void aRequestIsHeldUntilItsLastResponse() {
        if (!serviceCase().usesWorkQueue()) {
            return;
        }
        try (Responder responder = responder(); Requester requester = requester()) {
            List<Long> ids = new ArrayList<>();
            // Many more than fit at once.
            for (int round = 0; round < 300; round++) {
                for (int i = 0; i < 10; i++) {
                    send(requester, "x".repeat(100));
                }
                while (ids.size() < 10) {
                    responder.receive(request -> ids.add(request.defer()), 10, LONG);
                }
                for (long id : ids.reversed()) {
                    assertThat(responder.request(id).end()).isTrue();
                }
                ids.clear();
                int ended = 0;
                while (ended < 10) {
                    ended += requester.receive(
                            response -> assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE), 10, LONG);
                }
            }
        }
    }

    @Test
    void aRequestWhoseResponderEndsFailsAndIsNotHandledAgain() {
        if (!serviceCase().hasCompetingResponders()) {
            return;
        }
        try (Responder survivor = responder(); Requester requester = requester()) {
            List<Outcome> outcomes = new ArrayList<>();
            try (Responder first = responder()) {
                send(requester, "taken");
                handle(first, request -> {
                    request.part(bytes("part"), 0, 4);
                    request.defer();
                });
                receive(requester, response -> assertThat(text(response)).isEqualTo("part"));
            }
            pollUntil(survivor, "end of the request", () -> requester.poll(response -> {
                assertThat(response.isEnd()).isTrue();
                outcomes.add(response.outcome());
            }, 1) == 1);
            assertThat(outcomes).containsExactly(Outcome.RESPONDER_DIED);
            assertThat(requester.inFlight()).isZero();
            send(requester, "next");
            handle(survivor, request -> reply(request, "answered"));
            receive(requester, response -> assertThat(text(response)).isEqualTo("answered"));
        }
    }

    @Test
    void aRequestOfAnIdempotentServiceIsDeliveredToTheSuccessor() {
        if (serviceCase() != ServiceCase.IDEMPOTENT) {
            return;
        }
        try (Requester requester = requester()) {
            try (Responder first = responder()) {
                send(requester, "again");
                handle(first, request -> {
                    assertThat(request.deliveries()).isEqualTo(1);
                    request.defer();
                });
            }
            try (Responder second = responder()) {
                handle(second, request -> {
                    assertThat(request.deliveries()).isEqualTo(2);
                    reply(request, "re " + text(request));
                });
                receive(requester, response -> assertThat(text(response)).isEqualTo("re again"));
                assertThat(requester.late()).isZero();
            }
        }
    }

    @Test
    void aRequestFailsAfterItsLastDelivery() {
        if (serviceCase() != ServiceCase.IDEMPOTENT) {
            return;
        }
        try (Requester requester = requester(service -> service.idempotent(3))) {
            send(requester, "poison");
            for (int delivery = 1; delivery <= 3; delivery++) {
                int expected = delivery;
                try (Responder responder = responder(service -> service.idempotent(3))) {
                    handle(responder, request -> {
                        assertThat(request.deliveries()).isEqualTo(expected);
                        request.defer();
                    });
                }
            }
            try (Responder last = responder(service -> service.idempotent(3))) {
                pollUntil(last, "end of the request", () -> requester.poll(
                        response -> assertThat(response.outcome()).isEqualTo(Outcome.RESPONDER_DIED), 1) == 1);
                send(requester, "next");
                handle(last, request -> reply(request, ""));
                receive(requester, response -> assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE));
            }
        }
    }

    @Test
    void theSurvivorEndsARequestOfItsOwnAccord() {
        if (serviceCase() != ServiceCase.COMPETING_IN_SHARED_MEMORY) {
            return;
        }
        try (Responder survivor = responder(); Requester requester = requester()) {
            try (Responder first = responder()) {
                send(requester, "taken");
                handle(first, request -> request.defer());
            }
            pollUntil(survivor, "attachment", () -> survivor.requesters() == 1);
            receive(requester, response -> assertThat(response.outcome()).isEqualTo(Outcome.RESPONDER_DIED));
        }
    }

    @Test
    void partsOfTwoRespondersAreNotJoined() {
        if (serviceCase() != ServiceCase.IDEMPOTENT) {
            return;
        }
        try (Requester requester = requester()) {
            long stream;
            try (Responder first = responder()) {
                stream = send(requester, "stream");
                handle(first, request -> {
                    request.part(bytes("one"), 0, 3);
                    request.defer();
                });
            }
            try (Responder second = responder()) {
                handle(second, request -> {
                    request.part(bytes("one"), 0, 3);
                    reply(request, "two");
                });
                receive(requester, response -> {
                    assertThat(text(response)).isEqualTo("one");
                    assertThat(response.isEnd()).isFalse();
                });
                receive(requester, response -> {
                    assertThat(response.correlation()).isEqualTo(stream);
                    assertThat(response.outcome()).isEqualTo(Outcome.RESPONDER_DIED);
                });
                send(requester, "next");
                handle(second, request -> reply(request, "three"));
                receive(requester, response -> assertThat(text(response)).isEqualTo("three"));
                assertThat(requester.late()).isEqualTo(1);
            }
        }
    }

    @Test
    void theHolderSeesACancellationThatAnotherResponderTakes() {
        if (!serviceCase().hasCompetingResponders()) {
            return;
        }
        try (Responder holder = responder(); Responder other = responder(); Requester requester = requester()) {
            long cancelled = send(requester, "cancelled");
            List<Long> ids = new ArrayList<>();
            handle(holder, request -> ids.add(request.defer()));
            assertThat(holder.request(ids.getFirst()).isCancelled()).isFalse();
            requester.cancel(cancelled);
            send(requester, "behind the cancellation");
            handle(other, request -> reply(request, "done"));
            assertThat(holder.request(ids.getFirst()).isCancelled()).isTrue();
            assertThat(reply(holder.request(ids.getFirst()), "useless")).isFalse();
            List<Outcome> outcomes = new ArrayList<>();
            while (outcomes.size() < 2) {
                requester.receive(response -> outcomes.add(response.outcome()), 1, LONG);
            }
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.CANCELLED, Outcome.RESPONSE);
            assertThat(requester.late()).isZero();
        }
    }

    @Test
    void closingInAHandlerKeepsTheResponse() {
        if (!serviceCase().usesWorkQueue()) {
            return;
        }
        try (Requester requester = requester(); Responder responder = responder()) {
            Watchdog.await("responder", () -> requester.responders() == 1);
            send(requester, "last");
            handle(responder, request -> {
                responder.close();
                reply(request, "done");
            });
            receive(requester, response -> assertThat(text(response)).isEqualTo("done"));
            try (Responder next = responder()) {
                pollUntil(next, "nothing more", () -> true);
            }
        }
    }

    @Test
    void closingKeepsAResponseThatWaitsForTheAttachment() {
        if (!serviceCase().usesWorkQueue()) {
            return;
        }
        // A queue of more than 4 MiB is attached in the background.
        try (Requester requester = requester(service -> service.responseCapacity(8 << 20))) {
            try (Responder responder = responder()) {
                send(requester, "one");
                handle(responder, request -> reply(request, "done"));
            }
            try (Responder next = responder()) {
                pollUntil(next, "the response", () -> requester.poll(
                        response -> assertThat(text(response)).isEqualTo("done"), 1) == 1);
            }
            assertThat(requester.late()).isZero();
        }
    }

    @Test
    void theNumberOfRespondersAndIdempotenceAreComparedIfGiven() {
        if (!serviceCase().usesWorkQueue()) {
            return;
        }
        boolean idempotent = serviceCase() == ServiceCase.IDEMPOTENT;
        int most = idempotent ? 1 : ServiceCase.MOST_RESPONDERS;
        try (Responder responder = responder()) {
            assertThatThrownBy(() -> responding().service(SERVICE).responders(9).responder())
                    .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("responders " + most)
                    .hasMessageContaining("9");
            assertThatThrownBy(() -> responding().service(SERVICE).idempotent(7).requester())
                    .isInstanceOf(ChannelMismatchException.class)
                    .hasMessageContaining(idempotent ? "max deliveries 5" : "is not idempotent")
                    .hasMessageContaining("7");
            responding().service(SERVICE).requester().close();
            assertThat(responder.service()).isEqualTo(SERVICE);
        }
        responding().service(SERVICE).responder().close();
        assertThatThrownBy(() -> responding().service("other").responders(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> responding().service("other").idempotent(1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> responding().service("other").responders(5).maxParticipants(4).responder())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("max participants 4");
    }
}
