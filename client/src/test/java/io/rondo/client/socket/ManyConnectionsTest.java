package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.owner.OwnerMain;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.session.Hello;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hundreds of connections that end in every state of a session leave nothing in the owner. */
@Order(1)
class ManyConnectionsTest extends OwnerFixture {
    private static final int BEFORE = 100;
    /** Objects of the one valid peer: session, connection, sender or receiver, and source or sink. */
    private static final int OBJECTS = 4;
    /** Three in five of these connections are of participants. */
    private static final int CONNECTIONS = 400 * Integer.getInteger("rondo.test.factor", 1);
    /** Less than half of the segments of 1 MiB that are mapped for these connections. */
    private static final long MEGABYTES = CONNECTIONS / 4;
    /** Between two looks at the heap of the owner. A look collects the garbage, which takes CPU time from the owner. */
    private static final long PAUSE_NANOS = 500_000_000;

    /** The resources that {@link OwnerMain} reports. */
    private record Held(long objects, long descriptors, long participants, long segmentMappings, long megabytes) {
        static Held by(ChildJvm owner) {
            try {
                owner.send("state");
                long[] numbers = Arrays.stream(owner.answer().split(" ")).mapToLong(Long::parseLong).toArray();
                return new Held(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Held await(ChildJvm owner, Predicate<Held> expected) {
        Held[] last = new Held[1];
        try {
            Watchdog.await("the owner holds the expected resources", () -> {
                last[0] = Held.by(owner);
                boolean holds = expected.test(last[0]);
                if (!holds) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                return holds;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + last[0], e);
        }
        return last[0];
    }

    private static void assertBack(ChildJvm owner, Held before) {
        await(owner,
                held -> held.objects() == OBJECTS && held.descriptors() <= before.descriptors()
                        && held.participants() == before.participants()
                        && held.segmentMappings() == before.segmentMappings()
                        && held.megabytes() < before.megabytes() + MEGABYTES);
    }

    /** Leaves connections in each state of a session in turn. */
    private void connect(int number, Hello greeting) throws IOException {
        byte[] hello = RawPeer.bytes(greeting);
        try (RawPeer peer = raw(greeting.channel())) {
            try {
                switch (number % 5) {
                    case 0 -> {
                        // Sends nothing.
                    }
                    case 1 -> peer.send(hello, 0, hello.length / 2);
                    case 2 -> {
                        peer.send(greeting);
                        // May be a Reject: a topic has a limited number of slots.
                        assertThat(peer.next()).isNotNull();
                    }
                    case 3 -> {
                        peer.send(greeting);
                        peer.send(new byte[]{0, 0, 1, 0, (byte) 0xEB, 0x50, 12, 0, 4}, 0, 9);
                    }
                    default -> peer.send(greeting);
                }
            } catch (IOException e) {
                // The owner closed the connection because of its limit.
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
    void aQueuesOwnerReleasesAllResources(SocketIo family) throws Exception {
        try (ChildJvm owner = SmallJvm.CLIENT.start(directory(), OwnerMain.class, "queue", QUEUE,
                family)) {
            owner.expect("ready");
            try (Publisher good = peer(family).queue(QUEUE).publisher()) {
                Messages.publish(good, 1);
                for (int number = 0; number < BEFORE; number++) {
                    connect(number, RawPeer.publisher(QUEUE, 1 + number));
                }
                Held before = await(owner, held -> held.objects() == OBJECTS);
                for (int number = 0; number < CONNECTIONS; number++) {
                    connect(number, RawPeer.publisher(QUEUE, 1 + number));
                    if (number % 100 == 0) {
                        Messages.publish(good, number);
                    }
                }
                assertBack(owner, before);
                long last = good.publish(Messages.of(1), 0, Messages.LENGTH);
                Watchdog.await("the last message is confirmed", () -> good.confirmed() == last);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = SocketIo.class, names = {"EPOLL", "NIO"})
    void aTopicsOwnerReleasesAllResources(SocketIo family) throws Exception {
        try (ChildJvm owner = SmallJvm.CLIENT.start(directory(), OwnerMain.class, "topic",
                TOPIC, family)) {
            owner.expect("ready");
            Received received = new Received();
            try (Subscriber good = Channels.subscriber(peer(family), TOPIC,
                    ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC))) {
                for (int number = 0; number < BEFORE; number++) {
                    connect(number, RawPeer.subscriber(TOPIC, number % 16 == 4 ? number : 0, 1000));
                }
                Held before = await(owner, held -> held.objects() == OBJECTS);
                int published = 0;
                for (int number = 0; number < CONNECTIONS; number++) {
                    connect(number, RawPeer.subscriber(TOPIC, number % 16 == 4 ? number : 0, 1000));
                    if (number % 100 == 0) {
                        owner.send("publish");
                        published++;
                        owner.expect(Integer.toString(published));
                    }
                }
                while (received.numbers().size() < published) {
                    Messages.receive(good, received);
                }
                assertThat(received.numbers()).isEqualTo(Messages.range(1, published));
                assertBack(owner, before);
            }
        }
    }
}
