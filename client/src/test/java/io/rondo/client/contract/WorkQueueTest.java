package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Action;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.ClosedException;
import io.rondo.client.DeadLetter;
import io.rondo.client.LeaseLostException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import io.rondo.client.WorkHandler;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A work queue delivers each message to one of its consumers at a time, until one acknowledges it. */
@ParameterizedClass(name = "{0}")
@EnumSource
@Execution(ExecutionMode.CONCURRENT)
class WorkQueueTest {
    private static final String CHANNEL = "jobs";
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);
    private static final Duration DEADLINE = Duration.ofMillis(20);

    @Parameter
    private WorkWiring wiring;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<Rondo> connections = new ArrayList<>();
    private final List<Publisher> open = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private final List<Integer> deliveries = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    /** Keeps the further subscriber reachable. */
    private WorkSubscriber listener;
    private int publishers;
    private int subscribers;
    private UnaryOperator<WorkQueue> properties = UnaryOperator.identity();

    @BeforeEach
    void listen() {
        wiring.start(directory, connections);
    }

    @AfterEach
    void disconnect() {
        // First, because one by descriptor reports messages that are not confirmed when their segment's owner is gone.
        open.forEach(Publisher::close);
        connections.reversed().forEach(Rondo::close);
    }

    private Rondo connect(RondoConfig config) {
        Rondo rondo = Rondo.connect(config);
        connections.add(rondo);
        return rondo;
    }

    private WorkQueue describe(RondoConfig config) {
        return properties.apply(connect(config).workQueue(CHANNEL).capacity(4096).linger(wiring.linger()));
    }

    private Publisher publisher() {
        Publisher publisher = describe(wiring.publisher(directory, publishers++)).publisher();
        open.add(publisher);
        return publisher;
    }

    private WorkSubscriber subscriber() {
        if (wiring.needsFurtherSubscriber() && listener == null) {
            listener = describe(wiring.listener(directory)).subscriber();
        }
        return describe(wiring.subscriber(directory, subscribers++)).subscriber();
    }

    private void note(WorkMessage message) {
        ids.add(message.id());
        deliveries.add(message.deliveries());
        numbers.add(Messages.number(message.buffer(), message.offset(), message.length()));
    }

    /** Receives this number of messages, and keeps them. */
    private void take(WorkSubscriber in, int count) {
        take(in, this::note, count);
    }

    private static void take(WorkSubscriber in, WorkHandler handler, int count) {
        int taken = 0;
        while (taken < count) {
            int received = in.receive(handler, count - taken, LONG);
            assertThat(received).isPositive();
            taken += received;
        }
    }

    @Test
    void eachMessageIsDeliveredToOneOfTheConsumers() {
        WorkSubscriber first = subscriber();
        WorkSubscriber second = subscriber();
        Messages.publish(publisher(), 1, 2, 3, 4, 5, 6);
        take(first, 2);
        take(second, 2);
        take(first, 2);
        assertThat(numbers).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(deliveries).containsOnly(1);
        assertThat(first.held()).isEqualTo(4);
        assertThat(second.held()).isEqualTo(2);
    }

    @Test
    void messagesAreAcknowledgedInAnyOrderAndTheirSpaceIsUsedAgain() {
        WorkSubscriber in = subscriber();
        Publisher out = publisher();
        for (int lap = 0; lap < 30; lap++) {
            Messages.publish(out, 10 * lap + 1, 10 * lap + 2, 10 * lap + 3, 10 * lap + 4);
            take(in, 4);
            List<Long> last = ids.subList(ids.size() - 4, ids.size());
            for (int index : new int[]{2, 0, 3, 1}) {
                in.ack(last.get(index));
            }
        }
        assertThat(in.held()).isZero();
        assertThat(numbers).hasSize(120).doesNotHaveDuplicates();
    }

    @Test
    void aPlainHandlerAcknowledgesEachMessage() {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1, 2, 3);
        Received received = new Received();
        while (received.numbers().size() < 3) {
            Messages.receive(in, received);
        }
        WorkSubscriber successor = subscriber();
        Messages.publish(publisher(), 4);
        in.close();
        take(successor, message -> {
            note(message);
            message.ack();
        }, 1);
        assertThat(numbers).containsExactly(4L);
    }

    @Test
    void aReturnedMessageIsDeliveredAgainToAnyConsumer() {
        WorkSubscriber first = subscriber();
        WorkSubscriber second = subscriber();
        Messages.publish(publisher(), 7);
        take(first, message -> message.nack(Duration.ZERO), 1);
        take(second, this::note, 1);
        second.nack(ids.getFirst(), Duration.ofMillis(1));
        take(first, message -> {
            note(message);
            message.ack();
        }, 1);
        assertThat(numbers).containsExactly(7L, 7L);
        assertThat(deliveries).containsExactly(2, 3);
        assertThat(first.poll(this::note, 1)).isZero();
        assertThat(second.poll(this::note, 1)).isZero();
    }

    @Test
    void aSleepingConsumerReceivesAReturnedMessage() throws Exception {
        WorkSubscriber holder = subscriber();
        Messages.publish(publisher(), 7);
        take(holder, 1);
        WorkSubscriber other = subscriber();
        Task<Void> waiting = Task.start(() -> {
            take(other, WorkMessage::ack, 1);
            return null;
        });
        holder.nack(ids.getFirst(), Duration.ZERO);
        waiting.join();
    }

    @Test
    void aMessageWhoseHandlerThrowsIsReturnedAndThoseBeforeItKeepTheirState() {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1, 2, 3);
        assertThatThrownBy(() -> take(in, message -> {
            note(message);
            if (message.buffer().getLong(message.offset()) == 1) {
                message.ack();
            } else if (message.buffer().getLong(message.offset()) == 3) {
                throw new ArithmeticException();
            }
        }, 3)).isInstanceOf(ArithmeticException.class);
        assertThat(in.held()).isEqualTo(1);
        take(in, this::note, 1);
        assertThat(numbers).containsExactly(1L, 2L, 3L, 3L);
        assertThat(deliveries).containsExactly(1, 1, 1, 2);
    }

    @Test
    void aControlledHandlerReturnsTheMessageThatItAborts() {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1);
        assertThat(in.controlledReceive((buffer, offset, length) -> Action.ABORT, 1, LONG)).isZero();
        take(in, 1);
        assertThat(deliveries).containsExactly(2);
    }

    @Test
    void closingReturnsWhatIsHeld() {
        WorkSubscriber first = subscriber();
        WorkSubscriber second = subscriber();
        Messages.publish(publisher(), 1, 2);
        take(first, 2);
        first.close();
        take(second, message -> {
            assertThat(message.isTakenOver()).isFalse();
            note(message);
        }, 2);
        assertThat(numbers).containsExactly(1L, 2L, 1L, 2L);
        assertThat(deliveries).containsExactly(1, 1, 2, 2);
    }

    @Test
    void anAcknowledgementAfterATakeOverThrows() {
        properties = queue -> queue.processingDeadline(DEADLINE);
        WorkSubscriber slow = subscriber();
        WorkSubscriber second = subscriber();
        Messages.publish(publisher(), 1);
        take(slow, 1);
        take(second, message -> {
            assertThat(message.isTakenOver()).isTrue();
            assertThat(message.deliveries()).isEqualTo(2);
            message.ack();
        }, 1);
        assertThatThrownBy(() -> slow.ack(ids.getFirst())).isInstanceOf(LeaseLostException.class)
                .hasMessageContaining(CHANNEL);
        assertThatThrownBy(() -> slow.nack(ids.getFirst(), Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        assertThat(slow.held()).isZero();
    }

    @Test
    void aMessageThatFailsTooOftenBecomesADeadLetter() {
        properties = queue -> queue.maxDeliveries(2).deadLetters("failed");
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 7, 8);
        take(in, message -> message.nack(Duration.ZERO), 4);
        List<DeadLetter> letters = new ArrayList<>();
        try (Subscriber dead = connections.getFirst().queue("failed").subscriber()) {
            while (letters.size() < 2) {
                assertThat(in.poll(this::note, 1)).isZero();
                dead.poll((buffer, offset, length) -> {
                    DeadLetter letter = DeadLetter.of(buffer, offset, length);
                    letters.add(letter);
                    numbers.add(Messages.number(buffer, letter.payloadOffset(), letter.payloadLength()));
                }, 10);
            }
        }
        assertThat(numbers).containsExactly(7L, 8L);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.RETURNED);
            assertThat(letter.deliveries()).isEqualTo(2);
        });
        assertThat(letters.get(0).position()).isNotEqualTo(letters.get(1).position());
        assertThat(in.held()).isZero();
    }

    @Test
    void aFullChannelForDeadLettersKeepsTheMessageInTheWorkQueue() {
        properties = queue -> queue.maxDeliveries(1);
        try (Publisher full = connections.getFirst().queue("jobs.dead").capacity(8192).publisher()) {
            long filler = Messages.fill(full);
            WorkSubscriber in = subscriber();
            Messages.publish(publisher(), 7);
            take(in, message -> message.nack(Duration.ZERO), 1);
            assertThat(in.poll(this::note, 1)).isZero();
            try (Subscriber dead = connections.getFirst().queue("jobs.dead").subscriber()) {
                List<Long> read = new ArrayList<>();
                while (read.size() <= filler) {
                    in.receive(this::note, 1, Duration.ofMillis(10));
                    dead.poll((buffer, offset, length) -> read.add(buffer.getLong(offset + length - Long.BYTES)), 1000);
                }
                assertThat(read.getLast()).isEqualTo(7);
            }
        }
        assertThat(numbers).isEmpty();
    }

    @Test
    void misuseIsReportedAndLosesNothing() throws Exception {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1, 2);
        take(in, 2);
        in.ack(ids.get(0));
        assertThatThrownBy(() -> in.ack(ids.get(0))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds no message with id");
        assertThatThrownBy(() -> in.ack(12345)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> in.ack(-1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> in.nack(ids.get(1), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> in.nack(ids.get(1), Duration.ofDays(2))).isInstanceOf(IllegalArgumentException.class);
        assertThat(in.held()).isEqualTo(1);
        in.close();
        assertThatThrownBy(() -> in.ack(ids.get(1))).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> in.poll(this::note, 1)).isInstanceOf(ClosedException.class);
    }

    @Test
    void anotherThreadCannotAcknowledgeDuringAPoll() {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1);
        take(in, message -> {
            long id = message.id();
            Task<Void> foreign = Task.start(() -> {
                in.ack(id);
                return null;
            });
            assertThatThrownBy(foreign::join).isInstanceOf(IllegalStateException.class);
            message.ack();
        }, 1);
        assertThat(in.held()).isZero();
    }

    @Test
    void otherPropertiesThanTheChannelsAreRefused() {
        properties = queue -> queue.maxDeliveries(3).processingDeadline(Duration.ofSeconds(9));
        subscriber();
        properties = queue -> queue.maxDeliveries(4);
        assertThatThrownBy(this::subscriber).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("max deliveries");
        properties = queue -> queue.processingDeadline(Duration.ofSeconds(8));
        assertThatThrownBy(this::subscriber).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("processing deadline");
        assertThatThrownBy(() -> connect(wiring.subscriber(directory, 0)).queue(CHANNEL).subscriber())
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("work queue");
        assertThatThrownBy(() -> connect(wiring.publisher(directory, 0)).topic(CHANNEL).subscriber())
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("work queue");
    }

    @Test
    void aConsumerThatStopsPollingLeavesMessagesToOthers() {
        WorkSubscriber idle = subscriber();
        WorkSubscriber busy = subscriber();
        Publisher out = publisher();
        assertThat(idle.poll(this::note, 10)).isZero();
        for (long number = 1; number <= 20; number++) {
            Messages.publish(out, number);
            take(busy, message -> {
                note(message);
                message.ack();
            }, 1);
        }
        assertThat(numbers).hasSize(20).doesNotHaveDuplicates();
        assertThat(deliveries).containsOnly(1);
    }

    @Test
    void aHandlerThatTakesLongLeavesMessagesToOthers() {
        WorkSubscriber slow = subscriber();
        WorkSubscriber other = subscriber();
        Messages.publish(publisher(), 1, 2, 3);
        int received = slow.receive(message -> {
            note(message);
            message.ack();
            // The poll has asked for ten messages, and only one is being processed.
            take(other, taken -> {
                note(taken);
                taken.ack();
            }, 2);
        }, 10, LONG);
        assertThat(received).isEqualTo(1);
        assertThat(numbers).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(deliveries).containsOnly(1);
    }

    @Test
    void anotherConsumerListensAfterTheOneThatListenedHasEnded() {
        WorkSubscriber first = subscriber();
        WorkSubscriber second = describe(wiring.subscriber(directory, 0)).subscriber();
        Publisher out = publisher();
        Messages.publish(out, 1);
        take(first, message -> {
            note(message);
            message.ack();
        }, 1);
        first.close();
        Watchdog.await("a publication through the next listener",
                () -> out.tryPublish(Messages.of(2), 0, Messages.LENGTH) > 0);
        take(second, message -> {
            note(message);
            message.ack();
        }, 1);
        assertThat(numbers).containsExactly(1L, 2L);
    }

    @Test
    void aWaitSetDeliversWork() {
        WorkSubscriber in = subscriber();
        Messages.publish(publisher(), 1, 2, 3);
        try (WaitSet set = connections.getFirst().waitSet()) {
            set.add(in, message -> {
                note(message);
                message.ack();
            });
            while (numbers.size() < 3) {
                if (set.poll(10) == 0) {
                    assertThat(set.await(LONG)).isTrue();
                }
            }
        }
        assertThat(numbers).containsExactly(1L, 2L, 3L);
        assertThat(in.held()).isZero();
    }

    @Test
    void consumersOnVirtualThreadsShareTheWork() throws Exception {
        Set<Long> seen = new HashSet<>();
        List<Task<List<Long>>> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            WorkSubscriber in = subscriber();
            workers.add(Task.startVirtual(() -> {
                List<Long> own = new ArrayList<>();
                boolean[] last = new boolean[1];
                while (!last[0]) {
                    in.receive(message -> {
                        long number = Messages.number(message.buffer(), message.offset(), message.length());
                        last[0] = number < 0;
                        if (number >= 0) {
                            own.add(number);
                        }
                        message.ack();
                    }, 1, LONG);
                }
                return own;
            }));
        }
        Publisher out = publisher();
        for (long number = 0; number < 500; number++) {
            Messages.publish(out, number);
        }
        Messages.publish(out, -1, -1);
        int count = 0;
        for (Task<List<Long>> worker : workers) {
            List<Long> own = worker.join();
            count += own.size();
            seen.addAll(own);
        }
        assertThat(count).isEqualTo(500);
        assertThat(seen).hasSize(500);
    }
}
