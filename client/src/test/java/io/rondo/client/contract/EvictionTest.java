package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.EvictedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** An evictable consumer of a topic never blocks the publisher, and is told that it was evicted. */
// Closing early is what is tested.
@SuppressWarnings("try")
class EvictionTest extends ContractTest {
    static Stream<ChannelCase> cases() {
        return ChannelCase.topics(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    private Subscriber evictable() {
        return subscriber(SlowConsumer.EVICT);
    }

    @Test
    void anEvictableConsumerThatKeepsUpSeesEverything() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            Received received = new Received();
            for (long number = 1; number <= 5000; number++) {
                assertThat(out.tryPublish(Messages.of(number), 0, 8)).isEqualTo(number);
                if (number % 25 == 0) {
                    takeUntil(in, received, number);
                    long last = number;
                    Watchdog.await("confirmation", () -> out.confirmed() >= last);
                }
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, 5000));
        }
    }

    @Test
    void anEvictableConsumerNeverBlocksThePublisherAndIsToldOfItsEviction() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            for (long number = 1; number <= 5000; number++) {
                assertThat(out.tryPublish(Messages.of(number), 0, 8)).isEqualTo(number);
            }
            becomes(0, out::consumers);
            Received received = new Received();
            receiveUntilEvicted(in, received);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> in.poll(received, 10)).isInstanceOf(EvictedException.class)
                        .hasMessageContaining(CHANNEL);
                assertThatThrownBy(() -> in.receive(received, 10, Duration.ofSeconds(10)))
                        .isInstanceOf(EvictedException.class);
            }
            List<Long> before = received.numbers();
            assertThat(before).isEqualTo(Messages.range(1, before.size()));
            in.close();
            try (Subscriber again = evictable()) {
                Received after = new Received();
                Messages.publish(out, 5001);
                take(again, after, 1);
                assertThat(after.numbers()).containsExactly(5001L);
            }
        }
    }

    @Test
    void afterItsEvictionAConsumerHandlesNoFurtherMessage() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            int[] handled = new int[1];
            Messages.publish(out, 1, 2, 3);
            next(in, (buffer, offset, length) -> {
                handled[0]++;
                long number = 3;
                while (out.consumers() > 0) {
                    number++;
                    out.tryPublish(Messages.of(number), 0, 8);
                }
                // Over a socket it is told when the connection ends: then no producer answers any more.
                Watchdog.await("end of the connection",
                        () -> in.transport() != Transport.SOCKET || in.producers() == 0);
            }, 1);
            assertThatThrownBy(() -> in.poll((buffer, offset, length) -> handled[0]++, 1000))
                    .isInstanceOf(EvictedException.class);
            assertThat(handled[0]).isEqualTo(1);
        }
    }

    /** A consumer over a socket is told of its eviction some time after it happened. */
    private static void receiveUntilEvicted(Subscriber in, MessageHandler handler) {
        assertThatThrownBy(() -> {
            while (true) {
                Messages.receive(in, handler);
            }
        }).isInstanceOf(EvictedException.class);
    }

    @Test
    void aBlockingConsumerIsNotBlockedByAnEvictableOne() {
        try (Publisher out = publisher(); Subscriber blocking = subscriber(); Subscriber in = evictable()) {
            long[] number = {fill(out)};
            Received received = new Received();
            Watchdog.await("eviction", () -> {
                blocking.poll(received, 1000);
                number[0] += out.tryPublish(Messages.of(number[0] + 1), 0, 8) > 0 ? 1 : 0;
                return out.consumers() == 1;
            });
            takeUntil(blocking, received, number[0]);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, number[0]));
            receiveUntilEvicted(in, Messages.IGNORE);
        }
    }

    /** The producer runs freely; consumers are evicted again and again, mostly while they copy. */
    @Test
    void noEvictedConsumerEverSeesATornOrMissingMessage() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Publisher out = publisher(CHANNEL, channel -> channel.capacity(1 << 16))) {
            Task<Void> producer = Task.start(() -> {
                MutableDirectBuffer buffer = Buffers.allocate(608);
                for (long number = 1; !stop.get(); number++) {
                    int length = 8 + Payload.length(number, 600);
                    buffer.putLong(0, number);
                    Payload.fill(buffer, 8, length - 8, number);
                    // Waits briefly while a consumer is joining.
                    assertThat(out.publish(buffer, 0, length)).isEqualTo(number);
                }
                return null;
            });
            try {
                long delivered = 0;
                for (int evictions = 0; evictions < 30 || delivered < 1000;) {
                    long[] last = {0};
                    long[] count = {0};
                    try (Subscriber in = subscriber(CHANNEL,
                            channel -> ((Topic) channel).slowConsumer(SlowConsumer.EVICT).capacity(1 << 16)
                                    .waitStrategy(WaitStrategy.busySpin()))) {
                        while (!producer.isDone()) {
                            in.receive((buffer, offset, length) -> {
                                long number = buffer.getLong(offset);
                                assertThat(length).isEqualTo(8 + Payload.length(number, 600));
                                // Slower than the producer, so that it is always about to be lapped.
                                for (int i = 0; i < 4; i++) {
                                    Payload.verify(buffer, offset + 8, length - 8, number);
                                }
                                if (last[0] != 0) {
                                    assertThat(number).isEqualTo(last[0] + 1);
                                }
                                last[0] = number;
                                count[0]++;
                            }, 100, Duration.ofSeconds(1));
                        }
                        producer.join();
                    } catch (EvictedException e) {
                        evictions++;
                    }
                    delivered += count[0];
                }
            } finally {
                stop.set(true);
            }
            producer.join();
        }
    }
}
