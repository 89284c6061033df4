package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Task;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Reject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that are slow on purpose: each is disconnected or harmless, and valid peers are served meanwhile. */
class SlowPeersTest extends OwnerFixture {
    private static final int EACH = 20;

    @ParameterizedTest
    @EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
    void validPeersAreServedWhileSlowOnesAreDisconnected(SocketIo family) throws Exception {
        List<RawPeer> mute = new ArrayList<>();
        List<RawPeer> greeted = new ArrayList<>();
        try (Subscriber in = Channels.subscriber(connect(config(family).build()), QUEUE, options(ChannelKind.QUEUE));
                Publisher out = peer(family).queue(QUEUE).publisher();
                RawPeer observer = raw(QUEUE)) {
            observer.greet(RawPeer.observer(QUEUE));
            GoodExchange good = new GoodExchange(out, in);
            byte[] hello = RawPeer.bytes(RawPeer.publisher(QUEUE, 1));
            for (int i = 0; i < EACH; i++) {
                mute.add(raw(QUEUE));
                RawPeer half = raw(QUEUE);
                mute.add(half);
                half.send(hello, 0, hello.length / 2);
                RawPeer announced = raw(QUEUE);
                mute.add(announced);
                announced.send(new byte[]{0, 0, 8, 0, (byte) 0xEB, 0x50}, 0, 6);
                RawPeer absurd = raw(QUEUE);
                mute.add(absurd);
                absurd.send(new byte[]{0x7F, -1, -1, -1, (byte) 0xEB, 0x50}, 0, 6);
                RawPeer partial = raw(QUEUE);
                greeted.add(partial);
                partial.greet(RawPeer.publisher(QUEUE, 2 + i));
                // The first bytes of a Data frame of 10,000 bytes.
                partial.send(new byte[]{0, 0, 0x27, 0x10, (byte) 0xEB, 0x50, 12, 0, 4, 0}, 0, 10);
            }
            Task<Void> byteByByte = Task.start(() -> {
                try (RawPeer peer = raw(QUEUE)) {
                    dribble(peer, hello, observer);
                }
                return null;
            });
            for (RawPeer peer : mute) {
                assertThat(peer.next()).isInstanceOf(Reject.class);
                peer.expectEnd();
            }
            byteByByte.join();
            for (RawPeer peer : greeted) {
                // The owner holds only the received bytes, and the peer may continue at any time.
                peer.send(new byte[10_000 - 10], 0, 10_000 - 10);
                assertThat(peer.next()).isInstanceOf(Bye.class);
            }
            assertThat(good.finish()).isPositive();
        } finally {
            for (RawPeer peer : mute) {
                peer.close();
            }
            for (RawPeer peer : greeted) {
                peer.close();
            }
        }
    }

    /** Sends a byte from time to time, which does not extend the handshake timeout. */
    private static void dribble(RawPeer peer, byte[] hello, RawPeer clock) throws IOException {
        for (int i = 0; i < hello.length - 1; i++) {
            try {
                peer.send(hello, i, 1);
            } catch (IOException e) {
                // On a slow machine the timeout ends before the Hello is sent.
                break;
            }
            for (int tick = 0; tick < 20; tick++) {
                clock.enquire(tick);
                clock.expect(Calls.Participants.class);
            }
        }
        assertThat(peer.next()).isInstanceOf(Reject.class);
        peer.expectEnd();
    }
}
