package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A queue in shared memory exists without its consumer. */
class SharedMemoryQueueTest extends ContractTest {
    /** Over a socket a queue exists as long as its consumer. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.queues(Wiring.SHARED_MEMORY);
    }

    @Test
    void aQueueKeepsItsMessagesWithoutParticipants() {
        try (Publisher out = publisher()) {
            Messages.publish(out, 1, 2);
        }
        try (Publisher next = publisher()) {
            Messages.publish(next, 3);
        }
        try (Subscriber in = subscriber()) {
            Received received = new Received();
            assertThat(in.poll(received, 10)).isEqualTo(3);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aQueueWithoutAConsumerTakesMessagesUntilItIsFull() {
        try (Publisher out = publisher()) {
            long taken = Messages.fill(out);
            assertThat(out.tryPublish(Messages.of(-1), 0, 8)).isEqualTo(Publisher.BACK_PRESSURED);
            try (Subscriber in = subscriber()) {
                Received received = new Received();
                takeUntil(in, received, taken);
                assertThat(received.numbers()).isEqualTo(Messages.range(1, taken));
            }
        }
    }

    @Test
    void aSecondConsumerIsRefusedNamingThePidOfTheFirst() {
        try (Subscriber in = subscriber()) {
            assertThatThrownBy(this::subscriber).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContainingAll(CHANNEL, "consumer", "pid " + ProcessHandle.current().pid());
            assertThat(in.consumers()).isEqualTo(1);
        }
    }

    @Test
    void aPublisherThatFailsWithoutAConsumerGivesUpWhenTheQueueIsFull() {
        try (Publisher out = publisher(CHANNEL, ContractTest::failWithoutConsumer)) {
            Messages.fill(out);
            assertThat(out.publish(Messages.of(-1), 0, 8)).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofMinutes(10))).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.claim(8)).isNull();
            try (Subscriber in = subscriber()) {
                assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofMillis(20)))
                        .isEqualTo(Publisher.BACK_PRESSURED);
                assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
            }
        }
    }

    @Test
    void aWaitingPublisherWaitsForAFirstConsumer() throws Exception {
        try (Publisher out = publisher()) {
            long taken = Messages.fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, 8));
            awaitParked(out, publish);
            Received received = new Received();
            try (Subscriber in = subscriber()) {
                while (received.numbers().size() <= taken) {
                    Messages.receive(in, received);
                }
            }
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }
}
