package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** The NIO back end of the sockets and the fences of the waker: publishing, waiting, waking and closing. */
// Closing early is what is tested.
@SuppressWarnings("try")
class SmokeTest extends ContractTest {
    /** These differ from the cases of the whole contract only below the rings and the sessions. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.WAKER_FENCES, Wiring.NIO_SOCKETS, Wiring.NIO_SOCKETS_ONLY);
    }

    @Test
    void messagesOfEachLengthArriveWhileBothSidesWaitForEachOther() throws Exception {
        long last = 10_000;
        try (Subscriber in = subscriber(CHANNEL, WaitStrategy.park());
                Publisher out = publisher(CHANNEL, WaitStrategy.park())) {
            int longest = out.maxMessageLength();
            Task<Void> producer = Task.start(() -> {
                MutableDirectBuffer message = Buffers.allocate(longest);
                for (long number = 1; number <= last; number++) {
                    int length = Payload.length(number, longest);
                    Payload.fill(message, 0, length, number);
                    assertThat(out.publish(message, 0, length)).isEqualTo(number);
                }
                return null;
            });
            AtomicLong received = new AtomicLong();
            while (received.get() < last) {
                Messages.receive(in, (buffer, offset, length) -> {
                    long number = received.incrementAndGet();
                    assertThat(length).isEqualTo(Payload.length(number, longest));
                    Payload.verify(buffer, offset, length, number);
                });
            }
            producer.join();
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
        }
    }

    @Test
    void sleepingThreadsAreWokenByMessagesAndBySpace() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.receive(received, 10, Duration.ofMinutes(10)));
            awaitParked(in, receive);
            Messages.publish(out, 1);
            assertThat(receive.join()).isEqualTo(1);
            long taken = fill(out, 2);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, Messages.LENGTH));
            awaitParked(out, publish);
            while (received.numbers().size() <= taken) {
                Messages.receive(in, received);
            }
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }

    @Test
    void closingEndsTheWaitsOfBothSides() throws Exception {
        try (Subscriber in = subscriber();
                Publisher out = shortLingerPublisher();
                Subscriber idle = subscriber("idle")) {
            Task<Integer> receive = Task.start(() -> idle.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            awaitParked(idle, receive);
            idle.close();
            assertThatThrownBy(receive::join).isInstanceOf(ClosedException.class);
            fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(-1), 0, Messages.LENGTH));
            awaitParked(out, publish);
            closeUnread(out);
            assertThatThrownBy(publish::join).isInstanceOf(ClosedException.class);
            assertThat(next(in, Messages.IGNORE, 1)).isEqualTo(1);
        }
    }
}
