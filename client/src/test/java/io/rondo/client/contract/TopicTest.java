package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A topic delivers each message to every attached consumer. */
// Closing early is what is tested.
@SuppressWarnings("try")
class TopicTest extends ContractTest {
    static Stream<ChannelCase> cases() {
        return ChannelCase.topics(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    @Test
    void aTopicWithoutConsumersTakesMessagesAndKeepsNone() {
        try (Publisher out = publisher()) {
            for (long i = 1; i <= 5000; i++) {
                assertThat(out.tryPublish(Messages.of(-1), 0, 8)).isEqualTo(i);
            }
            try (Subscriber in = subscriber()) {
                assertThat(in.poll(Messages.IGNORE, 10)).isZero();
                Messages.publish(out, 1);
                Received received = new Received();
                take(in, received, 1);
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    void eachConsumerSeesEverythingFromItsJoining() {
        try (Publisher out = publisher()) {
            List<Subscriber> subscribers = new ArrayList<>();
            List<Received> received = new ArrayList<>();
            long last = 2000;
            for (long number = 1; number <= last; number++) {
                if (number == 100L * subscribers.size() + 1) {
                    subscribers.add(subscriber());
                    received.add(new Received());
                }
                boolean full = out.tryPublish(Messages.of(number), 0, 8) == Publisher.BACK_PRESSURED;
                for (int i = 0; i < subscribers.size(); i++) {
                    if (full || number % (i + 2) == 0) {
                        subscribers.get(i).poll(received.get(i), 1000);
                    }
                }
                number -= full ? 1 : 0;
            }
            becomes(20, out::consumers);
            for (int i = 0; i < subscribers.size(); i++) {
                takeUntil(subscribers.get(i), received.get(i), last - 100L * i);
                assertThat(received.get(i).numbers()).as("consumer %d", i)
                        .isEqualTo(Messages.range(100L * i + 1, last));
                assertThat(subscribers.get(i).lost()).isZero();
            }
        }
    }

    @Test
    void consumersJoinAndLeaveWhileTheTopicIsWritten() throws Exception {
        try (Publisher out = publisher()) {
            boolean[] stop = new boolean[1];
            Task<Long> producer = Task.start(() -> {
                long number = 0;
                while (!stopped(stop)) {
                    Messages.publish(out, ++number);
                }
                return number;
            });
            for (int i = 0; i < 60; i++) {
                try (Subscriber in = subscriber()) {
                    Received received = new Received();
                    while (received.numbers().size() < 300) {
                        Messages.receive(in, received);
                    }
                    List<Long> numbers = received.numbers();
                    assertThat(numbers).isEqualTo(Messages.range(numbers.getFirst(), numbers.getLast()));
                }
            }
            synchronized (stop) {
                stop[0] = true;
            }
            assertThat(producer.join()).isPositive();
        }
    }

    private static boolean stopped(boolean[] stop) {
        synchronized (stop) {
            return stop[0];
        }
    }

    @Test
    void theSlowestConsumerBlocksThePublisherUntilItReadsOrLeaves() throws Exception {
        try (Publisher out = publisher(); Subscriber fast = subscriber(); Subscriber slow = subscriber()) {
            long taken = 0;
            for (long last = fill(out); last > taken; last = fill(out, last + 1)) {
                take(fast, Messages.IGNORE, (int) (last - taken));
                taken = last;
            }
            long next = taken + 1;
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(next), 0, 8));
            awaitParked(out, publish);
            slow.close();
            assertThat(publish.join()).isEqualTo(next);
            take(fast, Messages.IGNORE, 1);
        }
    }

    @Test
    void consumersStayWhenTheProducerIsReplaced() {
        try (Subscriber in = subscriber()) {
            Received received = new Received();
            for (long i = 0; i < 50; i++) {
                try (Publisher out = publisher()) {
                    assertThat(out.tryPublish(Messages.of(2 * i + 1), 0, 8)).isEqualTo(1);
                    assertThat(out.tryPublish(Messages.of(2 * i + 2), 0, 8)).isEqualTo(2);
                    takeUntil(in, received, 2 * i + 2);
                }
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, 100));
        }
    }

    @Test
    void aConsumerThatHasNotReadIsNotOverrunByTheNextProducer() {
        try (Subscriber in = subscriber()) {
            try (Publisher out = shortLingerPublisher()) {
                assertThat(fill(out)).isPositive();
                closeUnread(out);
            }
            try (Publisher next = publisher()) {
                long last = fill(next, 10_000);
                Received received = new Received();
                while (last >= 10_000 && (received.numbers().isEmpty() || received.numbers().getLast() < last)) {
                    Messages.receive(in, received);
                }
                in.poll(received, 1000);
                assertThat(received.numbers()).isSorted().doesNotHaveDuplicates();
                assertThat(received.numbers().stream().filter(number -> number >= 10_000))
                        .isEqualTo(Messages.range(10_000, last));
                assertThat(in.lost()).isZero();
            }
        }
    }

    private static void receiveUpTo(long last, Subscriber in, Received received) {
        while (received.numbers().isEmpty() || received.numbers().getLast() < last) {
            Messages.receive(in, received);
        }
        assertThat(in.poll(received, 1)).isZero();
    }

    @Test
    void aConsumerThatDropsTheOldestNeverBlocksThePublisherAndCountsLostMessages() {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.DROP_OLDEST)) {
            Received received = new Received();
            long number = 0;
            for (int burst = 1; burst <= 200; burst++) {
                for (int i = 0; i < burst * 5; i++) {
                    assertThat(out.tryPublish(Messages.of(++number), 0, 8)).isEqualTo(number);
                }
                in.poll(received, 17);
            }
            receiveUpTo(number, in, received);
            assertThat(in.lost()).isPositive();
            List<Long> numbers = received.numbers();
            assertThat(numbers).isSorted().doesNotHaveDuplicates().endsWith(number);
            assertThat(in.lost()).isEqualTo(number - numbers.size());
        }
    }

    @Test
    void theNumberOfLostMessagesIsExactAtEveryMessage() throws Exception {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.DROP_OLDEST)) {
            long last = 300_000;
            Task<Void> producer = Task.start(() -> {
                Messages.publish(out, Messages.range(1, last).stream().mapToLong(Long::longValue).toArray());
                return null;
            });
            long[] seen = new long[2];
            while (seen[0] + in.lost() < last) {
                in.receive((buffer, offset, length) -> {
                    seen[0]++;
                    seen[1] = Messages.number(buffer, offset, length);
                    // Neither torn nor stale, and the missing messages are counted.
                    assertThat(seen[1]).isEqualTo(seen[0] + in.lost());
                }, 10, Duration.ofMillis(50));
            }
            producer.join();
        }
    }

    @Test
    void oneConsumerDropsMessagesWhileAnotherBlocksThePublisher() {
        try (Publisher out = publisher();
                Subscriber holding = subscriber();
                Subscriber dropping = subscriber(SlowConsumer.DROP_OLDEST)) {
            Received received = new Received();
            long number = 0;
            while (number < 3000) {
                if (out.tryPublish(Messages.of(number + 1), 0, 8) > 0) {
                    number++;
                } else {
                    assertThat(holding.poll(received, 100)).isNotNegative();
                }
            }
            takeUntil(holding, received, number);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, number));
            assertThat(holding.lost()).isZero();
            Received rest = new Received();
            receiveUpTo(number, dropping, rest);
            assertThat(rest.numbers()).endsWith(number);
            assertThat(dropping.lost()).isEqualTo(number - rest.numbers().size());
        }
    }

    @Test
    void closingInTheHandlerOfADroppingConsumerStopsIt() {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.DROP_OLDEST)) {
            Messages.publish(out, 1, 2, 3);
            assertThat(next(in, (buffer, offset, length) -> in.close(), 10)).isEqualTo(1);
            becomes(0, out::consumers);
        }
    }

    @Test
    void aHandlerOfADroppingConsumerThatThrowsGetsItsMessageAgain() {
        try (Publisher out = publisher();
                Subscriber in = subscriber(SlowConsumer.DROP_OLDEST)) {
            Messages.publish(out, 1, 2);
            assertThatThrownBy(() -> next(in, (buffer, offset, length) -> {
                throw new ArithmeticException();
            }, 10)).isInstanceOf(ArithmeticException.class);
            Received received = new Received();
            take(in, received, 2);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    void everyConsumerCanAskForTheAddressOfAMessage() {
        try (Publisher out = publisher();
                Subscriber holding = subscriber();
                Subscriber dropping = subscriber(SlowConsumer.DROP_OLDEST)) {
            Messages.publish(out, 1);
            MessageHandler handler = (buffer, offset, length) -> assertThat(buffer.addressOffset()).isPositive();
            assertThat(next(holding, handler, 10)).isEqualTo(1);
            assertThat(next(dropping, handler, 10)).isEqualTo(1);
        }
    }
}
