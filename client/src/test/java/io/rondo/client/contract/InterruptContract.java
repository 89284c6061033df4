package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.WaitStrategy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** An interrupt ends every wait. */
interface InterruptContract extends Contract {
    /** Whether the call was interrupted, and the thread's status kept. */
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

    private void interrupt(Task<Boolean> task, String channel, Role role, String strategy) throws Exception {
        if (!strategy.equals("busy-spin")) {
            awaitParked(channel, role, 1);
        }
        task.thread().interrupt();
        assertThat(task.join()).as("%s %s", role, strategy).isTrue();
    }

    @Test
    default void anInterruptEndsReceiveAndNothingIsConsumed() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitContract.STRATEGIES.entrySet()) {
            String channel = "receive-" + strategy.getKey();
            try (Subscriber in = subscriber(channel, options().waitStrategy(strategy.getValue()));
                    Publisher out = publisher(channel, options())) {
                Received received = new Received();
                Runnable receive = () -> in.receive(received, 1, Duration.ofMinutes(10));
                interrupt(Task.start(interrupted(receive)), channel, Role.CONSUMER, strategy.getKey());
                interrupt(Task.startVirtual(interrupted(receive)), channel, Role.CONSUMER, strategy.getKey());
                Messages.publish(out, 1);
                assertThat(in.receive(received, 1, Duration.ofSeconds(10))).isEqualTo(1);
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    default void anInterruptEndsPublishAndClaimAndNothingIsWritten() throws Exception {
        for (Map.Entry<String, WaitStrategy> strategy : WaitContract.STRATEGIES.entrySet()) {
            String channel = "publish-" + strategy.getKey();
            try (Subscriber in = subscriber(channel, options());
                    Publisher out = publisher(channel, options().waitStrategy(strategy.getValue()))) {
                long taken = Messages.fill(out);
                for (Runnable call : new Runnable[]{() -> out.publish(Messages.of(-1), 0, 8),
                    () -> out.publish(Messages.of(-1), 0, 8, Duration.ofMinutes(10)), () -> out.claim(8)}) {
                    interrupt(Task.start(interrupted(call)), channel, Role.PRODUCER, strategy.getKey());
                    interrupt(Task.startVirtual(interrupted(call)), channel, Role.PRODUCER, strategy.getKey());
                }
                Received received = new Received();
                while (received.numbers().size() < taken) {
                    in.poll(received, 1000);
                }
                assertThat(out.tryPublish(Messages.of(taken + 1), 0, 8)).isEqualTo(taken + 1);
                assertThat(in.poll(received, 10)).isEqualTo(1);
                assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
            }
        }
    }

    @Test
    default void aThreadInterruptedBeforeStillGetsWhatNeedsNoWait() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Thread.currentThread().interrupt();
            Messages.publish(out, 1);
            assertThat(in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    default void aThreadInterruptedBeforeDoesNotWait() throws Exception {
        try (Subscriber in = subscriber()) {
            assertThat(Task.start(interrupted(() -> {
                Thread.currentThread().interrupt();
                in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10));
            })).join()).isTrue();
        }
    }
}
