package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.support.Channels;
import io.rondo.codecs.control.Role;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sends faulty byte streams, each over its own connection, while valid peers use the channel. The system property
 * {@code rondo.fuzz.streams} sets their number, {@code rondo.fuzz.seed} the seed.
 */
class AcceptorFuzzTest extends OwnerFixture {
    private static final int WAYS = 8;
    private static final long STREAMS = Long.getLong("rondo.fuzz.streams", 8_000);
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
                fuzz(QUEUE, Role.PUBLISHER, new GoodExchange(out, in));
            }
        } else {
            try (Publisher out = segment
                    ? Channels.publisher(connect(config(family).build()), TOPIC, options)
                    : sockets.ownTopic(TOPIC, options, BindPrecondition.NONE);
                    Subscriber in = Channels.subscriber(peer(family), TOPIC, options(ChannelKind.TOPIC))) {
                fuzz(TOPIC, Role.SUBSCRIBER, new GoodExchange(out, in));
            }
        }
    }

    private void fuzz(String channel, Role role, GoodExchange good) throws Exception {
        long ownerId;
        try (RawPeer observer = raw(channel)) {
            ownerId = observer.greet(RawPeer.observer(channel)).ownerId();
        }
        MutatedSessions sessions = new MutatedSessions(channel, role, ownerId, SEED);
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
        assertThat(good.finish()).as("seed " + SEED).isPositive();
        System.out.printf("%s: %,d streams in %,d ms, seed %d; good messages: %,d%n", channel, STREAMS / WAYS,
                (streams - start) / 1_000_000, SEED, good.seen());
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
