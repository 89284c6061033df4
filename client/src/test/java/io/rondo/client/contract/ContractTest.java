package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Channel;
import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One part of the contract of a channel. Each subclass runs for every case that its static method {@code cases} returns.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("cases")
@Execution(ExecutionMode.CONCURRENT)
abstract class ContractTest {
    /** The name of the channel where one is enough. */
    static final String CHANNEL = "contract";
    /** For publishers that are closed while their messages are not consumed. */
    static final Duration SHORT_LINGER = Duration.ofMillis(30);
    /** Room for 64 short messages. */
    private static final int CAPACITY = 4096;

    /** Surefire numbers the cases instead of naming them. */
    @RegisterExtension
    static final TestExecutionExceptionHandler CASE_OF_FAILURE = (context, failure) -> {
        failure.addSuppressed(new AssertionError(context.getParent().orElseThrow().getDisplayName()));
        throw failure;
    };

    @Parameter
    private ChannelCase channelCase;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private List<Rondo> publishing;
    private List<Rondo> subscribing;
    private final AtomicInteger publishers = new AtomicInteger();
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Map<String, Collection<Subscriber>> subscribed = new ConcurrentHashMap<>();

    @BeforeEach
    final void connect() {
        publishing = channelCase.connectPublishers(directory);
        subscribing = channelCase.connectSubscribers(directory);
    }

    @AfterEach
    final void disconnect() {
        connections().forEach(Rondo::close);
    }

    final ChannelCase channelCase() {
        return channelCase;
    }

    final List<Rondo> connections() {
        return Stream.concat(publishing.stream(), subscribing.stream()).toList();
    }

    final Publisher publisher() {
        return publisher(CHANNEL);
    }

    final Publisher publisher(String channel) {
        return publisher(channel, UnaryOperator.identity());
    }

    final Publisher publisher(String channel, WaitStrategy strategy) {
        return publisher(channel, description -> description.waitStrategy(strategy));
    }

    /** A publisher that can be closed soon while its messages are not consumed. */
    final Publisher shortLingerPublisher() {
        return publisher(CHANNEL, channel -> channel.linger(SHORT_LINGER));
    }

    /** A topic's owner accepts a subscriber over a socket some time later, and the subscriber misses earlier messages. */
    final Publisher publisher(String channel, UnaryOperator<Channel<?>> settings) {
        Publisher out = settings.apply(describe(publishing, publishers, channel)).publisher();
        if (channelCase.isTopic() && channelCase.wiring().usesSockets()) {
            int open = (int) subscribed.getOrDefault(channel, List.of()).stream().filter(ContractTest::isOpen).count();
            Watchdog.await(open + " subscribers of " + channel, () -> out.consumers() >= open);
        }
        return out;
    }

    private static boolean isOpen(Subscriber in) {
        try {
            return in.consumers() >= 0;
        } catch (ClosedException e) {
            return false;
        }
    }

    final Subscriber subscriber() {
        return subscriber(CHANNEL);
    }

    final Subscriber subscriber(String channel) {
        return subscriber(channel, UnaryOperator.identity());
    }

    final Subscriber subscriber(String channel, WaitStrategy strategy) {
        return subscriber(channel, description -> description.waitStrategy(strategy));
    }

    final Subscriber subscriber(String channel, UnaryOperator<Channel<?>> settings) {
        Subscriber in = settings.apply(describe(subscribing, subscribers, channel)).subscriber();
        subscribed.computeIfAbsent(channel, name -> new ConcurrentLinkedQueue<>()).add(in);
        return in;
    }

    /** A topic's subscriber with a policy. */
    final Subscriber subscriber(SlowConsumer policy) {
        return subscriber(CHANNEL, channel -> ((Topic) channel).slowConsumer(policy));
    }

    /** A queue's publisher that gives up without a consumer. */
    static Channel<?> failWithoutConsumer(Channel<?> channel) {
        return ((Queue) channel).failWithoutConsumer(true);
    }

    private Channel<?> describe(List<Rondo> connections, AtomicInteger count, String channel) {
        Rondo rondo = connections.get(count.getAndIncrement() % connections.size());
        return channelCase.describe(rondo, channel).capacity(CAPACITY);
    }

    private Delivery delivery() {
        return channelCase.wiring().delivery();
    }

    /** Delivers at least one of the messages that were published. */
    final int next(Subscriber in, MessageHandler handler, int limit) {
        return delivery().next(in, handler, limit);
    }

    /** Publishes 1, 2, 3 ... until the channel is full and stays full, and returns the last number. */
    final long fill(Publisher out) {
        return fill(out, 1);
    }

    /** Publishes consecutive numbers until the channel is full and stays full, and returns the last one. */
    final long fill(Publisher out, long first) {
        return delivery().fill(out, first);
    }

    /** Publishes where there is space, or will be without further consumption. */
    final long publishSoon(Publisher out, long number) {
        return publishSoon(out, Messages.of(number), 0, Messages.LENGTH);
    }

    /** Publishes where there is space, or will be without further consumption. */
    final long publishSoon(Publisher out, DirectBuffer buffer, int offset, int length) {
        return delivery().publishSoon(out, buffer, offset, length);
    }

    /** Claims where there is space, or will be without further consumption. */
    final Claim claimSoon(Publisher out, int length) {
        return delivery().claimSoon(out, length);
    }

    /** Checks that a number is as expected, or becomes so without further calls. */
    final void becomes(int expected, IntSupplier number) {
        delivery().becomes(expected, number);
    }

    /** Closes a publisher, made with {@link #SHORT_LINGER}, of which not all messages were consumed. */
    final void closeUnread(Publisher out) {
        delivery().closeUnread(out);
    }

    /** Receives this number of published messages, and no other. */
    final void take(Subscriber in, MessageHandler handler, int count) {
        int taken = 0;
        while (taken < count) {
            taken += next(in, handler, count - taken + 1);
        }
        assertThat(taken).isEqualTo(count);
        assertThat(in.poll(handler, 1)).isZero();
    }

    /** Receives until this number of messages was received, and no other. */
    final void takeUntil(Subscriber in, Received received, long size) {
        take(in, received, (int) size - received.numbers().size());
    }

    /** Returns when the thread of the task sleeps in a call of the publisher. */
    final void awaitParked(Publisher out, Task<?> task) {
        awaitParked(List.of(out), List.of(task));
    }

    /** Returns when the thread of each task sleeps in a call of its publisher. All are of one channel. */
    final void awaitParked(List<Publisher> publishers, List<? extends Task<?>> tasks) {
        int inMemory = 0;
        for (int i = 0; i < publishers.size(); i++) {
            if (sleepsInJava(publishers.get(i).transport(), publishers.get(i).channel())) {
                awaitSleep(tasks.get(i));
            } else {
                inMemory++;
            }
        }
        awaitParks(publishers.getFirst().channel(), Role.PRODUCER, inMemory);
    }

    /** Returns when the thread of the task sleeps in a call of the subscriber. */
    final void awaitParked(Subscriber in, Task<?> task) {
        if (sleepsInJava(in.transport(), in.channel())) {
            awaitSleep(task);
        } else {
            awaitParks(in.channel(), Role.CONSUMER, 1);
        }
    }

    /** Before an owner has passed its segment, there is no futex to sleep on. */
    private boolean sleepsInJava(Transport transport, String channel) {
        return transport == Transport.SOCKET
                || transport == Transport.SHM_DESCRIPTOR && !Files.exists(directory.resolve(channel + ".ring"));
    }

    private static void awaitSleep(Task<?> task) {
        Watchdog.await("sleep of " + task.thread(), () -> {
            Thread.State state = task.thread().getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        });
    }

    /** Java reports a thread that sleeps in the kernel as running, so the participant's counter is read. */
    private void awaitParks(String channel, Role role, int participants) {
        if (participants == 0) {
            return;
        }
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        try (SegmentObserver observer = store.observe(channel)) {
            Watchdog.await(participants + " " + role + " of " + channel + " asleep", () -> observer.table().list()
                    .stream().filter(info -> info.role() == role && info.count(Counter.PARKS) > 0)
                    .count() >= participants);
        }
    }
}
