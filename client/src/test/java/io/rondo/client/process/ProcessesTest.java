package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.SegmentObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages between processes. */
class ProcessesTest extends ConnectionFixture {
    private static final long MESSAGES = 250_000L * Integer.getInteger("rondo.test.factor", 1);

    /** JVMs without flags: code of C2 shows errors of the memory order that code of C1 hides. */
    @ParameterizedTest
    @EnumSource
    void messagesOfRandomLengthsArriveInOrderByteForByte(Kind kind) throws Exception {
        int producers = kind == Kind.QUEUE ? 2 : 1;
        int consumers = kind == Kind.TOPIC ? 2 : 1;
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < consumers; i++) {
                children.add(ChildJvm.start(directory(), BulkConsumerMain.class, kind, MESSAGES));
            }
            for (int i = 0; i < producers; i++) {
                children.add(ChildJvm.start(directory(), BulkProducerMain.class, kind, i, consumers, 1,
                        MESSAGES / producers));
            }
            for (ChildJvm child : children) {
                child.expect("ready");
            }
            for (ChildJvm producer : children.subList(consumers, children.size())) {
                producer.send("go");
            }
            String last = producers == 1 ? "{0=" + MESSAGES + "}" : "{0=" + MESSAGES / 2 + ", 1=" + MESSAGES / 2 + "}";
            for (ChildJvm consumer : children.subList(0, consumers)) {
                consumer.expect(MESSAGES + " " + last);
                consumer.expectEnd();
            }
            for (ChildJvm producer : children.subList(consumers, children.size())) {
                producer.expect("published");
                producer.expectEnd();
            }
        } finally {
            for (ChildJvm child : children) {
                child.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void processesThatSleepWakeEachOther(Kind kind) throws Exception {
        int rounds = 1000;
        WaitStrategy park = WaitStrategy.park();
        try (ChildJvm echo = SmallJvm.CLIENT.start(directory(), EchoMain.class, kind, rounds);
                Subscriber in = Channels.subscriber(rondo(), "pong", kind.options().waitStrategy(park));
                Publisher out = Channels.publisher(rondo(), "ping", kind.options().waitStrategy(park));
                SegmentObserver observer = store().observe("pong")) {
            echo.expect("ready");
            for (long i = 0; i < rounds; i++) {
                if (i == rounds - 1) {
                    // The other process still waits for the last one: after that it leaves, and its counters with it.
                    assertThat(observer.table().list()).anyMatch(info -> info.count(Counter.PARKS) > rounds / 10)
                            .anyMatch(info -> info.count(Counter.WAKES) > rounds / 10);
                }
                Messages.publish(out, i);
                Received received = new Received();
                assertThat(Messages.receive(in, received)).isEqualTo(1);
                assertThat(received.numbers()).containsExactly(i);
            }
            echo.expect("done");
            echo.expectEnd();
        }
    }

    @Test
    void aSecondConsumerIsRefusedNamingTheOtherProcess() throws Exception {
        try (ChildJvm child = SmallJvm.CLIENT.start(directory(), SubscribeMain.class, Kind.QUEUE)) {
            child.expect("ready 1");
            assertThatThrownBy(() -> Channels.subscriber(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS))
                    .isInstanceOf(ChannelInUseException.class)
                    .hasMessageContainingAll(Kind.CHANNEL, "pid " + child.pid());
            child.kill();
            try (Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS)) {
                assertThat(in.consumers()).isEqualTo(1);
            }
        }
    }
}
