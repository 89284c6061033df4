package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.SocketIo;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Calls;
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

/** The limit of an owner's connections, and the treatment of connections beyond it. */
@ParameterizedClass
@EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
class ConnectionLimitTest extends OwnerFixture {
    private static final int MOST = 3;

    @Parameter
    private SocketIo family;

    private void own() {
        kept(Channels.subscriber(connect(config(family).socketConnections(MOST).build()), QUEUE,
                options(ChannelKind.QUEUE)));
    }

    @Test
    void aConnectionBeyondTheLimitIsRejectedAndOthersStay() throws IOException {
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
                assertThat(peer.expect(Calls.Participants.class).producers()).isEqualTo(MOST);
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
    void aSilentConnectionIsClosedForANewOne() throws IOException {
        own();
        Deque<RawPeer> silent = new ArrayDeque<>();
        try {
            for (int i = 0; i < 10 * MOST; i++) {
                silent.add(raw(QUEUE));
            }
            try (RawPeer peer = raw(QUEUE)) {
                peer.greet(RawPeer.publisher(QUEUE, 1));
                // The owner closes all silent connections beyond its limit without a Reject, because a Hello may be in
                // transit and its peer retries.
                while (silent.size() > MOST) {
                    assertThat(silent.peek().next()).isNull();
                    silent.remove().close();
                }
                peer.data(1, 1);
                assertThat(peer.expect(Calls.Ack.class).confirmedSequence()).isEqualTo(1);
            }
        } finally {
            for (RawPeer peer : silent) {
                peer.close();
            }
        }
    }
}
