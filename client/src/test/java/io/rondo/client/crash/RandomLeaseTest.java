package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.LeaseLostException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Consumers of a work queue miss the processing deadline, return messages, and close and start again in the same slots, at
 * random. A ledger counts what became of each delivery.
 */
class RandomLeaseTest {
    private static final int MESSAGES = 2000;
    /** More than all messages take: what a late consumer reads is not overwritten. */
    private static final int CAPACITY = 1 << 18;
    private static final int CONSUMERS = 3;
    private static final int MOST_HELD = 4;
    /** One of so many messages is processed for too long; one is returned; after one its consumer starts again. */
    private static final int LATE = 60;
    private static final int RETURNED = 8;
    private static final int RESTARTS = 100;
    private static final Duration DEADLINE = Duration.ofMillis(5);
    private static final long LATE_NANOS = 2 * DEADLINE.toNanos();
    private static final Duration POLL = Duration.ofMillis(20);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicIntegerArray acknowledgements = new AtomicIntegerArray(MESSAGES);
    private final AtomicIntegerArray returns = new AtomicIntegerArray(MESSAGES);
    private final AtomicIntegerArray lost = new AtomicIntegerArray(MESSAGES);
    private final AtomicIntegerArray deliveries = new AtomicIntegerArray(MESSAGES);

    @Test
    void eachMessageIsAcknowledgedOnceAndItsDeliveriesCountReturnsAndLostLeases() throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).build())) {
            WorkQueue queue = rondo.workQueue("late").capacity(CAPACITY).processingDeadline(DEADLINE);
            List<Task<Void>> consumers = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                Random random = new Random(seed + i);
                consumers.add(Task.start(() -> new Consumer(queue, random).consume()));
            }
            try (Publisher out = queue.publisher()) {
                ByteBuffer message = ByteBuffer.allocate(Integer.BYTES);
                for (int number = 0; number < MESSAGES; number++) {
                    out.publish(message.clear().putInt(number).flip());
                }
            }
            for (Task<Void> consumer : consumers) {
                consumer.join();
            }
            for (int number = 0; number < MESSAGES; number++) {
                assertThat(acknowledgements.get(number)).as("acknowledgements of message %d", number).isOne();
                assertThat(deliveries.get(number)).as("deliveries of message %d", number)
                        .isEqualTo(1 + returns.get(number) + lost.get(number));
            }
        } catch (Throwable e) {
            throw new AssertionError("rondo.test.seed=" + seed, e);
        }
    }

    /** One thread with one subscriber after another. */
    private final class Consumer {
        private final WorkQueue queue;
        private final Random random;
        private final List<Long> ids = new ArrayList<>();
        private final List<Integer> numbers = new ArrayList<>();

        Consumer(WorkQueue queue, Random random) {
            this.queue = queue;
            this.random = random;
        }

        Void consume() {
            while (acknowledged.get() < MESSAGES) {
                try (WorkSubscriber in = queue.subscriber()) {
                    boolean restarts = false;
                    while (!restarts && acknowledged.get() < MESSAGES) {
                        int count = in.receive(this::note, 1, ids.isEmpty() ? POLL : Duration.ZERO);
                        if (!ids.isEmpty() && (count == 0 || ids.size() == MOST_HELD || random.nextBoolean())) {
                            finish(in);
                        }
                        restarts = random.nextInt(RESTARTS) == 0;
                    }
                    while (!ids.isEmpty()) {
                        finish(in);
                    }
                }
            }
            return null;
        }

        private void note(WorkMessage message) {
            int number = message.buffer().getInt(message.offset(), ByteOrder.BIG_ENDIAN);
            deliveries.accumulateAndGet(number, message.deliveries(), Math::max);
            ids.add(message.id());
            numbers.add(number);
        }

        private void finish(WorkSubscriber in) {
            int index = random.nextInt(ids.size());
            long id = ids.remove(index);
            int number = numbers.remove(index);
            if (random.nextInt(LATE) == 0) {
                LockSupport.parkNanos(LATE_NANOS);
            }
            boolean returned = random.nextInt(RETURNED) == 0;
            try {
                if (returned) {
                    in.nack(id, Duration.ZERO);
                    returns.incrementAndGet(number);
                } else {
                    in.ack(id);
                    acknowledgements.incrementAndGet(number);
                    acknowledged.incrementAndGet();
                }
            } catch (LeaseLostException e) {
                lost.incrementAndGet(number);
            }
        }
    }
}
