package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.DropReason;
import io.rondo.client.Outcome;
import io.rondo.client.Publisher;
import io.rondo.client.Request;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.Service;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** How requests end that get no response, and what becomes of late responses. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ServiceOutcomeTest extends ServiceContractTest {
    private static void expect(Requester requester, long correlation, Outcome outcome) {
        receive(requester, response -> {
            assertThat(response.correlation()).isEqualTo(correlation);
            assertThat(response.outcome()).isEqualTo(outcome);
            assertThat(response.isEnd()).isTrue();
            assertThat(response.length()).isZero();
            assertThat(response.text()).isEmpty();
        });
    }

    @Test
    void anUnansweredRequestTimesOutAndALateResponseIsDropped() {
        try (Responder responder = responder(); Requester requester = requester()) {
            long correlation = send(requester, "slow", SHORT);
            List<Long> ids = new ArrayList<>();
            handle(responder, request -> ids.add(request.defer()));
            expect(requester, correlation, Outcome.TIMEOUT);
            awaitExpiry(Duration.ZERO);
            assertThat(requester.inFlight()).isZero();
            var request = responder.request(ids.getFirst());
            if (request != null) {
                assertThat(request.isExpired()).isTrue();
                reply(request, "late");
                Watchdog.await("late response", () -> requester.poll(response -> {
                    throw new AssertionError(response.toString());
                }, 1) == 0 && requester.late() == 1);
            }
            pollUntil(responder, "end of the request", () -> responder.deferred() == 0);
        }
    }

    @Test
    void anExpiredRequestIsDeliveredOnlyIfAskedFor() {
        try (Requester requester = requester()) {
            try (Responder responder = responder()) {
                Watchdog.await("responder", () -> requester.responders() == 1);
                long correlation = send(requester, "expired", SHORT);
                expect(requester, correlation, Outcome.TIMEOUT);
                awaitExpiry(Duration.ZERO);
                pollUntil(responder, "expired request", () -> responder.expired() == 1);
            }
            try (Responder responder = responder(service -> service.deliverExpired(true))) {
                Watchdog.await("responder", () -> requester.responders() == 1);
                long correlation = send(requester, "wanted", SHORT);
                expect(requester, correlation, Outcome.TIMEOUT);
                awaitExpiry(Duration.ZERO);
                handle(responder, request -> {
                    assertThat(request.isExpired()).isTrue();
                    assertThat(request.deadline()).isLessThan(System.nanoTime());
                    assertThat(text(request)).isEqualTo("wanted");
                    request.end();
                });
                assertThat(responder.expired()).isZero();
            }
        }
    }

    @Test
    void aRequestBehindASlowHandlerExpires() {
        try (Responder responder = responder(); Requester requester = requester()) {
            long slow = send(requester, "slow");
            long expired = send(requester, "expired", SHORT);
            List<String> handled = new ArrayList<>();
            while (responder.expired() == 0) {
                responder.receive(request -> {
                    handled.add(text(request));
                    expect(requester, expired, Outcome.TIMEOUT);
                    awaitExpiry(Duration.ZERO);
                    reply(request, "done");
                }, 10, SHORT);
            }
            assertThat(handled).containsExactly("slow");
            receive(requester, response -> assertThat(response.correlation()).isEqualTo(slow));
        }
    }

    @Test
    void aRequestThatAResponderTookBeforeItEndedDoesNotCountAsUntaken() {
        try (Requester requester = requester()) {
            long taken;
            try (Responder responder = responder()) {
                List<Long> sent = new ArrayList<>();
                int[] handled = new int[1];
                // Beside other load, a request may expire before the responder has looked.
                do {
                    sent.add(send(requester, Integer.toString(sent.size()), SHORT));
                } while (responder.receive(request -> {
                    handled[0] = Integer.parseInt(text(request.buffer(), request.offset(), request.length()));
                    request.defer();
                }, 1, SHORT) == 0);
                taken = sent.get(handled[0]);
                awaitExpiry(SHORT);
            }
            List<Outcome> outcomes = new ArrayList<>();
            while (outcomes.isEmpty()) {
                requester.poll(response -> {
                    if (response.correlation() == taken) {
                        outcomes.add(response.outcome());
                    }
                }, 1);
            }
            assertThat(outcomes).isSubsetOf(Outcome.TIMEOUT, Outcome.RESPONDER_DIED);
        }
    }

    @Test
    void withoutAResponderARequestEndsAtItsDeadline() {
        try (Requester requester = requester()) {
            DirectBuffer request = bytes("x");
            Response response = requester.call(request, 0, 1, Duration.ofMillis(300));
            assertThat(response.outcome()).isEqualTo(Outcome.NO_RESPONDER);
            if (!serviceCase().keepsRequests()) {
                assertThat(requester.trySend(request, 0, 1)).isEqualTo(Publisher.NOT_CONNECTED);
                assertThat(requester.tryClaim(1)).isNull();
            }
            assertThat(requester.inFlight()).isZero();
        }
    }

    @Test
    void aRequestThatWaitsIsAnsweredByTheNextResponder() {
        if (!serviceCase().keepsRequests()) {
            return;
        }
        try (Requester requester = requester()) {
            long correlation = send(requester, "early");
            try (Responder responder = responder()) {
                handle(responder, request -> reply(request, "re " + text(request)));
                receive(requester, response -> {
                    assertThat(response.correlation()).isEqualTo(correlation);
                    assertThat(text(response)).isEqualTo("re early");
                });
            }
        }
    }

    @Test
    void aTakenRequestFailsWhenTheResponderClosesAndAWaitingOneIsAnsweredByTheSuccessor() {
        if (!serviceCase().failsTakenRequestsAtTheEndOfTheResponder()) {
            return;
        }
        try (Requester requester = requester()) {
            long taken;
            long waiting;
            try (Responder first = responder()) {
                Watchdog.await("responder", () -> requester.responders() == 1);
                taken = send(requester, "taken");
                handle(first, Request::defer);
                waiting = send(requester, "waiting");
            }
            expect(requester, taken, Outcome.RESPONDER_DIED);
            try (Responder second = responder()) {
                handle(second, request -> {
                    assertThat(text(request)).isEqualTo("waiting");
                    reply(request, "done");
                });
                receive(requester, response -> {
                    assertThat(response.correlation()).isEqualTo(waiting);
                    assertThat(text(response)).isEqualTo("done");
                });
            }
            assertThat(requester.late()).isZero();
        }
    }

    @Test
    void aSuccessorThatIsThereAtOnceDoesNotHideTheEndOfItsPredecessor() {
        if (!serviceCase().failsTakenRequestsAtTheEndOfTheResponder()) {
            return;
        }
        try (Requester requester = requester()) {
            long taken;
            try (Responder first = responder()) {
                Watchdog.await("responder", () -> requester.responders() == 1);
                taken = send(requester, "taken");
                handle(first, Request::defer);
            }
            try (Responder second = responder()) {
                expect(requester, taken, Outcome.RESPONDER_DIED);
                assertThat(second.poll(request -> {
                    throw new AssertionError("delivered again");
                }, 10)).isZero();
            }
        }
    }

    @Test
    void responsesBeforeTheEndOfTheResponderAreDelivered() {
        try (Requester requester = requester()) {
            try (Responder responder = responder()) {
                Watchdog.await("responder", () -> requester.responders() == 1);
                for (int i = 0; i < 20; i++) {
                    send(requester, "request");
                }
                int handled = 0;
                while (handled < 20) {
                    handled += responder.receive(request -> reply(request, "response"), 20, LONG);
                }
                pollUntil(responder, "attached", () -> responder.requesters() == 1);
            }
            for (int i = 0; i < 20; i++) {
                receive(requester, response -> assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE));
            }
        }
    }

    @Test
    void aCancelledRequestEndsAtOnceAndTheResponderSeesIt() {
        try (Responder responder = responder(); Requester requester = requester()) {
            long deferred = send(requester, "deferred");
            List<Long> ids = new ArrayList<>();
            handle(responder, request -> {
                assertThat(request.isCancelled()).isFalse();
                ids.add(request.defer());
            });
            assertThat(requester.cancel(deferred)).isTrue();
            assertThat(requester.cancel(deferred)).isFalse();
            assertThat(requester.cancel(99)).isFalse();
            expect(requester, deferred, Outcome.CANCELLED);
            pollUntil(responder, "cancellation", () -> responder.request(ids.getFirst()).isCancelled());
            assertThat(reply(responder.request(ids.getFirst()), "useless")).isFalse();
            assertThat(responder.deferred()).isZero();
            assertThat(responder.dropped()).isZero();
            assertThat(requester.poll(response -> {}, 1)).isZero();
        }
    }

    @Test
    void aHandlerInProgressSeesACancellationAndAWaitingRequestThatWasCancelledIsNotDelivered() {
        try (Responder responder = responder(); Requester requester = requester()) {
            long running = send(requester, "running");
            long waiting = send(requester, "waiting");
            handle(responder, request -> {
                assertThat(request.isCancelled()).isFalse();
                assertThat(requester.cancel(waiting)).isTrue();
                assertThat(requester.cancel(running)).isTrue();
                Watchdog.await("cancellation", request::isCancelled);
                assertThat(reply(request, "useless")).isFalse();
            });
            pollUntil(responder, "nothing more", () -> true);
            long last = send(requester, "last");
            handle(responder, request -> {
                assertThat(text(request)).isEqualTo("last");
                assertThat(request.isCancelled()).isFalse();
                reply(request, "done");
            });
            List<Outcome> outcomes = new ArrayList<>();
            while (outcomes.size() < 3) {
                requester.receive(response -> outcomes.add(response.outcome()), 10, LONG);
            }
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.CANCELLED, Outcome.CANCELLED, Outcome.RESPONSE);
            assertThat(last).isEqualTo(3);
        }
    }

    @Test
    void aResponseThatDoesNotFitIsReportedAsLostAndDelaysNoOtherRequester() {
        try (Responder responder = responder();
                Requester slow = requester(service -> service.responseCapacity(4096));
                Requester other = requester()) {
            int count = 200;
            for (int i = 0; i < count; i++) {
                send(slow, "request");
            }
            send(other, "request");
            DirectBuffer response = Buffers.allocate(1000);
            int handled = 0;
            while (handled <= count) {
                handled += responder.receive(request -> {
                    boolean sent = request.reply(response, 0, 1000);
                    assertThat(request.dropReason()).isEqualTo(sent ? null : DropReason.NO_ROOM);
                }, 10, LONG);
            }
            receive(other, answer -> assertThat(answer.outcome()).isEqualTo(Outcome.RESPONSE));
            int[] outcomes = new int[Outcome.values().length];
            while (slow.inFlight() > 0) {
                pollUntil(responder, "notices", () -> true);
                slow.receive(answer -> outcomes[answer.outcome().ordinal()]++, 10, SHORT);
            }
            assertThat(outcomes[Outcome.RESPONSE.ordinal()] + outcomes[Outcome.RESPONSE_LOST.ordinal()])
                    .isEqualTo(count);
            if (serviceCase() == ServiceCase.SHARED_MEMORY) {
                assertThat(outcomes[Outcome.RESPONSE_LOST.ordinal()]).isPositive();
            }
            send(slow, "too long for the queue");
            long dropped = responder.dropped();
            assertThat(responder.tooLong()).isZero();
            handle(responder, request -> {
                assertThat(request.dropReason()).isNull();
                assertThat(request.reply(Buffers.allocate(2048), 0, 2048)).isFalse();
                assertThat(request.dropReason()).isEqualTo(DropReason.TOO_LONG);
            });
            assertThat(responder.tooLong()).isEqualTo(1);
            assertThat(responder.dropped()).isEqualTo(dropped + 1);
            pollUntil(responder, "notice", () -> slow.poll(answer -> assertThat(answer.outcome())
                    .isEqualTo(Outcome.RESPONSE_LOST), 1) == 1);
            send(slow, "claim");
            handle(responder, request -> {
                assertThat(request.claim(2048)).isNull();
                assertThat(request.isOpen()).isFalse();
                assertThat(request.dropReason()).isEqualTo(DropReason.TOO_LONG);
            });
            pollUntil(responder, "notice", () -> slow.poll(answer -> assertThat(answer.outcome())
                    .isEqualTo(Outcome.RESPONSE_LOST), 1) == 1);
        }
    }

    @Test
    void aPartThatDoesNotFitNowIsSentLater() {
        try (Responder responder = responder();
                Requester requester = requester(service -> service.responseCapacity(4096))) {
            send(requester, "attach");
            handle(responder, request -> reply(request, ""));
            receive(requester, response -> {});
            send(requester, "stream");
            List<Long> ids = new ArrayList<>();
            handle(responder, request -> ids.add(request.defer()));
            DirectBuffer part = Buffers.allocate(1000);
            int sent = 0;
            int received = 0;
            int[] length = new int[1];
            while (sent < 500) {
                if (responder.request(ids.getFirst()).part(part, 0, 1000)) {
                    sent++;
                } else {
                    received += requester.poll(response -> length[0] += response.length(), 10);
                }
            }
            assertThat(responder.request(ids.getFirst()).isOpen()).isTrue();
            Claim claim = null;
            while (claim == null) {
                claim = responder.request(ids.getFirst()).claimPart(1);
                received += requester.poll(response -> length[0] += response.length(), 10);
            }
            claim.commit();
            while (received < 501) {
                received += requester.receive(response -> length[0] += response.length(), 10, LONG);
            }
            assertThat(responder.request(ids.getFirst()).end()).isTrue();
            while (requester.inFlight() > 0) {
                received += requester.receive(response -> length[0] += response.length(), 10, SHORT);
                pollUntil(responder, "notices", () -> true);
            }
            assertThat(received).isEqualTo(502);
            assertThat(length[0]).isEqualTo(500_001);
        }
    }

    @Test
    void theResponderLeavesARequesterThatHasEnded() throws IOException {
        try (Responder responder = responder()) {
            Requester requester = requester();
            send(requester, "answered");
            handle(responder, request -> reply(request, "done"));
            pollUntil(responder, "attached", () -> responder.requesters() == 1);
            receive(requester, response -> {});
            send(requester, "deferred");
            List<Long> ids = new ArrayList<>();
            handle(responder, request -> ids.add(request.defer()));
            send(requester, "claimed");
            Claim[] claims = new Claim[1];
            handle(responder, request -> {
                request.defer();
                claims[0] = request.claim(8);
            });
            requester.close();
            pollUntil(responder, "end of the requester", () -> responder.requesters() == 0);
            assertThat(claims[0]).isNotNull();
            assertThatThrownBy(claims[0]::buffer).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its queue has ended");
            assertThatThrownBy(claims[0]::commit).isInstanceOf(IllegalStateException.class);
            claims[0].close();
            assertThat(responder.request(ids.getFirst())).isNull();
            assertThat(responder.deferred()).isZero();
            Watchdog.await("removal of the response queue", () -> responseFiles().isEmpty());
        }
    }

    private List<Path> responseFiles() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith(SERVICE + "@")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFirstResponseWaitsWhileAnotherProcessLocksTheResponseQueue() throws IOException {
        if (serviceCase() != ServiceCase.SHARED_MEMORY) {
            return;
        }
        try (Responder responder = responder(); Requester requester = requester()) {
            Path queue = responseFiles().getFirst();
            try (LockFile lock = LockFile.open(queue)) {
                // The slots of all peers, as no participant does.
                assertThat(lock.tryLock(SegmentLayout.lockOffset(SlotLayout.FIRST_PEER), 2)).isTrue();
                send(requester, "first");
                handle(responder, request -> assertThat(reply(request, "response")).isTrue());
            }
            receive(requester, response -> assertThat(text(response)).isEqualTo("response"));
            assertThat(responder.dropped()).isZero();
        }
    }

    @Test
    void aNewRequesterGetsNoResponsesOfItsPredecessor() {
        try (Responder responder = responder()) {
            List<Long> ids = new ArrayList<>();
            try (Requester first = requester()) {
                send(first, "first");
                handle(responder, request -> ids.add(request.defer()));
            }
            try (Requester second = requester()) {
                send(second, "second");
                handle(responder, request -> reply(request, "to the second"));
                var late = responder.request(ids.getFirst());
                if (late != null) {
                    reply(late, "to the first");
                }
                receive(second, response -> assertThat(text(response)).isEqualTo("to the second"));
                assertThat(second.late()).isZero();
            }
        }
    }

    @Test
    void outcomesAreDeliveredBesideAStreamOfResponses() {
        // In a work queue, the request that is held holds the space of those behind it.
        UnaryOperator<Service> large = service -> service.capacity(1 << 24);
        try (Responder responder = responder(large); Requester requester = requester(large)) {
            long expiring = send(requester, "expiring", SHORT);
            responder.receive(Request::defer, 1, SHORT);
            boolean[] ended = new boolean[1];
            while (!ended[0]) {
                send(requester, "next");
                handle(responder, request -> reply(request, "done"));
                receive(requester, response -> ended[0] |= response.correlation() == expiring);
            }
        }
    }
}
