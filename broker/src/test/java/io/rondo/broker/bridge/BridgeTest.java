package io.rondo.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.ExclusivePublication;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bridges between two directories of channels. */
@Timeout(300)
class BridgeTest extends BridgeFixture {
    private static final int EPOCH = 5;
    private static final long OTHER = 77;

    private static List<Long> read(Subscriber subscriber, int count) {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            Messages.receive(subscriber, (buffer, offset, length) -> numbers
                    .add(Messages.number(buffer, offset, length)));
        }
        return numbers;
    }

    private static void assertNothingElse(BridgeStatus status, long messages) {
        assertThat(status.messages()).isEqualTo(messages);
        assertThat(new long[]{status.lost(), status.gaps(), status.missing(), status.duplicates(), status.loops(),
            status.foreign(), status.malformed(), status.refused()}).containsOnly(0);
    }

    @Test
    void aBridgeThatWaitsToBeOpenedHoldsNoOtherOneUp() throws InterruptedException {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Host host = sameDirectory(source(), (_, _, _, _) -> {
            opening.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new RondoException("too late");
        });
        Publisher publisher = opened(host.rondo().topic(TOPIC).publisher());
        host.start(new BridgeSettings("slow", BridgeDirection.SEND, new NamePattern("orders"), BridgeKind.SEQUENCED,
                new AeronStream(IPC, 30), new AeronStream(IPC, 31)), false);
        opened((AutoCloseable) end::countDown);
        opening.await();
        target().receive(TOPIC);
        Subscriber subscriber = opened(target().rondo().topic(TOPIC).subscriber());
        host.send(TOPIC);
        Messages.publish(publisher, 1);

        assertThat(read(subscriber, 1)).containsExactly(1L);
        end.countDown();
        host.notices().await("failed: too late");
    }

    @Test
    void aTopicArrivesByteForByteWithMessagesOfEachLength() {
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        Bridge receive = target().receive(TOPIC);
        Subscriber subscriber = opened(target().rondo().topic(TOPIC).subscriber());
        Bridge send = source().send(TOPIC);
        Random random = new Random(1);
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            // The longest do not fit an Aeron frame, and are less than an eighth of a term.
            byte[] message = new byte[i % 10 == 0 ? random.nextInt(6000) : random.nextInt(100)];
            random.nextBytes(message);
            expected.add(message);
        }
        List<byte[]> arrived = new ArrayList<>();
        int next = 0;
        while (arrived.size() < expected.size()) {
            // So few that the topic holds them until the bridge has read them.
            while (next < expected.size() && next - arrived.size() < 5) {
                assertThat(publisher.publish(expected.get(next++))).isPositive();
            }
            Messages.receive(subscriber, (buffer, offset, length) -> {
                byte[] message = new byte[length];
                buffer.getBytes(offset, message);
                arrived.add(message);
            });
        }

        assertThat(arrived).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
        assertNothingElse(receive.status(), expected.size());
        await(send, BridgeStatus::messages, expected.size());
        assertNothingElse(send.status(), expected.size());
        assertThat(send.status().state()).isEqualTo(BridgeState.CONNECTED);
    }

    @Test
    void aQueueKeepsMessagesUntilAReceiverIsThere() {
        Publisher publisher = opened(source().rondo().queue("orders").publisher());
        Messages.publish(publisher, 1, 2, 3);
        Bridge send = source().bridge(BridgeDirection.SEND, "orders", true, IPC);
        Messages.publish(publisher, 4);
        assertThat(send.status().state()).isEqualTo(BridgeState.WAITING);
        Subscriber subscriber = opened(target().rondo().queue("orders").subscriber());
        Bridge receive = target().bridge(BridgeDirection.RECEIVE, "orders", true, IPC);

        assertThat(read(subscriber, 4)).containsExactly(1L, 2L, 3L, 4L);
        assertNothingElse(receive.status(), 4);
    }

    @Test
    void manyMessagesShareAnAeronMessage() {
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        Bridge send = source().send(TOPIC);
        Messages.publish(publisher, LongStream.rangeClosed(1, 500).toArray());
        Bridge receive = target().receive(TOPIC);

        await(receive, BridgeStatus::messages, 500);
        assertThat(receive.status().envelopes()).isLessThan(20);
        assertThat(send.status().bytes()).isEqualTo(500 * Messages.LENGTH);
    }

    @Test
    void whatTheTopicOverwroteIsAGapOnTheOtherSide() {
        Publisher publisher = opened(source().rondo().topic(TOPIC).capacity(4096).publisher());
        // A first bridge shows where the numbering is.
        Bridge receive = target().receive(TOPIC);
        Bridge first = source().send(TOPIC);
        Messages.publish(publisher, 1);
        await(receive, BridgeStatus::messages, 1);
        first.close();
        Messages.publish(publisher, LongStream.rangeClosed(2, 11).toArray());
        Bridge second = source().send(TOPIC);
        Messages.publish(publisher, 12);

        await(receive, BridgeStatus::messages, 2);
        assertThat(receive.status().gaps()).isOne();
        assertThat(receive.status().missing()).isEqualTo(10);
        assertThat(second.status().lost()).isZero();
    }

    @Test
    void aSenderWithoutAReceiverDoesNotSlowThePublisher() {
        Publisher publisher = opened(source().rondo().topic(TOPIC).capacity(4096).publisher());
        Bridge send = source().send(TOPIC);
        for (long i = 1; i <= 1000; i++) {
            assertThat(publisher.tryPublish(Messages.of(i), 0, Messages.LENGTH)).isPositive();
        }
        Bridge receive = target().receive(TOPIC);

        await(receive, BridgeStatus::messages, 1);
        Watchdog.await("all", () -> send.status().messages() + send.status().lost() == 1000);
        assertThat(send.status().lost()).isPositive();
    }

    @Test
    void gapsAndDuplicatesAreCountedAndNothingArrivesTwice() {
        Bridge receive = target().receive(TOPIC);
        Subscriber subscriber = opened(target().rondo().topic(TOPIC).subscriber());
        ExclusivePublication publication = publication();
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 10, 10, 11));
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 10, 10, 11));
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 11, 11, 12));
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 16, 16));
        offer(publication, envelope(OTHER, EPOCH + 1, TOPIC, 1, 1));

        assertThat(read(subscriber, 5)).containsExactly(10L, 11L, 12L, 16L, 1L);
        BridgeStatus status = receive.status();
        assertThat(new long[]{status.gaps(), status.missing(), status.duplicates()}).containsExactly(1, 3, 3);
    }

    @Test
    void messagesThatComeBackAreDropped() {
        Bridge receive = target().receive(TOPIC);
        ExclusivePublication publication = publication();
        offer(publication, envelope(target().origin(), EPOCH, TOPIC, 1, 1, 2));
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 1, 1));

        await(receive, BridgeStatus::messages, 1);
        assertThat(receive.status().loops()).isEqualTo(2);
    }

    @Test
    void foreignAndMalformedMessagesAreDroppedWithANotice() {
        Bridge receive = target().receive(TOPIC);
        ExclusivePublication publication = publication();
        offer(publication, "no envelope".getBytes(StandardCharsets.US_ASCII));
        byte[] malformed = envelope(OTHER, EPOCH, TOPIC, 1, 1);
        offer(publication, Arrays.copyOf(malformed, malformed.length - 1));
        offer(publication, envelope(OTHER, EPOCH, TOPIC, 1, 1));

        await(receive, BridgeStatus::messages, 1);
        assertThat(receive.status().foreign()).isOne();
        assertThat(receive.status().malformed()).isOne();
        target().notices().await("on stream 7 is no envelope of a bridge");
    }

    @Test
    void aFullLocalChannelStopsTheStreamAndNothingIsLostOrRepeated() {
        target().rondo().queue("orders").capacity(1 << 20).publisher().close();
        Bridge receive = target().bridge(BridgeDirection.RECEIVE, "orders", true, IPC);
        Publisher publisher = opened(source().rondo().queue("orders").publisher());
        source().bridge(BridgeDirection.SEND, "orders", true, IPC);
        int count = 20_000;
        Thread publishing = Thread.ofPlatform().daemon()
                .start(() -> Messages.publish(publisher, LongStream.rangeClosed(1, count).toArray()));
        await(receive, BridgeStatus::backPressure, 1);
        Subscriber subscriber = opened(target().rondo().queue("orders").subscriber());

        assertThat(read(subscriber, count)).isEqualTo(Messages.range(1, count));
        assertNothingElse(receive.status(), count);
        assertThat(publishing.isInterrupted()).isFalse();
    }

    @Test
    void aMessageThatIsTooLongForTheLocalChannelIsDroppedAndOthersArrive() {
        opened(target().rondo().topic(TOPIC).capacity(64 << 10).maxMessageLength(50).publisher()).close();
        Bridge receive = target().receive(TOPIC);
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        Bridge send = source().send(TOPIC);
        publisher.publish(new byte[51]);
        publisher.publish(new byte[50]);
        // More than an eighth of a term.
        publisher.publish(new byte[9000]);
        publisher.publish(new byte[1]);

        await(receive, BridgeStatus::messages, 2);
        assertThat(receive.status().refused()).isOne();
        assertThat(receive.status().missing()).isOne();
        assertThat(send.status().refused()).isOne();
        source().notices().await("set a longer |term-length=");
    }

    @Test
    void aTopicWithAnotherPublisherIsRefused() {
        opened(target().rondo().topic(TOPIC).publisher());

        assertThatThrownBy(() -> target().receive(TOPIC)).isInstanceOf(RondoException.class)
                .hasMessageContaining(TOPIC);
    }

    @Test
    void bridgesGoOnWithADriverThatWasStartedAgain() {
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        source().send(TOPIC);
        Bridge receive = target().receive(TOPIC);
        Messages.publish(publisher, 1);
        await(receive, BridgeStatus::messages, 1);
        driver().close();
        source().notices().await("failed: ");
        target().notices().await("failed: ");
        launch();
        Messages.publish(publisher, 2);

        await(receive, BridgeStatus::messages, 2);
        assertThat(receive.status().duplicates()).isZero();
    }

    @Test
    void aReceiverOpensTheLocalChannelAgainAfterItsRemoval() throws IOException {
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        source().send(TOPIC);
        Bridge receive = target().receive(TOPIC);
        Messages.publish(publisher, 1);
        await(receive, BridgeStatus::messages, 1);
        target().remove(TOPIC);
        long[] next = {2};
        Watchdog.await("the failure", () -> {
            Messages.publish(publisher, next[0]++);
            return target().notices().all().stream().anyMatch(notice -> notice.startsWith("failed: "));
        });
        assertThat(target().notices().all()).anyMatch(notice -> notice.contains("removed"));

        long before = receive.status().messages();
        Watchdog.await("messages on the new channel", () -> {
            Messages.publish(publisher, next[0]++);
            return receive.status().messages() > before;
        });
    }

    @Test
    void withoutADriverTheErrorNamesTheDirectory() {
        driver().close();

        assertThatThrownBy(() -> source().send(TOPIC)).isInstanceOf(RondoException.class)
                .hasMessageContaining("no Aeron media driver runs in " + aeronDirectory());
    }
}
