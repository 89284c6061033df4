package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.ChannelKind;
import io.rondo.client.SocketIo;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.Welcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How many connections an owner takes, and what becomes of those beyond. */
@ParameterizedClass
@EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
class ConnectionLimitTest extends OwnerFixture {
    private static final int MOST = 3;

    @Parameter
    private SocketIo family;

    private void own() {
        kept(connect(config(family).socketConnections(MOST).build()).subscriber(QUEUE, options(ChannelKind.QUEUE)));
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsToldAndThoseWhoHaveOneKeepIt() throws IOException {
        own();
        List<RawPeer> in = new ArrayList<>();
        try {
            for (int id = 1; id <= MOST; id++) {
                RawPeer peer = raw(QUEUE);
                in.add(peer);
                peer.greet(RawPeer.publisher(QUEUE, id));
            }
            try (RawPeer late = raw(QUEUE)) {
                late.send(RawPeer.publisher(QUEUE, 99));
                Reject reject = late.expect(Reject.class);
                assertThat(reject.code()).isEqualTo(RejectCode.ROLE_TAKEN);
                assertThat(reject.text()).contains("3 connections");
            }
            for (RawPeer peer : in) {
                peer.enquire(5);
                assertThat(peer.expect(RawPeer.Participants.class).producers()).isEqualTo(MOST);
            }
            in.removeFirst().close();
            Watchdog.await("a place is free again", () -> {
                try (RawPeer next = raw(QUEUE)) {
                    next.send(RawPeer.publisher(QUEUE, 100));
                    return next.next() instanceof Welcome;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        } finally {
            for (RawPeer peer : in) {
                peer.close();
            }
        }
    }

    @Test
    void whoSaysNothingMakesRoomForWhoComes() throws IOException {
        own();
        Deque<RawPeer> silent = new ArrayDeque<>();
        try {
            for (int i = 0; i < 10 * MOST; i++) {
                silent.add(raw(QUEUE));
            }
            try (RawPeer peer = raw(QUEUE)) {
                peer.greet(RawPeer.publisher(QUEUE, 1));
                // All but those there is room for are let go, without a word: one whose Hello is on its way comes again.
                while (silent.size() > MOST) {
                    assertThat(silent.peek().next()).isNull();
                    silent.remove().close();
                }
                peer.data(1, 1);
                assertThat(peer.expect(RawPeer.Ack.class).confirmedSequence()).isEqualTo(1);
            }
        } finally {
            for (RawPeer peer : silent) {
                peer.close();
            }
        }
    }
}
