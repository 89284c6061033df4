package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Outcome;
import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.Service;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import io.rondo.client.socket.connection.SocketEventLoop;
import io.rondo.client.socket.connection.SocketFamily;
import io.rondo.client.support.Warnings;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.service.RequestDecoder;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions of responders that compete: leases, requests after their last delivery, cancellations. */
class ResponderSessionsTest extends OwnerFixture {
    private static final String SERVICE = "lookup";
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    private Service service;
    private Responder owner;
    private Requester requester;
    private final List<Outcome> outcomes = new ArrayList<>();

    @BeforeEach
    void listen() {
        service = connect(config(SocketIo.AUTO).build()).service(SERVICE).responders(3).idempotent(2).deadline(LONG);
        owner = kept(service.responder());
        requester = kept(service.requester());
    }

    private Responder peer() {
        return kept(peer(SocketIo.AUTO).service(SERVICE).responder());
    }

    private RawPeer raw() throws IOException {
        RawPeer peer = raw(SERVICE);
        peer.greet(RawPeer.responder(SERVICE));
        return peer;
    }

    private long send(int... bytes) {
        byte[] request = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            request[i] = (byte) bytes[i];
        }
        return requester.send(Buffers.wrap(request), 0, request.length);
    }

    private static void handle(Responder responder, RequestHandler handler) {
        assertThat(responder.receive(handler, 1, LONG)).isEqualTo(1);
    }

    private Outcome outcome() {
        assertThat(requester.receive(response -> outcomes.add(response.outcome()), 1, LONG)).isEqualTo(1);
        return outcomes.getLast();
    }

    @Test
    void aResponderThatDoesNotSeeTheSegmentLearnsFromTheOwnerThatRespondersCompete() {
        Rondo without = connect(config(SocketIo.AUTO).transport(Transport.SOCKET).directory(Path.of("/proc/none/x"))
                .socketDirectory(directory())
                .build());
        try (Responder responder = without.service(SERVICE).responder()) {
            assertThat(responder.transport()).isEqualTo(Transport.SOCKET);
            send(1);
            handle(responder, Request::end);
            assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        }
    }

    @Test
    void aResponderWithSocketsOnlyReportsARequesterInSharedMemoryOnly() {
        try (Warnings warnings = Warnings.containing("this responder cannot answer a requester");
                Requester silent = service.transport(Transport.SHM).requester();
                Responder peer = peer()) {
            silent.send(Buffers.wrap(new byte[1]), 0, 1);
            handle(peer, Request::end);
            Watchdog.await("a warning", () -> !warnings.found().isEmpty());
            assertThat(warnings.found().getFirst()).contains("transport shm", "transport socket",
                    "use transport auto on both sides");
        }
    }

    @Test
    void aClosedResponderLeavesNoAnsweredRequestBehind() {
        int count = 50;
        try (Responder peer = peer()) {
            for (int i = 0; i < count; i++) {
                send(i);
            }
            int handled = 0;
            while (handled < count) {
                handled += peer.receive(Request::end, 16, LONG);
            }
        }
        owner.poll(request -> {
            throw new AssertionError("delivery " + request.deliveries());
        }, count);
        for (int i = 0; i < count; i++) {
            assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        }
        assertThat(requester.late()).isZero();
    }

    /** The event loop, which receives the answers of the owner, stands still until the responder waits for it. */
    @Test
    void aClosedResponderSettlesMoreRequestsThanMayBeUnanswered() throws InterruptedException {
        int count = 200;
        Responder peer = peer();
        send(0);
        handle(peer, Request::end);
        assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        for (int i = 0; i < count; i++) {
            send(i);
        }
        List<Long> held = new ArrayList<>();
        while (held.size() < count) {
            peer.receive(request -> held.add(request.defer()), 16, LONG);
        }
        CountDownLatch waits = new CountDownLatch(1);
        try (SocketEventLoop loop = SocketEventLoop.acquire(SocketFamily.best())) {
            loop.eventLoop().execute(() -> Watchdog.await("the responder", () -> waits.getCount() == 0));
            held.forEach(id -> peer.request(id).end());
            Thread closing = Thread.ofPlatform().start(peer::close);
            Watchdog.await("closing waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
            waits.countDown();
            closing.join();
        }
        Watchdog.await("the end of the session", () -> requester.responders() == 1);
        owner.poll(request -> {
            throw new AssertionError("delivery " + request.deliveries());
        }, count);
        for (int i = 0; i < count; i++) {
            assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        }
        assertThat(requester.late()).isZero();
    }

    @Test
    void aRequestAfterItsLastDeliveryIsFailedByAPeerWithoutItsHandler() throws IOException {
        Responder peer = peer();
        send(1);
        for (int delivery = 1; delivery <= 2; delivery++) {
            try (RawPeer raw = raw()) {
                raw.workCredit(1);
                Calls.Work work = raw.expect(Calls.Work.class);
                assertThat(work.deliveries()).isEqualTo(delivery);
                assertThat(work.dead()).isFalse();
            }
        }
        // It goes back unused once, and stays dead.
        try (RawPeer raw = raw()) {
            raw.workCredit(1);
            Calls.Work work = raw.expect(Calls.Work.class);
            assertThat(work.dead()).isTrue();
            raw.settle(work.lease(), io.rondo.codecs.control.Outcome.UNUSED, 0);
            Watchdog.await("the end of the request", () -> {
                peer.poll(request -> {
                    throw new AssertionError("delivery " + request.deliveries());
                }, 1);
                return peer.requesters() == 1;
            });
        }
        assertThat(outcome()).isEqualTo(Outcome.RESPONDER_DIED);
        // The requester learns twice of the death. An unread statement would hold up the end of the peer.
        Watchdog.await("the second statement", () -> {
            requester.poll(response -> outcomes.add(response.outcome()), 1);
            return requester.late() == 1;
        });
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void cancellationsBehindAHeldRequestAreSentOnceAndNothingElse() throws IOException {
        long held = send(1);
        try (RawPeer raw = raw()) {
            raw.workCredit(1);
            raw.expect(Calls.Work.class);
            raw.lookAhead();
            assertThat(raw.expect(Calls.Cancellations.class)).isEqualTo(new Calls.Cancellations(false, List.of()));
            for (int i = 0; i < 70; i++) {
                requester.cancel(send(2, 2, 2));
            }
            requester.cancel(held);
            raw.lookAhead();
            Calls.Cancellations first = raw.expect(Calls.Cancellations.class);
            assertThat(first.more()).isTrue();
            assertThat(first.payload()).hasSize(64 * RequestDecoder.BLOCK_LENGTH);
            raw.lookAhead();
            Calls.Cancellations second = raw.expect(Calls.Cancellations.class);
            assertThat(second.more()).isFalse();
            assertThat(second.payload()).hasSize(7 * RequestDecoder.BLOCK_LENGTH);
            raw.lookAhead();
            assertThat(raw.expect(Calls.Cancellations.class)).isEqualTo(new Calls.Cancellations(false, List.of()));
        }
    }

    @Test
    void aHandlerFindsAllCancellationsBehindItsRequest() {
        Responder peer = peer();
        long held = send(1);
        handle(peer, request -> {
            assertThat(request.isCancelled()).isFalse();
            for (int i = 0; i < 200; i++) {
                requester.cancel(send(2));
            }
            requester.cancel(held);
            assertThat(request.isCancelled()).isTrue();
        });
    }

    @Test
    void aResponderGoesOnAfterTheDeathOfTheListener() {
        Responder next = kept(service.responder());
        Responder peer = peer();
        List<Long> ids = new ArrayList<>();
        send(1);
        handle(peer, request -> ids.add(request.defer()));
        owner.close();
        // The lease is lost, and the response counts.
        assertThat(peer.request(ids.getFirst()).isCancelled()).isFalse();
        assertThat(peer.request(ids.getFirst()).end()).isTrue();
        assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        send(2);
        Watchdog.await("the next request", () -> peer.poll(request -> {
            if (request.buffer().getByte(request.offset()) == 2) {
                ids.add(request.defer());
            } else {
                // The first one again, because its acknowledgement was lost.
                request.end();
            }
        }, 1) >= 0 && ids.size() == 2);
        assertThat(peer.request(ids.getLast()).end()).isTrue();
        assertThat(outcome()).isEqualTo(Outcome.RESPONSE);
        assertThat(next.deferred()).isZero();
    }

    @Test
    void aResponderThatNamesOtherPropertiesIsRefused() {
        Service other = peer(SocketIo.AUTO).service(SERVICE);
        assertThatThrownBy(() -> other.responders(4).responder()).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("responders 3").hasMessageContaining("4");
        assertThatThrownBy(() -> other.responders(4).requester()).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("responders 3");
        assertThatThrownBy(() -> other.idempotent(7).responder()).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("max deliveries 2").hasMessageContaining("7");
        peer();
        peer();
        assertThatThrownBy(this::peer).isInstanceOf(ChannelInUseException.class).hasMessageContaining("3 consumers");
    }

    @Test
    void aResponderOfAnEarlierVersionOrAnotherKindIsRejected() throws IOException {
        expectReject(SessionEncoder.RESPONDER_PROTOCOL_VERSION - 1, ChannelKind.SERVICE, RejectCode.PROTOCOL_VERSION);
        expectReject(SessionEncoder.PROTOCOL_VERSION, ChannelKind.WORK, RejectCode.KIND_MISMATCH);
    }

    private void expectReject(int version, ChannelKind kind, RejectCode code) throws IOException {
        try (RawPeer peer = raw(SERVICE)) {
            peer.send(new Hello(1, 0, 0, 0, version, Role.SUBSCRIBER, null, false,
                    new Terms(kind, null, null, null, null, null, null), SERVICE));
            assertThat(peer.next()).isInstanceOfSatisfying(Reject.class,
                    reject -> assertThat(reject.code()).isEqualTo(code));
        }
    }

    @Test
    void aLookAheadIsForRespondersOnly() throws IOException {
        kept(connect(config(SocketIo.AUTO).build()).workQueue("jobs").subscriber());
        try (RawPeer peer = raw("jobs")) {
            peer.greet(RawPeer.worker("jobs"));
            peer.lookAhead();
            assertThat(peer.expectBye().reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
        }
    }
}
