package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.WaiterSource;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A waiting thread is woken, with each strategy and on each kind of thread. */
class WaitTest extends ContractTest {
    /** All strategies of the API. */
    static final Map<String, WaitStrategy> STRATEGIES = Map.of("park", WaitStrategy.park(), "spin-then-park",
            WaitStrategy.spinThenPark(), "busy-spin", WaitStrategy.busySpin());

    /** With one publisher and one subscriber at a time, a mixed channel is a channel over sockets. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    @Test
    void anIdleReceiveSleepsAndIsWokenByAPublish() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.receive(received, 10, Duration.ofMinutes(10)));
            awaitParked(in, receive);
            Messages.publish(out, 1);
            assertThat(receive.join()).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void aStrategyMayCheckTheConditionMoreOftenThanNeeded() throws Exception {
        WaiterSource twice = () -> (condition, parking, deadline) -> {
            while (!condition.holds()) {
                Thread.onSpinWait();
                parking.check();
            }
            return condition.holds();
        };
        try (Subscriber in = subscriber(); Publisher out = publisher(CHANNEL, twice)) {
            long published = fill(out);
            Task<Void> publish = Task.start(() -> {
                Messages.publish(out, published + 1);
                return null;
            });
            Received received = new Received();
            while (received.numbers().size() <= published) {
                in.receive(received, 100, Duration.ofMinutes(10));
            }
            publish.join();
            assertThat(received.numbers()).hasSize((int) published + 1).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void everyStrategyCarriesRequestsAndReplies() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : STRATEGIES.entrySet()) {
            String ping = "ping-" + strategy.getKey();
            String pong = "pong-" + strategy.getKey();
            WaitStrategy wait = strategy.getValue();
            // Where other processes use the cores, too, a thread that spins delays the one it waits for.
            int rounds = (wait == WaitStrategy.busySpin() ? 30 : 300) * Integer.getInteger("rondo.test.factor", 1);
            try (Subscriber atServer = subscriber(ping, wait);
                    Subscriber atClient = subscriber(pong, wait)) {
                Task<Void> server = Task.start(() -> {
                    try (Publisher reply = publisher(pong, wait)) {
                        for (int i = 0; i < rounds; i++) {
                            receiveOne(atServer, (buffer, offset, length) -> reply.publish(buffer, offset, length));
                        }
                        return null;
                    }
                });
                try (Publisher request = publisher(ping, wait)) {
                    for (long i = 1; i <= rounds; i++) {
                        Messages.publish(request, i);
                        Received received = new Received();
                        receiveOne(atClient, received);
                        assertThat(received.numbers()).containsExactly(i);
                    }
                }
                server.join();
            }
        }
    }

    private static void receiveOne(Subscriber in, MessageHandler handler) {
        assertThat(in.receive(handler, 1, Duration.ofSeconds(50))).isEqualTo(1);
    }

    @Test
    void aProducerAndAConsumerThatAlwaysWaitForEachOtherLoseNothing() throws Exception {
        long last = 20_000;
        try (Subscriber in = subscriber(CHANNEL, WaitStrategy.park());
                Publisher out = publisher(CHANNEL, WaitStrategy.park())) {
            Task<Void> producer = Task.start(() -> {
                for (long i = 1; i <= last; i++) {
                    Messages.publish(out, i);
                }
                return null;
            });
            Received received = new Received();
            while (received.numbers().size() < last) {
                assertThat(in.receive(received, 1000, Duration.ofSeconds(50))).isPositive();
            }
            producer.join();
            assertThat(received.numbers()).isEqualTo(Messages.range(1, last));
        }
    }

    @Test
    void aCustomStrategyExecutesASubscribersWait() {
        List<Long> published = new ArrayList<>();
        try (Publisher out = publisher();
                Subscriber in = subscriber(CHANNEL, (WaiterSource) () -> (condition, parking, deadline) -> {
                    parking.check();
                    assertThat(condition.holds()).isFalse();
                    if (deadline - System.nanoTime() <= 0) {
                        return false;
                    }
                    published.add(publishSoon(out, 1));
                    Watchdog.await("a message", condition::holds);
                    return true;
                })) {
            assertThat(in.receive(Messages.IGNORE, 10, Duration.ZERO)).isZero();
            assertThat(in.receive(Messages.IGNORE, 10, Duration.ofSeconds(10))).isEqualTo(1);
            assertThat(published).containsExactly(1L);
        }
    }

    @Test
    void aCustomStrategyExecutesAPublishersWait() {
        Received received = new Received();
        try (Subscriber in = subscriber();
                Publisher out = publisher(CHANNEL, (WaiterSource) () -> (condition, parking, deadline) -> {
                    assertThat(condition.holds()).isFalse();
                    while (!condition.holds()) {
                        parking.check();
                        in.poll(received, 1000);
                    }
                    return true;
                })) {
            long taken = fill(out);
            assertThat(out.publish(Messages.of(taken + 1), 0, 8)).isEqualTo(taken + 1);
            takeUntil(in, received, taken + 1);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }

    @Test
    void moreVirtualThreadsThanCoresReceive() throws Exception {
        int threads = 2 * Runtime.getRuntime().availableProcessors() + 4;
        List<Publisher> publishers = new ArrayList<>();
        List<Subscriber> subscribers = new ArrayList<>();
        List<Task<Received>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String channel = "virtual-" + i;
            Subscriber in = subscriber(channel, WaitStrategy.park());
            subscribers.add(in);
            publishers.add(publisher(channel));
            tasks.add(Task.startVirtual(() -> {
                Received received = new Received();
                while (received.numbers().size() < 2) {
                    in.receive(received, 1, Duration.ofMinutes(10));
                }
                return received;
            }));
        }
        for (int i = 0; i < threads; i++) {
            awaitParked(subscribers.get(i), tasks.get(i));
        }
        // The carriers are free: another virtual thread runs while all these sleep.
        assertThat(Task.startVirtual(() -> 1).join()).isEqualTo(1);
        for (int i = threads - 1; i >= 0; i--) {
            Messages.publish(publishers.get(i), 2 * i, 2 * i + 1);
            assertThat(tasks.get(i).join().numbers()).containsExactly(2L * i, 2L * i + 1);
        }
    }

    @Test
    void moreVirtualThreadsThanCoresPublish() throws Exception {
        int threads = 2 * Runtime.getRuntime().availableProcessors() + 4;
        List<Subscriber> subscribers = new ArrayList<>();
        List<Publisher> publishers = new ArrayList<>();
        List<Task<Long>> tasks = new ArrayList<>();
        AtomicBoolean consuming = new AtomicBoolean();
        for (int i = 0; i < threads; i++) {
            String channel = "virtual-" + i;
            subscribers.add(subscriber(channel));
            Publisher out = publisher(channel, WaitStrategy.park());
            publishers.add(out);
            long published = fill(out);
            tasks.add(Task.startVirtual(() -> {
                long last = published;
                // The session may send more of a full channel, so that a call finds space and does not sleep.
                while (!consuming.get()) {
                    last = out.publish(Messages.of(last + 1), 0, 8);
                }
                return last;
            }));
        }
        for (int i = 0; i < threads; i++) {
            awaitParked(publishers.get(i), tasks.get(i));
        }
        assertThat(Task.startVirtual(() -> 1).join()).isEqualTo(1);
        consuming.set(true);
        for (int i = 0; i < threads; i++) {
            Subscriber in = subscribers.get(i);
            Task<Long> task = tasks.get(i);
            Received received = new Received();
            Watchdog.await("publisher " + i, () -> {
                in.poll(received, 100);
                return task.isDone();
            });
            long last = task.join();
            while (received.numbers().size() < last) {
                Messages.receive(in, received);
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, last));
        }
    }
}
