package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection that is repeatedly cut at any byte under load loses, duplicates and corrupts no message. */
class CutConnectionTest {
    private static final String CHANNEL = "cut";
    private static final int CUTS = 100;
    private static final int MOST_BYTES = 200_000;
    private static final int LONGEST = 3000;
    /**
     * The owner's grace period for a disconnected subscriber. On a loaded machine the subscriber may reconnect later.
     */
    private static final long GRACE_NANOS = 1_000_000_000L;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Path owners;
    private Path peers;

    @BeforeEach
    void separate() throws IOException {
        owners = Files.createDirectory(directory.resolve("o"));
        peers = Files.createDirectory(directory.resolve("p"));
    }

    private Rondo connect(Path segments, Path sockets, SocketIo io) {
        return Rondo.connect(RondoConfig.builder().directory(segments).socketDirectory(sockets).socketIo(io)
                .transport(Transport.SOCKET).build());
    }

    private CuttingProxy proxy(long seed) throws IOException {
        return new CuttingProxy(peers.resolve(CHANNEL + ".sock"), owners.resolve(CHANNEL + ".sock"), CUTS, MOST_BYTES,
                seed);
    }

    /** Verifies that messages arrive intact, once and in order, and counts them. */
    private static final class Verifier implements MessageHandler {
        private volatile long last;
        private final LongSupplier lost;
        private long lostBefore;

        /** Expects all numbers except those that are reported as lost. */
        Verifier(LongSupplier lost) {
            this.lost = lost;
        }

        @Override
        public void onMessage(DirectBuffer buffer, int offset, int length) {
            long lostNow = lost.getAsLong();
            long number = last + 1 + lostNow - lostBefore;
            lostBefore = lostNow;
            assertThat(length).isEqualTo(Payload.length(number, LONGEST));
            Payload.verify(buffer, offset, length, number);
            last = number;
        }
    }

    private static long publishUntil(Publisher out, CuttingProxy proxy) {
        MutableDirectBuffer message = Buffers.allocate(LONGEST);
        long number = 0;
        while (proxy.connections() <= CUTS) {
            number++;
            int length = Payload.length(number, LONGEST);
            Payload.fill(message, 0, length, number);
            assertThat(out.publish(message, 0, length)).isEqualTo(number);
        }
        return number;
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, true", "NIO, true", "EPOLL, false"})
    void aQueuesPublisherResendsUndeliveredMessages(SocketIo io, boolean segment) throws Exception {
        Path segments = segment ? owners : Path.of("/proc/none/x");
        try (CuttingProxy proxy = proxy(1);
                Rondo owner = connect(segments, owners, io);
                Subscriber in = Channels.subscriber(owner, CHANNEL, ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE));
                Rondo peer = connect(peers, peers, io)) {
            Verifier verifier = new Verifier(() -> 0);
            Task<Long> publishing = Task.start(() -> {
                try (Publisher out = Channels.publisher(peer, CHANNEL,
                        ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE))) {
                    return publishUntil(out, proxy);
                }
            });
            while (!publishing.isDone()) {
                in.receive(verifier, 1000, Duration.ofMillis(10));
            }
            long sent = publishing.join();
            // Closing has waited until all messages were confirmed.
            while (in.poll(verifier, 1000) > 0) {
                assertThat(verifier.last).isLessThanOrEqualTo(sent);
            }
            assertThat(verifier.last).isEqualTo(sent);
            assertThat(proxy.connections()).isGreaterThan(CUTS);
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, true", "NIO, true", "EPOLL, false"})
    void aTopicsSubscriberThatReconnectsImmediatelyMissesNothing(SocketIo io, boolean segment) throws Exception {
        Path segments = segment ? owners : Path.of("/proc/none/x");
        ChannelSettings topic = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC);
        try (CuttingProxy proxy = proxy(2);
                Rondo owner = connect(segments, owners, io);
                Publisher out = Channels.publisher(owner, CHANNEL, topic);
                Rondo peer = connect(peers, peers, io);
                Subscriber in = Channels.subscriber(peer, CHANNEL, topic)) {
            Watchdog.await("the subscriber", () -> out.consumers() == 1);
            Verifier verifier = new Verifier(in::lost);
            Task<Long> publishing = Task.start(() -> publishUntil(out, proxy));
            long sent = -1;
            while (sent < 0 || verifier.last < sent) {
                in.receive(verifier, 1000, Duration.ofMillis(10));
                if (publishing.isDone()) {
                    sent = publishing.join();
                }
            }
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            if (proxy.longestAbsence() < GRACE_NANOS) {
                assertThat(in.lost()).isZero();
            }
            assertThat(proxy.connections()).isGreaterThan(CUTS);
        }
    }
}
