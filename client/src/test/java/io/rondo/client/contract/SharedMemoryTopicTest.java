package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.EvictedException;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Contracts of a topic that depend on the exact position of each consumer in the ring. */
class SharedMemoryTopicTest extends ContractTest {

    /** Over a socket the messages under way decide which consumer is behind. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.topics(Wiring.SHARED_MEMORY);
    }

    @Test
    void aConsumerThatReadsLaterMissesNoMessageOfReplacedProducers() {
        try (Subscriber in = subscriber()) {
            Received received = new Received();
            for (long i = 0; i < 50; i++) {
                try (Publisher out = publisher()) {
                    assertThat(out.tryPublish(Messages.of(2 * i + 1), 0, 8)).isEqualTo(1);
                    assertThat(out.tryPublish(Messages.of(2 * i + 2), 0, 8)).isEqualTo(2);
                }
                if (i % 7 == 0) {
                    in.poll(received, 1000);
                }
            }
            in.poll(received, 1000);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, 100));
        }
    }

    @Test
    void aConsumerIsNotEvictedWhileAnotherBlocksThePublisher() {
        try (Publisher out = publisher();
                Subscriber blocking = subscriber();
                Subscriber in = subscriber(SlowConsumer.EVICT)) {
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
    void anEvictionEndsTheBatchInProgress() {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.EVICT)) {
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

    @Test
    void anEvictedConsumerIsToldHowFarItWasBehind() {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.EVICT)) {
            for (long number = 1; number <= 5000; number++) {
                assertThat(out.tryPublish(Messages.of(number), 0, 8)).isEqualTo(number);
            }
            assertThat(out.consumers()).isZero();
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 10)).isInstanceOf(EvictedException.class)
                    .hasMessageContainingAll(CHANNEL, "messages behind");
        }
    }

    @Test
    void aPublisherThatWaitedForABlockingConsumerEvictsTheOther() throws Exception {
        try (Publisher out = publisher();
                Subscriber blocking = subscriber();
                Subscriber in = subscriber(SlowConsumer.EVICT)) {
            long taken = fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, 8));
            awaitParked(out, publish);
            Received received = new Received();
            while (received.numbers().size() <= taken) {
                Messages.receive(blocking, received);
            }
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(EvictedException.class);
        }
    }
}
