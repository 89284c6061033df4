package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An interrupt ends every wait. */
class InterruptTest extends ContractTest {
    /** Both transports' waits of publishers and of subscribers occur here; the owner's storage adds none. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS);
    }

    /** Whether the call threw because of an interrupt and kept the thread's interrupt status. */
    private static Callable<Boolean> interrupted(Runnable call) {
        return () -> {
            try {
                call.run();
                return false;
            } catch (InterruptedWaitException e) {
                return Thread.interrupted();
            }
        };
    }

    private void interrupt(Subscriber in, Task<Boolean> task, String strategy) throws Exception {
        if (!strategy.equals("busy-spin")) {
            awaitParked(in, task);
        }
        task.thread().interrupt();
        assertThat(task.join()).as(strategy).isTrue();
    }

    private void interrupt(Publisher out, Task<Boolean> task, String strategy) throws Exception {
        if (!strategy.equals("busy-spin")) {
            awaitParked(out, task);
        }
        task.thread().interrupt();
        assertThat(task.join()).as(strategy).isTrue();
    }

    @Test
    void anInterruptEndsReceiveAndNothingIsConsumed() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitTest.STRATEGIES.entrySet()) {
            String channel = "receive-" + strategy.getKey();
            try (Subscriber in = subscriber(channel, strategy.getValue());
                    Publisher out = publisher(channel)) {
                Received received = new Received();
                Runnable receive = () -> in.receive(received, 1, Duration.ofMinutes(10));
                interrupt(in, Task.start(interrupted(receive)), strategy.getKey());
                interrupt(in, Task.startVirtual(interrupted(receive)), strategy.getKey());
                Messages.publish(out, 1);
                take(in, received, 1);
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    void anInterruptEndsPublishAndClaimAndNothingIsWritten() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitTest.STRATEGIES.entrySet()) {
            String channel = "publish-" + strategy.getKey();
            try (Subscriber in = subscriber(channel);
                    Publisher out = publisher(channel, strategy.getValue())) {
                long taken = fill(out);
                for (Runnable call : new Runnable[]{() -> out.publish(Messages.of(-1), 0, 8),
                    () -> out.publish(Messages.of(-1), 0, 8, Duration.ofMinutes(10)), () -> out.claim(8)}) {
                    interrupt(out, Task.start(interrupted(call)), strategy.getKey());
                    interrupt(out, Task.startVirtual(interrupted(call)), strategy.getKey());
                }
                Received received = new Received();
                takeUntil(in, received, taken);
                assertThat(publishSoon(out, taken + 1)).isEqualTo(taken + 1);
                takeUntil(in, received, taken + 1);
                assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
            }
        }
    }

    @Test
    void aThreadInterruptedBeforeStillMakesCallsThatDoNotWait() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Thread.currentThread().interrupt();
            Messages.publish(out, 1);
            Watchdog.await("a message", () -> in.poll(Messages.IGNORE, 1) == 1);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aThreadInterruptedBeforeDoesNotWait() throws Exception {
        try (Subscriber in = subscriber()) {
            assertThat(Task.start(interrupted(() -> {
                Thread.currentThread().interrupt();
                in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10));
            })).join()).isTrue();
        }
    }
}
