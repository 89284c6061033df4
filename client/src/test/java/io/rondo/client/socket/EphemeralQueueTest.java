package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.segment.SegmentObserver;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connected publishers' messages when the owner of an ephemeral queue closes and its segment is removed. */
class EphemeralQueueTest {
    private static final String CHANNEL = "ephemeral";
    private static final int SENT = 20;
    private static final int TAKEN = 5;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private RondoConfig.Builder config() {
        return RondoConfig.builder().directory(directory).socketDirectory(directory);
    }

    private Rondo owner() {
        return Rondo.connect(config().transport(Transport.AUTO).build());
    }

    private Rondo peer(SocketIo io) {
        return Rondo.connect(config().transport(Transport.SOCKET).socketIo(io).build());
    }

    private Rondo inMemory() {
        return Rondo.connect(config().transport(Transport.SHM).build());
    }

    private static ChannelSettings options(boolean singleProducer) {
        return ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).ephemeral(true).singleProducer(singleProducer)
                .linger(Duration.ofMillis(200));
    }

    private static void take(Subscriber in, Received received, int count) {
        while (received.numbers().size() < count) {
            int got = in.receive(received, count - received.numbers().size(), Duration.ofSeconds(Watchdog.SECONDS));
            assertThat(got).as("received only %s", received.numbers()).isPositive();
        }
    }

    private static void publish(Publisher out, long first, long last) {
        Messages.publish(out, Messages.range(first, last).stream().mapToLong(Long::longValue).toArray());
    }

    /** The numbers of one publisher, from a range of one hundred. */
    private static List<Long> ofHundred(List<Long> numbers, long hundred) {
        return numbers.stream().filter(number -> number / 100 == hundred).toList();
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, false", "EPOLL, true", "NIO, false", "NIO, true"})
    void theNextOwnerReceivesUnconsumedMessages(SocketIo io, boolean singleProducer) {
        ChannelSettings options = options(singleProducer);
        try (Rondo first = owner(); Rondo second = owner(); Rondo peer = peer(io)) {
            Received taken = new Received();
            Subscriber in = Channels.subscriber(first, CHANNEL, options);
            Publisher out = Channels.publisher(peer, CHANNEL, options);
            publish(out, 1, SENT);
            take(in, taken, TAKEN);
            in.close();
            assertThat(directory.resolve(CHANNEL + ".ring")).doesNotExist();

            Received rest = new Received();
            Subscriber next = Channels.subscriber(second, CHANNEL, options);
            publish(out, SENT + 1, SENT + 1);
            take(next, rest, SENT + 1 - TAKEN);
            assertThat(taken.numbers()).isEqualTo(Messages.range(1, TAKEN));
            assertThat(rest.numbers()).isEqualTo(Messages.range(TAKEN + 1, SENT + 1));
            Watchdog.await("all confirmed", () -> out.confirmed() == SENT + 1);
            assertThat(next.poll(rest, 100)).isZero();
        }
    }

    @Test
    void aMessageIsConfirmedWhenItIsConsumed() {
        ChannelSettings options = options(false);
        try (Rondo owner = owner();
                Rondo peer = peer(SocketIo.AUTO);
                Subscriber in = Channels.subscriber(owner, CHANNEL, options);
                Publisher out = Channels.publisher(peer, CHANNEL, options)) {
            publish(out, 1, TAKEN);
            Received received = new Received();
            take(in, received, TAKEN);
            Watchdog.await("what was taken is confirmed", () -> out.confirmed() == TAKEN);
            publish(out, TAKEN + 1, SENT);
            awaitTaken();
            assertThat(out.confirmed()).isEqualTo(TAKEN);
            take(in, received, SENT);
            Watchdog.await("all confirmed", () -> out.confirmed() == SENT);
        }
    }

    @Test
    void theNextOwnerReceivesEachMessageOnceIfAPublisherKeepsTheSegment() {
        ChannelSettings options = options(false);
        try (Rondo first = owner();
                Rondo second = owner();
                Rondo peer = peer(SocketIo.AUTO);
                Rondo local = inMemory()) {
            Received taken = new Received();
            Subscriber in = Channels.subscriber(first, CHANNEL, options);
            Publisher connected = Channels.publisher(peer, CHANNEL, options);
            Publisher attached = Channels.publisher(local, CHANNEL, options);
            for (int i = 1; i <= SENT; i++) {
                publish(connected, 100 + i, 100 + i);
                publish(attached, 200 + i, 200 + i);
            }
            take(in, taken, 2 * TAKEN);
            in.close();
            assertThat(directory.resolve(CHANNEL + ".ring")).exists();

            Received all = new Received();
            Subscriber next = Channels.subscriber(second, CHANNEL, options);
            publish(connected, 101 + SENT, 101 + SENT);
            publish(attached, 201 + SENT, 201 + SENT);
            take(next, all, 2 * (SENT + 1) - taken.numbers().size());
            Watchdog.await("all confirmed", () -> connected.confirmed() == SENT + 1);
            assertThat(next.poll(all, 100)).isZero();
            List<Long> numbers = new ArrayList<>(taken.numbers());
            numbers.addAll(all.numbers());
            assertThat(ofHundred(numbers, 1)).isEqualTo(Messages.range(101, 101 + SENT));
            assertThat(ofHundred(numbers, 2)).isEqualTo(Messages.range(201, 201 + SENT));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachPublisherSendsItsUnconfirmedMessagesToTheNextOwner(boolean keptBySharedMemory) {
        ChannelSettings options = options(false);
        try (Rondo first = owner();
                Rondo second = owner();
                Rondo peer = peer(SocketIo.AUTO);
                Rondo local = inMemory()) {
            Subscriber in = Channels.subscriber(first, CHANNEL, options);
            List<Publisher> publishers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                publishers.add(Channels.publisher(peer, CHANNEL, options));
            }
            Publisher keeper = keptBySharedMemory ? Channels.publisher(local, CHANNEL, options) : null;
            for (int i = 1; i <= SENT; i++) {
                for (int p = 0; p < 3; p++) {
                    publish(publishers.get(p), 100L * (p + 1) + i, 100L * (p + 1) + i);
                }
            }
            Received received = new Received();
            take(in, received, 7);
            in.close();
            Subscriber next = Channels.subscriber(second, CHANNEL, options);
            take(next, received, 3 * SENT);
            for (int p = 0; p < 3; p++) {
                Publisher publisher = publishers.get(p);
                Watchdog.await("all confirmed", () -> publisher.confirmed() == SENT);
                assertThat(ofHundred(received.numbers(), p + 1))
                        .isEqualTo(Messages.range(100L * (p + 1) + 1, 100L * (p + 1) + SENT));
            }
            assertThat(next.poll(received, 100)).isZero();
            Reference.reachabilityFence(keeper);
        }
    }

    @Test
    void aClosingPublisherReportsUnconsumedMessages() {
        ChannelSettings options = options(false);
        try (Rondo owner = owner(); Rondo peer = peer(SocketIo.AUTO)) {
            Subscriber in = Channels.subscriber(owner, CHANNEL, options);
            Publisher out = Channels.publisher(peer, CHANNEL, options);
            publish(out, 1, TAKEN);
            Received received = new Received();
            take(in, received, TAKEN);
            Watchdog.await("what was taken is confirmed", () -> out.confirmed() == TAKEN);
            publish(out, TAKEN + 1, SENT);
            assertThatThrownBy(out::close).isInstanceOfSatisfying(DeliveryUnknownException.class, unknown -> {
                assertThat(unknown.firstSequence()).isEqualTo(TAKEN + 1);
                assertThat(unknown.lastSequence()).isEqualTo(SENT);
            });
            take(in, received, SENT);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, SENT));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPublisherReportsUnconfirmedMessagesOfAKilledOwner(boolean keptBySharedMemory) throws Exception {
        ChannelSettings options = options(false);
        try (Rondo successor = owner(); Rondo peer = peer(SocketIo.AUTO); Rondo local = inMemory()) {
            ChildJvm first = SmallJvm.CLIENT.start(directory, EphemeralOwnerMain.class, CHANNEL, TAKEN);
            try (first) {
                first.expect("ready");
                Publisher out = Channels.publisher(peer, CHANNEL, options);
                Publisher keeper = keptBySharedMemory ? Channels.publisher(local, CHANNEL, options) : null;
                publish(out, 1, TAKEN);
                for (long number = 1; number <= TAKEN; number++) {
                    first.expect(Long.toString(number));
                }
                Watchdog.await("what was taken is confirmed", () -> out.confirmed() == TAKEN);
                publish(out, TAKEN + 1, SENT);
                // In the owner's ring, not only in the socket.
                awaitTaken();
                first.kill();

                Subscriber next = Channels.subscriber(successor, CHANNEL, options);
                assertThatThrownBy(() -> publish(out, -1, -1))
                        .isInstanceOfSatisfying(DeliveryUnknownException.class, unknown -> {
                            assertThat(unknown.firstSequence()).isEqualTo(TAKEN + 1);
                            assertThat(unknown.lastSequence()).isEqualTo(SENT);
                        });
                publish(out, SENT + 1, SENT + 1);
                Received rest = new Received();
                take(next, rest, keptBySharedMemory ? SENT + 1 - TAKEN : 1);
                Watchdog.await("all confirmed", () -> out.confirmed() == SENT + 1);
                assertThat(next.poll(rest, 100)).isZero();
                assertThat(rest.numbers())
                        .isEqualTo(Messages.range(keptBySharedMemory ? TAKEN + 1 : SENT + 1, SENT + 1));
                // The cleaner would close it, and remove the segment.
                Reference.reachabilityFence(keeper);
            }
        }
    }

    private void awaitTaken() {
        Watchdog.await("the owner to hold the rest", () -> {
            try (SegmentObserver observer = SharedMemory.store(config().build()).observe(CHANNEL)) {
                return observer.backlog().messages() == SENT - TAKEN;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theByeOfAnOwnerIsExactAfterALostConnection(boolean consumedBetween) throws Exception {
        long id = 0x4321;
        try (Rondo owner = owner()) {
            Subscriber in = Channels.subscriber(owner, CHANNEL, options(false));
            long ownerId;
            Received received = new Received();
            try (RawPeer peer = RawPeer.connect(directory, CHANNEL)) {
                ownerId = peer.greet(RawPeer.publisher(CHANNEL, id)).ownerId();
                for (int sequence = 1; sequence <= SENT; sequence++) {
                    peer.data(sequence, sequence);
                }
                take(in, received, 2);
            }
            if (consumedBetween) {
                Watchdog.await("the connection to be missed", () -> in.producers() == 0);
                take(in, received, TAKEN);
            }
            try (RawPeer peer = RawPeer.connect(directory, CHANNEL)) {
                Welcome welcome = peer.greet(RawPeer.resumed(CHANNEL, id, ownerId, 1));
                assertThat(welcome.confirmedSequence()).isLessThanOrEqualTo(TAKEN);
                for (long sequence = welcome.confirmedSequence() + 1; sequence <= SENT; sequence++) {
                    peer.data(sequence, sequence);
                }
                take(in, received, TAKEN);
                in.close();
                Bye bye = peer.expect(Bye.class);
                assertThat(bye.reason()).isEqualTo(ByeReason.OWNER_CLOSING);
                assertThat(bye.lastSequence()).isEqualTo(TAKEN);
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, TAKEN));
            assertThat(Files.exists(directory.resolve(CHANNEL + ".ring"))).isFalse();
        }
    }
}
