package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Channel;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** A closed endpoint throws, and closing ends every wait. */
// Closing early is what is tested.
@SuppressWarnings("try")
class CloseTest extends ContractTest {
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    @Test
    void aClosedPublisherPublishesNothingMoreAndItsMessageArrives() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher(CHANNEL, CloseTest::withLongLinger)) {
            Messages.publish(out, 1);
            Task<Void> close = Task.start(() -> {
                out.close();
                return null;
            });
            take(in, Messages.IGNORE, 1);
            close.join();
            out.close();
            isClosed(out);
            assertThat(in.receive(Messages.IGNORE, 1, SHORT_LINGER)).isZero();
        }
    }

    private static Channel<?> withLongLinger(Channel<?> channel) {
        return channel.linger(Duration.ofSeconds(Watchdog.SECONDS));
    }

    @Test
    void aPublisherIsClosedAlsoIfItWasUnusedOrFull() {
        try (Subscriber in = subscriber(); Publisher unused = publisher()) {
            unused.close();
            isClosed(unused);
            try (Publisher full = shortLingerPublisher()) {
                assertThat(fill(full)).isPositive();
                closeUnread(full);
                isClosed(full);
                assertThat(next(in, Messages.IGNORE, 1)).isEqualTo(1);
            }
        }
    }

    private static void isClosed(Publisher out) {
        MutableDirectBuffer message = Messages.of(-1);
        for (int length : new int[]{0, 8}) {
            assertThatThrownBy(() -> out.tryPublish(message, 0, length)).isInstanceOf(ClosedException.class)
                    .hasMessageContaining(CHANNEL);
            assertThatThrownBy(() -> out.publish(message, 0, length)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> out.publish(message, 0, length, Duration.ofSeconds(1)))
                    .isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> out.tryClaim(length)).isInstanceOf(ClosedException.class)
                    .hasMessageContaining(CHANNEL);
            assertThatThrownBy(() -> out.claim(length)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> out.claim(length, Duration.ofSeconds(1))).isInstanceOf(ClosedException.class);
        }
        assertThatThrownBy(out::consumers).isInstanceOf(ClosedException.class);
        assertThatThrownBy(out::producers).isInstanceOf(ClosedException.class);
        assertThat(out.channel()).isEqualTo(CHANNEL);
        assertThat(out.confirmed()).isNotNegative();
        assertThat(out.maxMessageLength()).isPositive();
        assertThat(out.transport()).isNotNull();
    }

    @Test
    void aClosedSubscriberDeliversNothing() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            Messages.publish(out, 1);
            in.close();
            in.close();
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(ClosedException.class)
                    .hasMessageContaining(CHANNEL);
            assertThatThrownBy(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)))
                    .isInstanceOf(ClosedException.class);
            assertThatThrownBy(in::consumers).isInstanceOf(ClosedException.class);
            assertThatThrownBy(in::producers).isInstanceOf(ClosedException.class);
            assertThat(in.lost()).isZero();
            assertThat(in.channel()).isEqualTo(CHANNEL);
            assertThat(in.transport()).isNotNull();
            closeUnread(out);
        }
    }

    private static Callable<String> outcome(Callable<Object> call) {
        return () -> {
            try {
                return String.valueOf(call.call());
            } catch (ClosedException e) {
                return "closed";
            }
        };
    }

    private void closeWhileWaiting(Task<String> task, Publisher out, String strategy) throws Exception {
        if (!strategy.equals("busy-spin")) {
            awaitParked(out, task);
        }
        closeUnread(out);
        assertThat(task.join()).as(strategy).isEqualTo("closed");
    }

    @Test
    void closingASubscriberEndsItsReceive() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitTest.STRATEGIES.entrySet()) {
            for (boolean virtual : new boolean[]{false, true}) {
                try (Subscriber in = subscriber(strategy.getKey(), strategy.getValue())) {
                    Callable<String> receive = outcome(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
                    Task<String> task = virtual ? Task.startVirtual(receive) : Task.start(receive);
                    if (!strategy.getKey().equals("busy-spin")) {
                        awaitParked(in, task);
                    }
                    in.close();
                    assertThat(task.join()).as(strategy.getKey()).isEqualTo("closed");
                }
            }
        }
    }

    @Test
    void closingAPublisherEndsItsPublish() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitTest.STRATEGIES.entrySet()) {
            for (boolean virtual : new boolean[]{false, true}) {
                try (Subscriber in = subscriber(strategy.getKey());
                        Publisher out = publisher(strategy.getKey(),
                                channel -> channel.waitStrategy(strategy.getValue()).linger(SHORT_LINGER))) {
                    fill(out);
                    Callable<String> publish = outcome(() -> out.publish(Messages.of(-1), 0, 8));
                    Task<String> task = virtual ? Task.startVirtual(publish) : Task.start(publish);
                    closeWhileWaiting(task, out, strategy.getKey());
                    while (in.poll((b, offset, length) -> assertThat(b.getLong(offset)).isPositive(), 1000) > 0) {
                        assertThat(in.lost()).isZero();
                    }
                }
            }
        }
    }

    @Test
    void closingAPublisherEndsItsClaim() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitTest.STRATEGIES.entrySet()) {
            try (Subscriber in = subscriber(strategy.getKey());
                    Publisher out = publisher(strategy.getKey(),
                            channel -> channel.waitStrategy(strategy.getValue()).linger(SHORT_LINGER))) {
                assertThat(in.poll(Messages.IGNORE, 1)).isZero();
                fill(out);
                Task<String> task = Task.start(outcome(() -> out.claim(8)));
                closeWhileWaiting(task, out, strategy.getKey());
            }
        }
    }

    @Test
    void closingRondoClosesEverythingMadeThere() throws Exception {
        Subscriber in = subscriber();
        Publisher out = publisher();
        Subscriber idle = subscriber("idle");
        Task<String> receive = Task.start(outcome(() -> idle.receive(Messages.IGNORE, 1, Duration.ofMinutes(10))));
        awaitParked(idle, receive);
        for (int i = 0; i < 2; i++) {
            connections().forEach(Rondo::close);
        }
        assertThat(receive.join()).isEqualTo("closed");
        assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(ClosedException.class);
        isClosed(out);
        assertThatThrownBy(this::publisher).isInstanceOf(ClosedException.class);
        assertThatThrownBy(this::subscriber).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingOneEndpointLeavesTheOthersAlone() throws Exception {
        try (Subscriber in = subscriber();
                Publisher out = publisher();
                Publisher other = publisher("other");
                Subscriber sleeper = subscriber("other")) {
            Task<Integer> receive = Task.start(() -> sleeper.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            awaitParked(sleeper, receive);
            in.close();
            out.close();
            Messages.publish(other, 1);
            assertThat(receive.join()).isEqualTo(1);
        }
    }
}
