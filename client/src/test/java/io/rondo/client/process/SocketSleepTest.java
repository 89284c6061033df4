package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are connected by sockets and sleep between messages, so that consumers sleep on the sockets themselves. */
class SocketSleepTest extends ConnectionFixture {
    private static final int ROUNDS = 1_000 * Integer.getInteger("rondo.test.factor", 1);

    @ParameterizedTest
    @EnumSource
    void processesThatSleepWakeEachOtherOverSockets(Kind kind) throws Exception {
        exchangeAll(kind);
    }

    /** The acknowledgements of a topic's subscribers must not wait for the end of a lease. */
    @Test
    void aConsumerParksWhileItsProcessPublishesATopicToConnectedSubscribers() throws Exception {
        exchangeAll(Kind.TOPIC, "watch");
    }

    private void exchangeAll(Kind kind, Object... watch) throws Exception {
        ChannelSettings settings = sleeping(kind);
        Object[] arguments = Stream.concat(Stream.of(kind, ROUNDS, Transport.SOCKET), Stream.of(watch)).toArray();
        try (ChildJvm echo = SmallJvm.CLIENT.start(directory(), EchoMain.class, arguments);
                Subscriber in = Channels.subscriber(rondo(), "pong", settings);
                Publisher out = Channels.publisher(rondo(), "ping", settings)) {
            EchoMain.awaitConsumer(out);
            echo.expect("ready");
            for (long i = 0; i < ROUNDS; i++) {
                exchange(out, in, i);
            }
            echo.expect("done");
            echo.expectEnd();
        }
    }

    private static ChannelSettings sleeping(Kind kind) {
        return kind.options().waitStrategy(WaitStrategy.park()).transport(Transport.SOCKET);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TOPIC")
    void aConsumerWithShortWaitsSleepsOnItsSockets(Kind kind) throws Exception {
        ChannelSettings settings = sleeping(kind);
        try (ChildJvm echo = SmallJvm.CLIENT.start(directory(), EchoMain.class, kind, Integer.MAX_VALUE,
                Transport.SOCKET,
                "watch");
                Subscriber in = Channels.subscriber(rondo(), "pong", settings);
                Publisher out = Channels.publisher(rondo(), "ping", settings)) {
            EchoMain.awaitConsumer(out);
            echo.expect("ready");
            AtomicBoolean slept = new AtomicBoolean();
            Thread exchanging = Thread.ofPlatform().start(() -> {
                for (long i = 0; !slept.get(); i++) {
                    exchange(out, in, i);
                }
            });
            try {
                echo.expect(EchoMain.ON_SOCKETS);
            } finally {
                slept.set(true);
                exchanging.join();
            }
        }
    }

    @Test
    void aConsumerAsleepOnASocketReceivesFromAProducerThatAttachesToItsSegment() throws Exception {
        ChannelSettings settings = Kind.QUEUE.options().waitStrategy(WaitStrategy.park()).transport(Transport.AUTO);
        try (Subscriber in = Channels.subscriber(rondo(), "pong", settings);
                ChildJvm echo = SmallJvm.CLIENT.start(directory(), EchoMain.class, Kind.QUEUE, ROUNDS,
                        Transport.SOCKET);
                Publisher out = Channels.publisher(rondo(), "ping", settings.transport(Transport.SOCKET))) {
            EchoMain.awaitConsumer(out);
            echo.expect("ready");
            for (long i = 0; i < ROUNDS; i++) {
                exchange(out, in, i);
                if (i % (ROUNDS / 10) == 0) {
                    try (Publisher attached = Channels.publisher(rondo(), "pong", settings)) {
                        Messages.publish(attached, -i);
                        receive(in, -i);
                    }
                }
            }
            echo.expect("done");
            echo.expectEnd();
        }
    }

    private static void exchange(Publisher out, Subscriber in, long number) {
        Messages.publish(out, number);
        receive(in, number);
    }

    private static void receive(Subscriber in, long number) {
        Received received = new Received();
        assertThat(Messages.receive(in, received)).isEqualTo(1);
        assertThat(received.numbers()).containsExactly(number);
    }
}
