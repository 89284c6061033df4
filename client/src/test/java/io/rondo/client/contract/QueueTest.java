package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A queue delivers each message once, to one consumer at a time. */
// Closing early is what is tested.
@SuppressWarnings("try")
class QueueTest extends ContractTest {
    static Stream<ChannelCase> cases() {
        return ChannelCase.queues(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    @Test
    void aNewConsumerContinuesAfterTheConfirmedMessages() {
        Subscriber first = subscriber();
        try (Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3, 4, 5, 6);
            Received received = new Received();
            while (received.numbers().size() < 2) {
                next(first, received, 2 - received.numbers().size());
            }
            first.close();
            try (Subscriber in = subscriber()) {
                assertThat(in.receive((buffer, offset, length) -> {
                    received.onMessage(buffer, offset, length);
                    in.close();
                }, 10, Duration.ofSeconds(Watchdog.SECONDS))).isEqualTo(1);
            }
            try (Subscriber in = subscriber()) {
                assertThatThrownBy(() -> take(in, (buffer, offset, length) -> {
                    if (buffer.getLong(offset) == 5) {
                        throw new ArithmeticException();
                    }
                    received.onMessage(buffer, offset, length);
                }, 3)).isInstanceOf(ArithmeticException.class);
            }
            try (Subscriber in = subscriber()) {
                takeUntil(in, received, 6);
            }
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    @Test
    void aSecondConsumerIsRefused() {
        try (Subscriber in = subscriber()) {
            assertThatThrownBy(this::subscriber).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContaining(CHANNEL);
            becomes(1, in::consumers);
        }
        subscriber().close();
    }

    @Test
    void aPublisherThatFailsWithoutAConsumerGivesUpWhenTheConsumerLeaves() throws Exception {
        try (Subscriber in = subscriber();
                Publisher out = publisher(CHANNEL, channel -> failWithoutConsumer(channel).linger(SHORT_LINGER))) {
            fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(-1), 0, 8));
            awaitParked(out, publish);
            in.close();
            assertThat(publish.join()).isEqualTo(Publisher.NOT_CONNECTED);
            Task<Claim> claim = Task.start(() -> out.claim(8));
            assertThat(claim.join()).isNull();
            closeUnread(out);
        }
    }

    @Test
    void aWaitingPublisherWaitsForAConsumerToComeBack() throws Exception {
        Subscriber first = subscriber();
        try (Publisher out = publisher()) {
            long taken = fill(out);
            first.close();
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, 8));
            awaitParked(out, publish);
            Received received = new Received();
            try (Subscriber in = subscriber()) {
                while (received.numbers().size() <= taken) {
                    Messages.receive(in, received);
                }
                assertThat(publish.join()).isEqualTo(taken + 1);
                out.close();
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }
}
