package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A queue's publishers over sockets are connected to their consumer. */
// Closing early is what is tested.
@SuppressWarnings("try")
class SocketQueueTest extends ContractTest {
    /** A mixed queue has publishers in shared memory, which need no connection. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.queues(Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    @Test
    void aPublisherReportsThatItUsesASocket() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            assertThat(out.transport()).isEqualTo(Transport.SOCKET);
            assertThat(in.channel()).isEqualTo(out.channel());
        }
    }

    @Test
    void withoutAConsumerNoMessageIsAccepted() {
        try (Publisher out = publisher()) {
            assertThat(out.tryPublish(Messages.of(-1), 0, 8)).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofMillis(20))).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.tryClaim(8)).isNull();
            assertThat(out.consumers()).isZero();
            assertThat(out.confirmed()).isZero();
            try (Subscriber in = subscriber()) {
                Messages.publish(out, 1);
                Received received = new Received();
                take(in, received, 1);
                assertThat(received.numbers()).containsExactly(1L);
                out.close();
            }
        }
    }

    @Test
    void aPublisherThatFailsWithoutAConsumerGivesUpWithoutOne() {
        try (Publisher out = publisher(CHANNEL, ContractTest::failWithoutConsumer)) {
            assertThat(out.publish(Messages.of(-1), 0, 8)).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.publish(Messages.of(-1), 0, 8, Duration.ofMinutes(10))).isEqualTo(Publisher.NOT_CONNECTED);
            assertThat(out.claim(8)).isNull();
        }
    }

    @Test
    void aPublisherWaitsForAFirstConsumer() throws Exception {
        try (Publisher out = publisher()) {
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(1), 0, 8));
            awaitParked(out, publish);
            try (Subscriber in = subscriber()) {
                assertThat(publish.join()).isEqualTo(1);
                take(in, Messages.IGNORE, 1);
                out.close();
            }
        }
    }

    @Test
    void anOpenClaimBlocksOnlyItsOwnPublisher() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            Claim claim = out.tryClaim(8);
            Received received = new Received();
            take(in, received, 1);
            claim.buffer().putLong(claim.offset(), 2);
            assertThat(claim.commit()).isEqualTo(2);
            takeUntil(in, received, 2);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void thePublisherReportsConfirmedMessages() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1, 2, 3);
            take(in, Messages.IGNORE, 3);
            becomes(3, () -> (int) out.confirmed());
            assertThat(out.confirmed()).isEqualTo(3);
        }
    }

    @Test
    void aPublisherClosedWithoutItsConsumerReportsMessagesOfUnknownDelivery() {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            long taken = fill(out);
            in.close();
            becomes(0, out::consumers);
            assertThatThrownBy(out::close).isInstanceOfSatisfying(DeliveryUnknownException.class, e -> {
                assertThat(e.firstSequence()).isEqualTo(out.confirmed() + 1);
                assertThat(e.lastSequence()).isEqualTo(taken);
            });
        }
    }
}
