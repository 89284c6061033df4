package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Claim;
import io.rondo.client.Outcome;
import io.rondo.client.Publisher;
import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.RondoException;
import io.rondo.client.WaitSet;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Requests, responses, streams, refusals, and misuse. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ServiceCallTest extends ServiceContractTest {
    /** Answers in a thread of its own until it is closed. */
    private static Task<Void> serve(Responder responder, AtomicBoolean stopped) {
        return Task.start(() -> serve(responder, stopped, request -> request.reply(request.buffer(), request.offset(),
                request.length())));
    }

    private static Void serve(Responder responder, AtomicBoolean stopped, RequestHandler handler) {
        while (!stopped.get()) {
            responder.receive(handler, 16, Duration.ofMillis(100));
        }
        return null;
    }

    @Test
    void aCallReturnsTheResponseAtEachLength() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (Responder responder = responder(service -> service.waitStrategy(WaitStrategy.park()));
                Requester requester = requester(service -> service.waitStrategy(WaitStrategy.park()))) {
            Task<Void> serving = serve(responder, stopped);
            int longest = 8000;
            MutableDirectBuffer message = Buffers.allocate(longest);
            for (long number = 1; number <= 500; number++) {
                int length = Payload.length(number, longest);
                Payload.fill(message, 0, length, number);
                Response response = requester.call(message, 0, length);
                assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE);
                assertThat(response.isEnd()).isTrue();
                assertThat(response.correlation()).isEqualTo(number);
                assertThat(response.length()).isEqualTo(length);
                Payload.verify(response.buffer(), response.offset(), length, number);
            }
            assertThat(requester.inFlight()).isZero();
            assertThat(requester.late()).isZero();
            assertThat(requester.responders()).isEqualTo(1);
            stopped.set(true);
            serving.join();
            assertThat(responder.requesters()).isEqualTo(1);
            assertThat(responder.dropped()).isZero();
        }
    }

    @Test
    void virtualThreadsCallAndServe() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (Responder responder = responder(); Requester requester = requester()) {
            Task<Void> serving = Task.startVirtual(() -> serve(responder, stopped,
                    request -> request.reply(request.buffer(), request.offset(), request.length())));
            Task<Void> calling = Task.startVirtual(() -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(text(call(requester, "hello " + i))).isEqualTo("hello " + i);
                }
                return null;
            });
            calling.join();
            stopped.set(true);
            serving.join();
        }
    }

    @Test
    void manyRequestsInFlightAreAnsweredInAnyOrder() {
        try (Responder responder = responder();
                Requester first = requester();
                Requester second = requester()) {
            List<Long> deferred = new ArrayList<>();
            Map<Long, String> texts = new HashMap<>();
            Map<Requester, Map<Long, String>> expected = new HashMap<>();
            for (int i = 0; i < 50; i++) {
                Requester requester = i % 2 == 0 ? first : second;
                long correlation = send(requester, "request " + i);
                expected.computeIfAbsent(requester, _ -> new HashMap<>()).put(correlation, "response to request " + i);
            }
            while (deferred.size() < 50) {
                responder.receive(request -> {
                    long id = request.defer();
                    deferred.add(id);
                    texts.put(id, text(request));
                }, 7, LONG);
            }
            assertThat(responder.deferred()).isEqualTo(50);
            for (long id : deferred.reversed()) {
                Request request = responder.request(id);
                assertThat(request.length()).isZero();
                assertThat(reply(request, "response to " + texts.get(id))).isTrue();
                assertThat(responder.request(id)).isNull();
            }
            assertThat(responder.deferred()).isZero();
            expected.forEach((requester, responses) -> {
                Map<Long, String> received = new HashMap<>();
                while (received.size() < responses.size()) {
                    requester.receive(response -> {
                        assertThat(response.outcome()).isEqualTo(Outcome.RESPONSE);
                        assertThat(received.put(response.correlation(), text(response))).isNull();
                    }, 10, LONG);
                }
                assertThat(received).isEqualTo(responses);
                assertThat(requester.inFlight()).isZero();
            });
        }
    }

    @Test
    void aStreamHasPartsAndAnEnd() throws Exception {
        try (Responder responder = responder(); Requester requester = requester()) {
            long correlation = send(requester, "stream");
            handle(responder, request -> {
                assertThat(request.part(bytes("one"), 0, 3)).isTrue();
                try (Claim claim = request.claimPart(10)) {
                    claim.buffer().putBytes(claim.offset(), "two".getBytes());
                    claim.commit(3);
                }
                assertThat(request.isOpen()).isTrue();
                assertThat(request.end()).isTrue();
                assertThat(request.isOpen()).isFalse();
            });
            List<String> seen = new ArrayList<>();
            while (seen.size() < 3) {
                requester.receive(response -> {
                    assertThat(response.correlation()).isEqualTo(correlation);
                    seen.add(text(response) + (response.isEnd() ? " end" : ""));
                }, 1, LONG);
            }
            assertThat(seen).containsExactly("one", "two", " end");
            Task<Void> serving = Task.start(() -> {
                handle(responder, request -> {
                    request.part(bytes("a"), 0, 1);
                    request.part(bytes("b"), 0, 1);
                    reply(request, "c");
                });
                return null;
            });
            assertThat(text(call(requester, "joined"))).isEqualTo("abc");
            serving.join();
        }
    }

    @Test
    void claimsWriteRequestsAndResponsesInPlace() {
        try (Responder responder = responder(); Requester requester = requester()) {
            Claim request = requester.tryClaim(100);
            assertThat(request.length()).isEqualTo(100);
            request.buffer().putLong(request.offset(), 42);
            assertThatThrownBy(() -> request.commit(101)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> send(requester, "other")).isInstanceOf(IllegalStateException.class);
            assertThat(request.commit(8)).isEqualTo(1);
            assertThatThrownBy(request::commit).isInstanceOf(IllegalStateException.class);
            requester.tryClaim(5).abort();
            handle(responder, taken -> {
                assertThat(taken.length()).isEqualTo(8);
                taken.claim(3).abort();
                Claim response = taken.claim(16);
                assertThatThrownBy(() -> taken.reply(bytes("x"), 0, 1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("claim");
                response.buffer().putLong(response.offset(), taken.buffer().getLong(taken.offset()) + 1);
                response.commit(8);
                assertThat(taken.isOpen()).isFalse();
            });
            receive(requester, response -> {
                assertThat(response.length()).isEqualTo(8);
                assertThat(response.buffer().getLong(response.offset())).isEqualTo(43);
            });
        }
    }

    @Test
    void aRefusalHasACodeAndAText() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "no");
            handle(responder, request -> {
                assertThatThrownBy(() -> request.refuse(-5, "")).isInstanceOf(IllegalArgumentException.class);
                assertThat(request.refuse(7, "out of stock")).isTrue();
            });
            receive(requester, response -> {
                assertThat(response.outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(response.code()).isEqualTo(7);
                assertThat(response.text()).isEqualTo("out of stock");
                assertThat(response.isEnd()).isTrue();
                assertThat(response.length()).isZero();
            });
        }
    }

    @Test
    void aRequestEndsOnce() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "once");
            handle(responder, request -> {
                reply(request, "first");
                assertThatThrownBy(() -> reply(request, "second")).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has ended");
                assertThatThrownBy(request::defer).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> request.part(bytes("x"), 0, 1)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> request.claim(1)).isInstanceOf(IllegalStateException.class);
            });
            receive(requester, response -> assertThat(text(response)).isEqualTo("first"));
            assertThat(requester.poll(response -> {}, 1)).isZero();
        }
    }

    @Test
    void aRequestWithoutAnAnswerIsRefused() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "forgotten");
            handle(responder, request -> {});
            receive(requester, response -> {
                assertThat(response.outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(response.code()).isEqualTo(Response.NO_REPLY);
            });
            send(requester, "claimed");
            handle(responder, request -> request.claim(8));
            receive(requester, response -> assertThat(response.code()).isEqualTo(Response.NO_REPLY));
            send(requester, "poison");
            assertThatThrownBy(() -> handle(responder, request -> {
                throw new ArithmeticException("of the handler");
            })).isInstanceOf(ArithmeticException.class);
            receive(requester, response -> {
                assertThat(response.code()).isEqualTo(Response.HANDLER_FAILED);
                assertThat(response.text()).contains("ArithmeticException").contains("of the handler");
            });
            assertThat(responder.poll(request -> {}, 1)).isZero();
        }
    }

    @Test
    void aResponseHandlerThatThrowsGetsItsResponseAgain() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "a");
            handle(responder, request -> reply(request, "b"));
            assertThatThrownBy(() -> receive(requester, response -> {
                throw new ArithmeticException();
            })).isInstanceOf(ArithmeticException.class);
            receive(requester, response -> assertThat(text(response)).isEqualTo("b"));
            assertThat(requester.inFlight()).isZero();
        }
    }

    @Test
    void handlersMaySendAndCancelButNotPoll() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "first");
            handle(responder, request -> {
                assertThatThrownBy(() -> responder.poll(other -> {}, 1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("handler");
                reply(request, "1");
            });
            receive(requester, response -> {
                assertThatThrownBy(() -> requester.poll(other -> {}, 1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("handler");
                assertThat(requester.cancel(send(requester, "given up"))).isTrue();
                send(requester, "second");
            });
            receive(requester, response -> assertThat(response.outcome()).isEqualTo(Outcome.CANCELLED));
            while (requester.inFlight() > 0) {
                responder.poll(request -> reply(request, "2"), 10);
                requester.poll(response -> assertThat(response.correlation()).isEqualTo(3), 10);
            }
        }
    }

    @Test
    void aHandlerCannotCancelTheRequestThatItGetsTheEndOf() {
        try (Responder responder = responder(); Requester requester = requester()) {
            send(requester, "x");
            handle(responder, request -> reply(request, "1"));
            receive(requester, response -> assertThat(requester.cancel(response.correlation())).isFalse());
            assertThat(requester.inFlight()).isZero();
            assertThat(requester.poll(response -> {
                throw new AssertionError("a second end: " + response.outcome());
            }, 10)).isZero();
        }
    }

    @Test
    void aFailingHandlerBesideAnOpenClaimLosesOnlyItsOwnResponse() {
        try (Responder responder = responder(); Requester requester = requester()) {
            long claimed = send(requester, "claimed");
            long failing = send(requester, "failing");
            Claim[] claim = new Claim[1];
            handle(responder, request -> {
                request.defer();
                claim[0] = request.claim(1);
            });
            RuntimeException failure = new RuntimeException("on purpose");
            assertThatThrownBy(() -> handle(responder, request -> {
                throw failure;
            })).isSameAs(failure);
            assertThat(responder.poll(request -> {
                throw new AssertionError("delivered again");
            }, 10)).isZero();
            claim[0].buffer().putByte(claim[0].offset(), (byte) 'c');
            claim[0].commit();
            Map<Long, Outcome> outcomes = new HashMap<>();
            while (outcomes.size() < 2) {
                responder.poll(request -> {}, 1);
                requester.poll(response -> outcomes.put(response.correlation(), response.outcome()), 10);
            }
            assertThat(outcomes).containsEntry(claimed, Outcome.RESPONSE).containsEntry(failing, Outcome.RESPONSE_LOST);
        }
    }

    @Test
    void aCallByTheThreadOfTheOnlyResponderIsDetected() {
        if (serviceCase().hasCompetingResponders()) {
            return;
        }
        try (Responder responder = responder(); Requester requester = responding().service(SERVICE).requester()) {
            responder.poll(request -> {}, 1);
            assertThatThrownBy(() -> requester.call(bytes("x"), 0, 1, SHORT)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(SERVICE).hasMessageContaining("thread of its responder");
            awaitExpiry(Duration.ZERO);
            send(requester, "sent");
            handle(responder, request -> {
                assertThatThrownBy(() -> call(requester, "in a handler")).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("thread of its responder");
                reply(request, "x");
            });
            receive(requester, response -> assertThat(text(response)).isEqualTo("x"));
        }
    }

    @Test
    void aCallBesideRequestsInFlightIsRefused() throws Exception {
        try (Responder responder = responder(); Requester requester = requester()) {
            Task<Void> other = Task.start(() -> {
                send(requester, "in flight");
                assertThatThrownBy(() -> call(requester, "call")).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("1 requests in flight");
                return null;
            });
            other.join();
            assertThat(responder.deferred()).isZero();
        }
    }

    @Test
    void invalidArgumentsAreRefused() {
        try (Responder responder = responder(); Requester requester = requester()) {
            int longest = requester.maxMessageLength();
            assertThatThrownBy(() -> requester(s -> s.maxMessageLength(100)))
                    .isInstanceOf(ChannelMismatchException.class)
                    .hasMessageContaining("max message length " + longest + ", but 100 was asked for");
            assertThatThrownBy(() -> requester.send(Buffers.allocate(longest + 1), 0, longest + 1))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("from 0 to " + longest);
            assertThatThrownBy(() -> requester.tryClaim(longest + 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> requester.send(bytes("x"), 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> requester.send(bytes("x"), 0, 1, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("deadline");
            assertThatThrownBy(() -> requester.poll(response -> {}, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> responder.poll(request -> {}, 0)).isInstanceOf(IllegalArgumentException.class);
            send(requester, "attach");
            handle(responder, request -> reply(request, ""));
            receive(requester, response -> {});
            send(requester, "x");
            handle(responder, request -> {
                MutableDirectBuffer large = Buffers.allocate(1 << 17);
                assertThatThrownBy(() -> request.part(large, 0, large.capacity()))
                        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("smaller parts");
                assertThatThrownBy(() -> request.reply(large, 1, large.capacity()))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                reply(request, "still open");
            });
            receive(requester, response -> assertThat(text(response)).isEqualTo("still open"));
        }
        assertThatThrownBy(() -> responding().service("a".repeat(48))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 47");
        assertThatThrownBy(() -> responding().service("a@b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainEndpointsDoNotOpenAService() {
        try (Responder responder = responder(); Requester requester = requester()) {
            assertThatThrownBy(() -> requesting().queue(SERVICE).publisher()).isInstanceOf(RondoException.class)
                    .hasMessageContaining(SERVICE);
            assertThatThrownBy(() -> responding().queue(SERVICE).subscriber()).isInstanceOf(RondoException.class);
            assertThatThrownBy(() -> responding().topic(SERVICE).subscriber()).isInstanceOf(RondoException.class);
            if (!serviceCase().hasCompetingResponders()) {
                assertThatThrownBy(this::responder).isInstanceOf(ChannelInUseException.class);
            }
            assertThat(requester.service()).isEqualTo(SERVICE);
            assertThat(responder.service()).isEqualTo(SERVICE);
        }
        responding().queue("plain").subscriber().close();
    }

    @Test
    void aWaitSetServesRequestersAndResponders() {
        try (Responder responder = responder();
                Requester requester = requester();
                WaitSet set = responding().waitSet(
                        WaitStrategy.park())) {
            List<String> responses = new ArrayList<>();
            set.add(responder, request -> reply(request, "re " + text(request)));
            set.add(requester, response -> responses.add(response.outcome() + " " + text(response)));
            assertThatThrownBy(() -> requester.poll(response -> {}, 1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("wait set");
            assertThatThrownBy(() -> set.add(responder, request -> {})).isInstanceOf(IllegalStateException.class);
            send(requester, "a");
            send(requester, "b");
            while (responses.size() < 2) {
                set.await(LONG);
                set.poll(16);
            }
            assertThat(set.remove(responder)).isTrue();
            assertThat(set.remove(responder)).isFalse();
            send(requester, "c", SHORT);
            while (responses.size() < 3) {
                set.await(LONG);
                set.poll(16);
            }
            assertThat(responses).containsExactly("RESPONSE re a", "RESPONSE re b", "TIMEOUT ");
            requester.close();
            set.poll(1);
            assertThat(set.size()).isZero();
        }
    }

    @Test
    void anOtherThreadIsRefusedWhileOneWaits() throws Exception {
        try (Responder responder = responder(); Requester requester = requester()) {
            Task<Response> waiting = Task.start(() -> call(requester, "slow"));
            handle(responder, request -> {
                assertThatThrownBy(() -> requester.trySend(bytes("x"), 0, 1))
                        .isInstanceOf(IllegalStateException.class);
                reply(request, "done");
            });
            assertThat(text(waiting.join())).isEqualTo("done");
            assertThat(requester.trySend(bytes("x"), 0, 1)).isNotEqualTo(Publisher.NOT_CONNECTED);
        }
    }
}
