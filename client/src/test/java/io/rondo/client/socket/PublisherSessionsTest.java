package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
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

/** How a queue's owner receives from publishers and acknowledges. */
@ParameterizedClass
@EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
class PublisherSessionsTest extends OwnerFixture {
    private static final long ID = 0x1234;

    @Parameter
    private SocketIo family;
    private final Received received = new Received();

    private void receive(Subscriber in, int count) {
        while (received.numbers().size() < count) {
            Messages.receive(in, received);
        }
    }

    private static Calls.Ack expectConfirmed(RawPeer peer, long sequence) throws IOException {
        Calls.Ack ack = peer.expect(Calls.Ack.class);
        while (ack.confirmedSequence() < sequence) {
            ack = peer.expect(Calls.Ack.class);
        }
        assertThat(ack.confirmedSequence()).isEqualTo(sequence);
        return ack;
    }

    private void expectProtocolError(RawPeer peer, String text) throws IOException {
        Bye bye = peer.expect(Bye.class);
        assertThat(bye.reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
        assertThat(bye.text()).contains(text);
        peer.expectEnd();
    }

    private void expectReject(Hello hello, RejectCode code, String text) throws IOException {
        try (RawPeer peer = raw(QUEUE)) {
            peer.send(hello);
            Reject reject = peer.expect(Reject.class);
            assertThat(reject.code()).as(reject.text()).isEqualTo(code);
            assertThat(reject.text()).contains(text);
            peer.expectEnd();
        }
    }

    @Test
    void confirmsEachMessageAndTheLastOneBeforeClosing() throws IOException {
        Subscriber in = ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            Welcome welcome = peer.greet(RawPeer.publisher(QUEUE, ID));
            assertThat(welcome.confirmedSequence()).isZero();
            peer.data(1, 10);
            peer.data(2, 20);
            peer.data(3, 30);
            peer.send(new Bye(3, ByeReason.DONE, ""));
            expectConfirmed(peer, 3);
            peer.expectEnd();
        }
        receive(in, 3);
        assertThat(received.numbers()).containsExactly(10L, 20L, 30L);
    }

    @Test
    void grantsCreditForConsumedMessages() throws IOException {
        ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            Welcome welcome = peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.data(1, 10);
            Calls.Ack ack = expectConfirmed(peer, 1);
            assertThat(ack.creditLimit())
                    .isEqualTo(welcome.creditLimit() + SessionEncoder.dataFrameLength(Long.BYTES));
        }
    }

    @Test
    void receivesResentMessagesOnce() throws IOException {
        Subscriber in = ownQueue(family);
        long ownerId;
        try (RawPeer peer = raw(QUEUE)) {
            ownerId = peer.greet(RawPeer.publisher(QUEUE, ID)).ownerId();
            peer.data(1, 10);
            peer.data(2, 20);
            expectConfirmed(peer, 2);
        }
        try (RawPeer peer = raw(QUEUE)) {
            Welcome welcome = peer.greet(RawPeer.resumed(QUEUE, ID, ownerId, 1));
            assertThat(welcome.confirmedSequence()).isEqualTo(2);
            peer.data(1, 10);
            peer.data(2, 20);
            peer.data(3, 30);
            expectConfirmed(peer, 3);
        }
        receive(in, 3);
        assertThat(received.numbers()).containsExactly(10L, 20L, 30L);
    }

    @Test
    void aReconnectingPublisherReplacesItsOldConnection() throws IOException {
        Subscriber in = Channels.subscriber(connect(config(family).build()), QUEUE,
                ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).singleProducer(true));
        try (RawPeer older = raw(QUEUE); RawPeer newer = raw(QUEUE)) {
            long ownerId = older.greet(RawPeer.publisher(QUEUE, ID)).ownerId();
            older.data(1, 10);
            expectConfirmed(older, 1);
            // Although the channel has a single producer slot.
            assertThat(newer.greet(RawPeer.resumed(QUEUE, ID, ownerId, 1)).confirmedSequence()).isEqualTo(1);
            older.expectEnd();
            newer.data(2, 20);
            expectConfirmed(newer, 2);
        }
        receive(in, 2);
        assertThat(received.numbers()).containsExactly(10L, 20L);
    }

    @Test
    void usesTheRememberedSequenceWithoutResume() throws IOException {
        ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.data(1, 10);
            expectConfirmed(peer, 1);
        }
        try (RawPeer peer = raw(QUEUE)) {
            assertThat(peer.greet(RawPeer.publisher(QUEUE, ID)).confirmedSequence()).isEqualTo(1);
        }
    }

    @Test
    void forgetsAPublisherThatSentBye() throws IOException {
        ownQueue(family);
        long ownerId;
        try (RawPeer peer = raw(QUEUE)) {
            ownerId = peer.greet(RawPeer.publisher(QUEUE, ID)).ownerId();
            peer.data(1, 10);
            peer.send(new Bye(1, ByeReason.DONE, ""));
            peer.expectEnd();
        }
        expectReject(RawPeer.resumed(QUEUE, ID, ownerId, 2), RejectCode.STATE_UNKNOWN, QUEUE);
    }

    @Test
    void aPublisherOfThePreviousOwnerIsRejectedAsUnknown() throws IOException {
        ownQueue(family);
        expectReject(RawPeer.resumed(QUEUE, ID, 99, 5), RejectCode.STATE_UNKNOWN, QUEUE);
    }

    @Test
    void aGapIsAProtocolErrorAndEarlierMessagesStay() throws IOException {
        Subscriber in = ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.data(1, 10);
            peer.data(3, 30);
            expectProtocolError(peer, "sequence 3");
        }
        receive(in, 1);
        assertThat(received.numbers()).containsExactly(10L);
    }

    @Test
    void dataBeyondTheCreditIsAProtocolError() throws IOException {
        // Without a consumer, the owner of a private buffer grants no further credit.
        Subscriber in = new SocketTransport(directory(), config(family).build()).ownQueue(QUEUE,
                ChannelSettings.DEFAULTS.capacity(1 << 20).maxMessageLength(1000), BindPrecondition.NONE);
        try (in; RawPeer peer = raw(QUEUE)) {
            long credit = peer.greet(RawPeer.publisher(QUEUE, ID)).creditLimit();
            long frames = credit / SessionEncoder.dataFrameLength(1000);
            try {
                for (long sequence = 1; sequence <= frames + 1; sequence++) {
                    peer.zeroes(sequence, 1000);
                }
            } catch (IOException e) {
                // The owner closed the connection first.
            }
            expectProtocolError(peer, "without credit");
        }
    }

    @Test
    void aMessageBeyondTheChannelsLimitIsAProtocolError() throws IOException {
        for (boolean segment : new boolean[]{true, false}) {
            ChannelSettings options = ChannelSettings.DEFAULTS.capacity(1 << 12).maxMessageLength(100);
            Subscriber in = segment
                    ? Channels.subscriber(connect(config(family).build()), QUEUE, options)
                    : new SocketTransport(directory(), config(family).build()).ownQueue(QUEUE, options,
                            BindPrecondition.NONE);
            try (in; RawPeer peer = raw(QUEUE)) {
                peer.greet(RawPeer.publisher(QUEUE, ID));
                peer.zeroes(1, 100);
                peer.zeroes(2, 101);
                expectProtocolError(peer, "101");
            }
        }
    }

    @Test
    void anOversizedFrameEndsTheSessionAtItsHeader() throws IOException {
        ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            int longest = peer.greet(RawPeer.publisher(QUEUE, ID)).maxMessageLength();
            int length = SessionEncoder.dataFrameLength(longest) + 1;
            peer.send(new byte[]{(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length, 0,
                0}, 0, 6);
            expectProtocolError(peer, Integer.toString(length));
        }
    }

    @Test
    void aLongControlFrameIsAProtocolError() throws IOException {
        ownQueue(family);
        byte[] frame = new byte[3000];
        frame[2] = (byte) (frame.length >> 8);
        frame[3] = (byte) frame.length;
        frame[4] = (byte) 0xEB;
        frame[5] = 0x50;
        // An Enquiry of a later version. Its block takes the whole frame.
        int block = frame.length - 14;
        frame[6] = (byte) block;
        frame[7] = (byte) (block >> 8);
        frame[8] = 7;
        frame[10] = (byte) 201;
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.send(frame, 0, frame.length);
            expectProtocolError(peer, "3000");
        }
        try (RawPeer peer = raw(QUEUE)) {
            peer.send(frame, 0, frame.length);
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void countsParticipantsAndAnswersEachQuery() throws IOException {
        ownQueue(family);
        try (RawPeer observer = raw(QUEUE); RawPeer peer = raw(QUEUE)) {
            observer.greet(RawPeer.observer(QUEUE));
            observer.enquire(7);
            assertThat(observer.expect(Calls.Participants.class)).isEqualTo(new Calls.Participants(7, 0, 1));
            peer.greet(RawPeer.publisher(QUEUE, ID));
            for (long token = 1; token <= 100; token++) {
                observer.enquire(token);
                assertThat(observer.expect(Calls.Participants.class))
                        .isEqualTo(new Calls.Participants(token, 1, 1));
            }
        }
    }

    @Test
    void framesThatNoPublisherSendsAreProtocolErrors() throws IOException {
        ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.ack(1, 1);
            expectProtocolError(peer, "Ack");
        }
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.publisher(QUEUE, ID));
            peer.send(RawPeer.publisher(QUEUE, ID));
            expectProtocolError(peer, "second Hello");
        }
        try (RawPeer peer = raw(QUEUE)) {
            peer.greet(RawPeer.observer(QUEUE));
            peer.data(1, 1);
            expectProtocolError(peer, "Data");
        }
    }

    @Test
    void aFrameBeforeHelloIsMalformed() throws IOException {
        ownQueue(family);
        try (RawPeer peer = raw(QUEUE)) {
            peer.data(1, 1);
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
            peer.expectEnd();
        }
        try (RawPeer peer = raw(QUEUE)) {
            peer.enquire(1);
            assertThat(peer.expect(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
            peer.expectEnd();
        }
        byte[] unknownRole = RawPeer.bytes(RawPeer.publisher(QUEUE, ID));
        unknownRole[14 + 47] = 77;
        try (RawPeer peer = raw(QUEUE)) {
            peer.send(unknownRole, 0, unknownRole.length);
            Reject reject = peer.expect(Reject.class);
            assertThat(reject.code()).isEqualTo(RejectCode.MALFORMED);
            assertThat(reject.text()).contains("role 77");
        }
    }

    @Test
    void reportsMismatchedTerms() throws IOException {
        ownQueue(family);
        expectReject(RawPeer.publisher("other", ID), RejectCode.WRONG_CHANNEL, "other");
        expectReject(RawPeer.subscriber(QUEUE, 0, 1), RejectCode.ROLE_TAKEN, "queue");
        expectReject(with(new Terms(io.rondo.codecs.control.ChannelKind.TOPIC, null, null, null, null, null, null)),
                RejectCode.KIND_MISMATCH, "topic");
        expectReject(with(new Terms(null, null, 1 << 20, null, null, null, null)), RejectCode.OPTION_MISMATCH,
                "1048576");
        expectReject(with(new Terms(null, null, 1000, null, null, null, null)), RejectCode.OPTION_MISMATCH, "1000");
        expectReject(RawPeer.hello(QUEUE, Role.PUBLISHER, ID, 0, 0, 0), RejectCode.MALFORMED, "nextSequence 0");
    }

    private static Hello with(Terms terms) {
        return new Hello(ID, 0, 1, 0, SessionEncoder.PROTOCOL_VERSION, Role.PUBLISHER, null, false, terms, QUEUE);
    }

    @Test
    void aFullRingBlocksOnePublisherAndNotTheOthers() throws Exception {
        Subscriber in = ownQueue(family);
        try (RawPeer stuck = raw(QUEUE); RawPeer observer = raw(QUEUE)) {
            long credit = stuck.greet(RawPeer.publisher(QUEUE, ID)).creditLimit();
            int count = (int) (credit / SessionEncoder.dataFrameLength(1000));
            // More than the ring holds.
            Task<Void> writer = Task.start(() -> {
                for (int sequence = 1; sequence <= count; sequence++) {
                    stuck.zeroes(sequence, 1000);
                }
                return null;
            });
            observer.greet(RawPeer.observer(QUEUE));
            for (int token = 1; token <= 100; token++) {
                observer.enquire(token);
                assertThat(observer.expect(Calls.Participants.class))
                        .isEqualTo(new Calls.Participants(token, 1, 1));
            }
            int[] got = new int[1];
            while (got[0] < count) {
                Messages.receive(in, (buffer, offset, length) -> got[0]++);
            }
            writer.join();
            expectConfirmed(stuck, count);
        }
    }
}
