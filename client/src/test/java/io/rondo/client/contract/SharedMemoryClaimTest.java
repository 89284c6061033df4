package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The claims of many producers are in one ring, in their order. */
class SharedMemoryClaimTest extends ContractTest {
    /** Over a socket a claim is in its publisher's own memory and blocks no other producer. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.manyProducers(Wiring.SHARED_MEMORY);
    }

    @Test
    void messagesBehindAnOpenClaimWaitForIt() {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            Received received = new Received();
            Claim first = one.tryClaim(8);
            Messages.publish(two, 2);
            assertThat(in.poll(received, 10)).isZero();
            first.buffer().putLong(first.offset(), 1);
            first.commit();
            assertThat(in.poll(received, 10)).isEqualTo(2);
            Claim second = one.tryClaim(8);
            Messages.publish(two, 3);
            assertThat(in.poll(received, 10)).isZero();
            second.abort();
            assertThat(in.poll(received, 10)).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aReceiverSleepsThroughAnOpenClaimAndIsWokenByItsCommit() throws Exception {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            Claim claim = one.tryClaim(8);
            Messages.publish(two, 2);
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.receive(received, 10, Duration.ofMinutes(10)));
            awaitParked(in, receive);
            assertThat(receive.isDone()).isFalse();
            claim.buffer().putLong(claim.offset(), 1);
            claim.commit();
            receive.join();
            in.poll(received, 10);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }
}
