package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.Role;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends faulty byte streams, each over its own connection, while valid peers use the channel. The system property
 * {@code rondo.fuzz.streams} sets their number, {@code rondo.fuzz.seed} the seed.
 */
class AcceptorFuzzTest extends OwnerFixture {
    private static final int WAYS = 8;
    private static final int WORK = 300;
    private static final long STREAMS = Long.getLong("rondo.fuzz.streams", 4_000);
    private static final long SEED = Long.getLong("rondo.fuzz.seed", System.nanoTime());

    @ParameterizedTest
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @CsvSource({"EPOLL,QUEUE,true", "EPOLL,TOPIC,true", "EPOLL,QUEUE,false", "EPOLL,TOPIC,false", "NIO,QUEUE,true",
        "NIO,TOPIC,true", "NIO,QUEUE,false", "NIO,TOPIC,false"})
    void validPeersLoseAndDuplicateNothing(SocketIo family, ChannelKind kind, boolean segment)
            throws Exception {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(kind).capacity(1 << 16);
        SocketTransport sockets = new SocketTransport(directory(), config(family).build());
        if (kind == ChannelKind.QUEUE) {
            try (Subscriber in = segment
                    ? Channels.subscriber(connect(config(family).build()), QUEUE, options)
                    : sockets.ownQueue(QUEUE, options, BindPrecondition.NONE);
                    Publisher out = peer(family).queue(QUEUE).publisher()) {
                GoodExchange good = new GoodExchange(out, in);
                fuzz(QUEUE, Role.PUBLISHER, null);
                finish(good);
            }
        } else {
            try (Publisher out = segment
                    ? Channels.publisher(connect(config(family).build()), TOPIC, options)
                    : sockets.ownTopic(TOPIC, options, BindPrecondition.NONE);
                    Subscriber in = Channels.subscriber(peer(family), TOPIC, options(ChannelKind.TOPIC))) {
                GoodExchange good = new GoodExchange(out, in);
                fuzz(TOPIC, Role.SUBSCRIBER, null);
                finish(good);
            }
        }
    }

    /** The faulty streams take messages of the queue, and each loses them with its connection. */
    @ParameterizedTest
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @EnumSource(names = {"EPOLL", "NIO"})
    void aWorkQueueDeliversEachMessageToAValidConsumer(SocketIo family) throws Exception {
        WorkQueue queue = connect(config(family).build()).workQueue(QUEUE).capacity(1 << 16);
        try (WorkSubscriber in = queue.subscriber();
                Publisher out = queue.publisher();
                WorkSubscriber connected = peer(family).workQueue(QUEUE).subscriber()) {
            Messages.publish(out, LongStream.rangeClosed(1, WORK).toArray());
            fuzz(QUEUE, Role.SUBSCRIBER, io.rondo.codecs.control.ChannelKind.WORK);
            Set<Long> seen = new HashSet<>();
            MessageHandler note = (buffer, offset, length) -> assertThat(
                    seen.add(Messages.number(buffer, offset, length))).isTrue();
            Watchdog.await("all messages, seed " + SEED, () -> {
                in.poll(note, WORK);
                connected.poll(note, WORK);
                return seen.size() == WORK;
            });
            assertThat(in.poll(note, 10) + connected.poll(note, 10)).isZero();
        }
    }

    private static void finish(GoodExchange good) throws Exception {
        assertThat(good.finish()).as("seed " + SEED).isPositive();
    }

    private void fuzz(String channel, Role role, io.rondo.codecs.control.ChannelKind kind) throws Exception {
        long ownerId;
        try (RawPeer observer = raw(channel)) {
            ownerId = observer.greet(RawPeer.observer(channel)).ownerId();
        }
        MutatedSessions sessions = new MutatedSessions(channel, role, kind, ownerId, SEED);
        Path socket = directory().resolve(channel + ".sock");
        long start = System.nanoTime();
        for (long number = 0; number < STREAMS / WAYS; number++) {
            try {
                send(socket, sessions.stream(number), number % 4 != 0);
            } catch (IOException e) {
                throw new AssertionError("the owner does not listen after stream " + number + ", seed " + SEED, e);
            }
        }
        long streams = System.nanoTime();
        System.out.printf("%s: %,d streams in %,d ms, seed %d%n", channel, STREAMS / WAYS,
                (streams - start) / 1_000_000, SEED);
    }

    /**
     * Sends bytes; the owner may close before it has read all of them. A patient call waits for the end of the
     * connection.
     */
    private static void send(Path socket, byte[] bytes, boolean patient) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            try {
                channel.write(ByteBuffer.wrap(bytes));
                if (patient) {
                    channel.shutdownOutput();
                    ByteBuffer answer = ByteBuffer.allocate(1 << 12);
                    while (channel.read(answer.clear()) >= 0) {
                        // Reads to the end of the stream.
                    }
                }
            } catch (IOException e) {
                // The owner has closed the connection.
            }
        }
    }
}
