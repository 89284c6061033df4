package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A published message can be consumed at once. */
class SharedMemoryConsumeTest extends ContractTest {
    /** Over a socket a message arrives some time later. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY);
    }

    @Test
    void pollDeliversAllPublishedMessagesUpToItsLimit() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            Messages.publish(out, 1, 2, 3, 4, 5);
            assertThat(in.poll(received, 2)).isEqualTo(2);
            assertThat(in.receive(received, 1, Duration.ofSeconds(1))).isEqualTo(1);
            assertThat(in.poll(received, Integer.MAX_VALUE)).isEqualTo(2);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void aThreadInterruptedBeforeReceivesPublishedMessages() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Thread.currentThread().interrupt();
            Messages.publish(out, 1);
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
