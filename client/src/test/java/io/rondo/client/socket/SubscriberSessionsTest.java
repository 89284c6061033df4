package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.SlowConsumer;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How a topic's owner sends to subscribers and handles their acknowledgements. */
@ParameterizedClass
@EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
class SubscriberSessionsTest extends OwnerFixture {
    private static final long ID = 0x4321;
    private static final long CREDIT = 1 << 20;
    private static final int FRAME = SessionEncoder.dataFrameLength(Long.BYTES);

    @Parameter
    private SocketIo family;

    private static void expectData(RawPeer peer, long sequence, long number) throws IOException {
        assertThat(peer.expect(RawPeer.Data.class)).isEqualTo(new RawPeer.Data(sequence, Long.BYTES, number));
    }

    private static Hello resumed(long ownerId, long nextSequence) {
        return RawPeer.hello(TOPIC, Role.SUBSCRIBER, ID, ownerId, nextSequence, CREDIT);
    }

    private static void expectProtocolError(RawPeer peer, String text) throws IOException {
        Bye bye = peer.expect(Bye.class);
        assertThat(bye.reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
        assertThat(bye.text()).contains(text);
        peer.expectEnd();
    }

    @Test
    void sendsMessagesPublishedAfterTheSubscriberJoined() throws IOException {
        Publisher out = ownTopic(family);
        Messages.publish(out, 1, 2);
        try (RawPeer peer = raw(TOPIC)) {
            assertThat(peer.greet(RawPeer.subscriber(TOPIC, ID, CREDIT)).confirmedSequence()).isEqualTo(2);
            Messages.publish(out, 3, 4);
            expectData(peer, 3, 3);
            expectData(peer, 4, 4);
        }
    }

    @Test
    void sendsWithinTheCredit() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, 2 * FRAME));
            Messages.publish(out, 1, 2, 3);
            expectData(peer, 1, 1);
            expectData(peer, 2, 2);
            peer.enquire(1);
            // Arrives next: the third message must wait for credit.
            assertThat(peer.next()).isEqualTo(new Calls.Participants(1, 1, 1));
            peer.ack(1, 3 * FRAME);
            expectData(peer, 3, 3);
        }
    }

    @Test
    void aReconnectingSubscriberReceivesMissedMessages() throws IOException {
        Publisher out = ownTopic(family);
        long ownerId;
        try (RawPeer peer = raw(TOPIC)) {
            ownerId = peer.greet(RawPeer.subscriber(TOPIC, ID, CREDIT)).ownerId();
            Messages.publish(out, 1);
            expectData(peer, 1, 1);
        }
        try (RawPeer peer = raw(TOPIC)) {
            Messages.publish(out, 2);
            Welcome welcome = peer.greet(resumed(ownerId, 2));
            assertThat(welcome.confirmedSequence()).isEqualTo(1);
            expectData(peer, 2, 2);
        }
    }

    @Test
    void aReconnectingSubscriberReplacesItsOldConnection() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer older = raw(TOPIC); RawPeer newer = raw(TOPIC)) {
            long ownerId = older.greet(RawPeer.subscriber(TOPIC, ID, CREDIT)).ownerId();
            newer.greet(resumed(ownerId, 1));
            older.expectEnd();
            assertThat(out.consumers()).isEqualTo(1);
            Messages.publish(out, 1);
            expectData(newer, 1, 1);
        }
    }

    @Test
    void aDisconnectedSubscriberBlocksOnlyDuringTheGracePeriod() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, 0));
            Messages.fill(out);
        }
        // The owner ends the grace period and frees the subscriber's state.
        Messages.publish(out, 1);
        Watchdog.await("the subscriber is given up", () -> out.consumers() == 0);
    }

    @Test
    void aSubscriberThatSentByeDoesNotBlock() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            long ownerId = peer.greet(RawPeer.subscriber(TOPIC, ID, 0)).ownerId();
            Messages.fill(out);
            peer.send(new Bye(0, ByeReason.DONE, ""));
            peer.expectEnd();
            Watchdog.await("the subscriber is gone", () -> out.consumers() == 0);
            try (RawPeer again = raw(TOPIC)) {
                // The sequence shows how many messages it missed.
                assertThat(again.greet(resumed(ownerId, 1)).confirmedSequence()).isPositive();
            }
        }
    }

    @Test
    void confirmingAnUnsentSequenceIsAProtocolError() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, FRAME));
            Messages.publish(out, 1, 2, 3);
            expectData(peer, 1, 1);
            // Published, but beyond the credit.
            peer.ack(2, CREDIT);
            expectProtocolError(peer, "sequence 2");
        }
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID + 1, CREDIT));
            peer.ack(Long.MAX_VALUE, CREDIT);
            expectProtocolError(peer, "sequence " + Long.MAX_VALUE);
        }
    }

    @Test
    void aDecreasingAckIsAProtocolError() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, CREDIT));
            peer.ack(0, CREDIT - 1);
            expectProtocolError(peer, "credit");
        }
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID + 1, CREDIT));
            Messages.publish(out, 1);
            peer.expect(RawPeer.Data.class);
            peer.ack(1, CREDIT);
            peer.ack(0, CREDIT);
            expectProtocolError(peer, "decreases");
        }
    }

    @Test
    void resumingBeyondTheSentSequencesIsMalformed() throws IOException {
        Publisher out = ownTopic(family);
        long ownerId;
        try (RawPeer peer = raw(TOPIC)) {
            ownerId = peer.greet(RawPeer.subscriber(TOPIC, ID, CREDIT)).ownerId();
            Messages.publish(out, 1);
            expectData(peer, 1, 1);
        }
        try (RawPeer peer = raw(TOPIC)) {
            peer.send(resumed(ownerId, 100));
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void anEvictedSubscriberReceivesBye() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(new Hello(ID, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER,
                    SlowConsumer.EVICT, false, Terms.NONE, TOPIC));
            // Without credit it consumes nothing, and the ring laps it.
            int length = out.maxMessageLength();
            while (out.consumers() > 0) {
                out.publish(Buffers.allocate(length), 0, length);
            }
            ackUnlessClosed(peer, 0);
            long last = 0;
            Object next = peer.next();
            while (next instanceof RawPeer.Data data) {
                last = data.sequence();
                ackUnlessClosed(peer, last);
                next = peer.next();
            }
            assertThat(next).isInstanceOfSatisfying(Bye.class,
                    bye -> assertThat(bye.reason()).isEqualTo(ByeReason.EVICTED));
        }
    }

    private static void ackUnlessClosed(RawPeer peer, long confirmed) {
        try {
            peer.ack(confirmed, Long.MAX_VALUE);
        } catch (IOException e) {
            // The owner has detected the eviction, sent Bye and closed the connection.
        }
    }

    @Test
    void aDropOldestSubscriberThatDoesNotReadIsLapped() throws IOException {
        Publisher out = ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(new Hello(ID, 0, 0, FRAME, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER,
                    SlowConsumer.DROP_OLDEST, false, Terms.NONE,
                    TOPIC));
            long total = 100_000;
            for (long number = 1; number <= total; number++) {
                Messages.publish(out, number);
            }
            long last = 0;
            while (last < total) {
                RawPeer.Data data = peer.expect(RawPeer.Data.class);
                assertThat(data.number()).isEqualTo(data.sequence()).isGreaterThan(last);
                last = data.sequence();
                peer.ack(last, Long.MAX_VALUE);
            }
        }
    }

    @Test
    void framesThatNoSubscriberSendsAreRejected() throws IOException {
        ownTopic(family);
        try (RawPeer peer = raw(TOPIC)) {
            peer.send(RawPeer.publisher(TOPIC, ID));
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.ROLE_TAKEN);
        }
        try (RawPeer peer = raw(TOPIC)) {
            peer.send(RawPeer.hello(TOPIC, Role.SUBSCRIBER, ID, 99, 5, 0));
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.STATE_UNKNOWN);
        }
        try (RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, CREDIT));
            peer.data(1, 1);
            expectProtocolError(peer, "Data");
        }
    }

    @Test
    void aTopicWithoutASegmentBehavesTheSame() throws IOException {
        Publisher out = new SocketTransport(directory(), config(family).build()).ownTopic(TOPIC,
                ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC).capacity(1 << 16), BindPrecondition.NONE);
        try (out; RawPeer peer = raw(TOPIC)) {
            peer.greet(RawPeer.subscriber(TOPIC, ID, FRAME));
            Messages.publish(out, 1);
            expectData(peer, 1, 1);
            peer.ack(1, CREDIT);
            peer.ack(2, CREDIT);
            expectProtocolError(peer, "sequence 2");
        }
    }
}
