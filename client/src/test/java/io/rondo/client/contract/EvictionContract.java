package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.core.EvictedException;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.WaitStrategy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** What a topic promises its publisher and those consumers that would rather be evicted than hold it up. */
// Closing early is what is tested.
@SuppressWarnings("try")
interface EvictionContract extends Contract {
    private Subscriber evictable() {
        return subscriber(CHANNEL, options().slowConsumer(SlowConsumer.EVICT));
    }

    @Test
    default void anEvictableConsumerThatKeepsUpSeesEverything() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            Received received = new Received();
            for (long number = 1; number <= 5000; number++) {
                assertThat(out.tryPublish(Messages.of(number), 0, 8)).isEqualTo(number);
                if (number % 100 == 0) {
                    in.poll(received, 1000);
                }
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, 5000));
        }
    }

    @Test
    default void anEvictableConsumerNeverHoldsThePublisherUpAndLearnsOfItsEviction() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            Messages.publish(out, 1);
            Received received = new Received();
            assertThat(in.poll(received, 10)).isEqualTo(1);
            for (long number = 2; number <= 5000; number++) {
                assertThat(out.tryPublish(Messages.of(number), 0, 8)).isEqualTo(number);
            }
            assertThat(out.consumers()).isZero();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> in.poll(received, 10)).isInstanceOf(EvictedException.class)
                        .hasMessageContaining(CHANNEL).hasMessageContaining("messages behind");
                assertThatThrownBy(() -> in.receive(received, 10, Duration.ofSeconds(10)))
                        .isInstanceOf(EvictedException.class);
            }
            assertThat(received.numbers()).containsExactly(1L);
            in.close();
            try (Subscriber again = evictable()) {
                Messages.publish(out, 5001);
                assertThat(again.poll(received, 10)).isEqualTo(1);
                assertThat(received.numbers()).containsExactly(1L, 5001L);
            }
        }
    }

    @Test
    default void aConsumerIsNotEvictedWhileAnotherHoldsThePublisherUp() {
        try (Publisher out = publisher(); Subscriber blocking = subscriber(); Subscriber in = evictable()) {
            long taken = Messages.fill(out);
            assertThat(out.consumers()).isEqualTo(2);
            Received received = new Received();
            while (in.poll(received, 1000) > 0) {
                assertThat(in.lost()).isZero();
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken));
            while (blocking.poll(Messages.IGNORE, 1000) > 0) {
                assertThat(blocking.lost()).isZero();
            }
            assertThat(Messages.fill(out)).isPositive();
        }
    }

    @Test
    default void aPublisherThatWaitsForAnotherConsumerEvictsWhenThatHasRead() throws Exception {
        try (Publisher out = publisher(); Subscriber blocking = subscriber(); Subscriber in = evictable()) {
            long taken = Messages.fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, 8));
            awaitParked(CHANNEL, Role.PRODUCER, 1);
            Received received = new Received();
            while (received.numbers().size() <= taken) {
                Messages.receive(blocking, received);
            }
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(EvictedException.class);
        }
    }

    /** The handler is the slow one, so the eviction comes in the middle of a batch. */
    @Test
    default void whatWasDeliveredBeforeAnEvictionIsWhole() {
        try (Publisher out = publisher(); Subscriber in = evictable()) {
            Messages.publish(out, 1, 2, 3);
            Received received = new Received();
            assertThatThrownBy(() -> in.poll((buffer, offset, length) -> {
                for (int i = 0; i < 1000; i++) {
                    assertThat(out.tryPublish(Messages.of(-1), 0, 8)).isPositive();
                }
                received.onMessage(buffer, offset, length);
            }, 10)).isInstanceOf(EvictedException.class);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    /** The producer runs freely; consumers are evicted again and again, mostly while they copy. */
    @Test
    default void noEvictedConsumerEverSeesATornOrMissingMessage() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Publisher out = publisher(CHANNEL, options().capacity(1 << 16))) {
            Task<Void> producer = Task.start(() -> {
                MutableDirectBuffer buffer = Buffers.allocate(608);
                for (long number = 1; !stop.get(); number++) {
                    int length = 8 + Payload.length(number, 600);
                    buffer.putLong(0, number);
                    Payload.fill(buffer, 8, length - 8, number);
                    // Waits for those that are joining, for a moment.
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
                            options().capacity(1 << 16).slowConsumer(SlowConsumer.EVICT)
                                    .waitStrategy(WaitStrategy.busySpin()))) {
                        while (!producer.isDone()) {
                            in.receive((buffer, offset, length) -> {
                                long number = buffer.getLong(offset);
                                assertThat(length).isEqualTo(8 + Payload.length(number, 600));
                                // Slower than the producer, so that it is always about to be overtaken.
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
