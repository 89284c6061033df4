package io.rondo.broker.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Durability;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.Welcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker takes from peers that write frames themselves. */
@Timeout(120)
class TopicPeersTest {
    private static final int VERSION = 2;
    private static final Join PUBLISHER = Join.ofPublisher(7);
    private static final Join SUBSCRIBER = new Join(0, Start.EARLIEST, 0, "");

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path logs;
    private Broker broker;
    private Rondo rondo;
    private SequencedPublisher publisher;

    @BeforeEach
    void start() {
        RondoConfig config = RondoConfig.builder().directory(directory).build();
        broker = Broker.start(BrokerSettings.of(config).logs(TopicLogSettings.defaults().directory(logs)
                .fileLength(1 << 20)).drain(Duration.ofMinutes(1)));
        rondo = Rondo.connect(config);
        publisher = rondo.sequencedTopic("orders").durability(Durability.OS).publisher();
    }

    @AfterEach
    void close() {
        rondo.close();
        broker.close();
    }

    private RawTopicPeer connect() throws IOException {
        return new RawTopicPeer(directory.resolve("orders.sock"));
    }

    private RawTopicPeer connect(Join join, Role role) throws IOException {
        RawTopicPeer peer = connect();
        peer.join(join);
        peer.greet(RawTopicPeer.hello(role, role == Role.PUBLISHER ? 1 : 0, VERSION));
        return peer;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            publisher.publish(Buffers.allocate(1), 0, 1);
        }
        Watchdog.await("confirmation", () -> publisher.confirmed() >= count);
    }

    @Test
    void aPeerOfAnotherKindOrVersionIsRejected() throws Exception {
        try (RawTopicPeer peer = connect()) {
            peer.greet(RawTopicPeer.hello(Role.SUBSCRIBER, 0, VERSION));
            assertThat(peer.next(Reject.class).code()).isEqualTo(RejectCode.KIND_MISMATCH);
        }
        try (RawTopicPeer peer = connect()) {
            peer.greet(RawTopicPeer.hello(Role.SUBSCRIBER, 0, 1));
            assertThat(peer.next(Reject.class).code()).isEqualTo(RejectCode.PROTOCOL_VERSION);
        }
        try (RawTopicPeer peer = connect()) {
            peer.join(SUBSCRIBER);
            peer.join(SUBSCRIBER);
            assertThat(peer.next(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
        }
        try (RawTopicPeer peer = connect(new Join(Long.MAX_VALUE, null, 0, ""), Role.PUBLISHER)) {
            assertThat(peer.next(Reject.class).text()).contains("producerId " + Long.MAX_VALUE);
        }
        try (RawTopicPeer peer = connect(new Join(0, null, 0, ""), Role.SUBSCRIBER)) {
            assertThat(peer.next(Reject.class).code()).isEqualTo(RejectCode.MALFORMED);
        }
    }

    @Test
    void aPublisherThatRepeatsASequenceLosesItsConnectionAndNothingThatWasAcknowledged() throws Exception {
        try (RawTopicPeer peer = connect(PUBLISHER, Role.PUBLISHER)) {
            Welcome welcome = peer.next(Welcome.class);
            assertThat(welcome.kind()).isEqualTo(ChannelKind.SEQUENCED);
            assertThat(welcome.confirmedSequence()).isZero();
            peer.data(1);
            peer.data(5);
            Calls.Ack ack = peer.next(Calls.Ack.class);
            while (ack.confirmedSequence() < 5) {
                ack = peer.next(Calls.Ack.class);
            }
            peer.data(5);
            assertThat(peer.next(Bye.class).reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
        }
        try (RawTopicPeer peer = connect(PUBLISHER, Role.PUBLISHER)) {
            assertThat(peer.next(Welcome.class).confirmedSequence()).isEqualTo(5);
        }
        try (SequencedSubscriber subscriber = rondo.sequencedTopic("orders").from(StartPosition.earliest())
                .subscriber()) {
            int[] count = new int[1];
            while (count[0] < 2) {
                subscriber.receive((buffer, offset, length) -> count[0]++, 10, Duration.ofSeconds(60));
            }
            assertThat(subscriber.sequence()).isEqualTo(2);
        }
    }

    /** Frames that no peer sends: too short, too long, of no known encoding, and of no known template. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0000000100eb", "7fffffff50eb00010203", "00000010ffff0001020304050607", "ffffffffffffffffffff",
                "0000000e50ebffffffffffffffffffff", "0000000a50eb000000000000"})
    void aPublisherThatSendsGarbageLosesItsConnectionAndOthersGoOn(String bytes) throws Exception {
        publish(3);
        try (RawTopicPeer peer = connect(PUBLISHER, Role.PUBLISHER)) {
            peer.next(Welcome.class);
            peer.data(1);
            Calls.Ack ack = peer.next(Calls.Ack.class);
            while (ack.confirmedSequence() < 1) {
                ack = peer.next(Calls.Ack.class);
            }
            peer.raw(HexFormat.of().parseHex(bytes));
            peer.raw(new byte[4096]);
            awaitEnd(peer);
        }
        for (int i = 0; i < 3; i++) {
            publisher.publish(Buffers.allocate(1), 0, 1);
        }
        Watchdog.await("confirmation", () -> publisher.confirmed() >= 6);
        try (RawTopicPeer peer = connect(PUBLISHER, Role.PUBLISHER)) {
            assertThat(peer.next(Welcome.class).confirmedSequence()).isEqualTo(1);
        }
        assertThat(broker.status().topics().getFirst().sequence()).isEqualTo(7);
    }

    /** Reads until the broker closes the connection, with a reason or without. */
    private static void awaitEnd(RawTopicPeer peer) {
        assertThatThrownBy(() -> {
            while (true) {
                peer.next();
            }
        }).isInstanceOf(IOException.class);
    }

    @Test
    void aSubscriberGetsNoMoreThanItsCreditAndConfirmsOnlyWhatWasSent() throws Exception {
        publish(100);
        try (RawTopicPeer peer = connect(SUBSCRIBER, Role.SUBSCRIBER)) {
            assertThat(peer.next(Welcome.class).confirmedSequence()).isZero();
            // For one or two frames of 71 bytes, between which may be a mark.
            peer.ack(0, 200);
            assertThat(peer.next(RawTopicPeer.Data.class).sequence()).isEqualTo(1);
            peer.ack(1, 400);
            assertThat(peer.next(RawTopicPeer.Data.class).sequence()).isEqualTo(2);
            peer.ack(50, 400);
            Object last = peer.next();
            while (last instanceof RawTopicPeer.Data) {
                last = peer.next();
            }
            assertThat(peer.frameBytes()).isBetween(2 * 71L, 400L);
            Bye bye = (Bye) last;
            assertThat(bye.reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
            assertThat(bye.text()).contains("sequence 50 is confirmed");
        }
        publish(100);
    }

    @Test
    void aPublisherThatConnectsWhileTheBrokerEndsIsToldToConnectAgain() throws Exception {
        Task<Void> ending;
        // The broker waits for the end of the claim.
        try (Claim _ = publisher.claim(1)) {
            ending = Task.start(() -> {
                broker.close();
                return null;
            });
            Watchdog.await("end of the broker", () -> broker.status().state() == BrokerState.ENDING);
            Reject reject;
            do {
                try (RawTopicPeer peer = connect(PUBLISHER, Role.PUBLISHER)) {
                    reject = peer.next(Reject.class);
                }
                assertThat(reject.code()).as(reject.text()).isEqualTo(RejectCode.CLOSING);
                // Else the broker took the publisher's request before it began to end.
            } while (!reject.text().contains("is ending"));
        }
        ending.join();
    }
}
