package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** A queue takes the messages of many producers. */
class ManyProducersTest extends ContractTest {
    private static final int PREFIX = 2 * Long.BYTES;

    static Stream<ChannelCase> cases() {
        return ChannelCase.manyProducers(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    @Test
    void messagesOfManyProducersNeverMixAndKeepEachProducersOrder() throws Exception {
        int producers = 5;
        long each = 10_000L * Integer.getInteger("rondo.test.factor", 1);
        try (Subscriber in = subscriber()) {
            List<Task<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                int producer = i;
                tasks.add(Task.start(() -> publishNumbered(producer, each)));
            }
            long[] last = new long[producers];
            for (long count = 0; count < producers * each;) {
                count += Messages.receive(in, (buffer, offset, length) -> {
                    int producer = (int) buffer.getLong(offset);
                    long number = buffer.getLong(offset + Long.BYTES);
                    assertThat(number).as("producer %d", producer).isEqualTo(++last[producer]);
                    long seed = number * producers + producer;
                    assertThat(length).isEqualTo(PREFIX + Payload.length(seed, 200));
                    Payload.verify(buffer, offset + PREFIX, length - PREFIX, seed);
                });
            }
            for (Task<Void> task : tasks) {
                task.join();
            }
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            assertThat(last).containsOnly(each);
        }
    }

    /** Publishes by copy and by claim, with aborted claims in between. */
    private Void publishNumbered(int producer, long count) {
        MutableDirectBuffer message = Buffers.allocate(300);
        try (Publisher out = publisher()) {
            for (long number = 1; number <= count; number++) {
                long seed = number * 5 + producer;
                int length = PREFIX + Payload.length(seed, 200);
                if (number % 3 == 0) {
                    out.claim(length).abort();
                }
                if (number % 2 == 0) {
                    write(message, 0, length, producer, number);
                    assertThat(out.publish(message, 0, length)).isEqualTo(number);
                } else {
                    try (Claim claim = out.claim(length)) {
                        write(claim.buffer(), claim.offset(), length, producer, number);
                        assertThat(claim.commit()).isEqualTo(number);
                    }
                }
            }
        }
        return null;
    }

    private static void write(MutableDirectBuffer buffer, int offset, int length, int producer, long number) {
        buffer.putLong(offset, producer);
        buffer.putLong(offset + Long.BYTES, number);
        Payload.fill(buffer, offset + PREFIX, length - PREFIX, number * 5 + producer);
    }

    /**
     * The consumer takes a message only when the queue is full, so that space for a long message never arises by
     * chance.
     */
    @Test
    void aProducerOfTheLongestMessagesMakesProgressWhileOthersSaturateTheQueue() throws Exception {
        int large = 3;
        int others = 3;
        AtomicBoolean ended = new AtomicBoolean();
        List<Task<Void>> tasks = new ArrayList<>();
        try (Subscriber in = subscriber(); Publisher filling = publisher()) {
            for (int i = 0; i < others; i++) {
                tasks.add(Task.start(() -> saturate(ended)));
            }
            tasks.add(Task.start(() -> publishLongest(large)));
            MutableDirectBuffer small = Messages.of(0);
            int[] received = new int[1];
            while (received[0] < large) {
                while (filling.tryPublish(small, 0, Messages.LENGTH) > 0) {
                    Thread.onSpinWait();
                }
                in.poll((buffer, offset, length) -> received[0] += length == Messages.LENGTH ? 0 : 1, 1);
            }
            ended.set(true);
            // The other producers may wait for space.
            while (!tasks.stream().allMatch(Task::isDone)) {
                in.receive(Messages.IGNORE, Integer.MAX_VALUE, Duration.ofMillis(10));
            }
        } finally {
            ended.set(true);
        }
        for (Task<Void> task : tasks) {
            task.join();
        }
    }

    private Void saturate(AtomicBoolean ended) {
        MutableDirectBuffer message = Messages.of(0);
        try (Publisher out = publisher()) {
            while (!ended.get()) {
                out.publish(message, 0, Messages.LENGTH);
            }
        }
        return null;
    }

    private Void publishLongest(int count) {
        try (Publisher out = publisher()) {
            MutableDirectBuffer message = Buffers.allocate(out.maxMessageLength());
            for (int i = 1; i <= count; i++) {
                assertThat(out.publish(message, 0, message.capacity())).isEqualTo(i);
            }
        }
        return null;
    }

    @Test
    void manyProducersAreCounted() {
        try (Subscriber in = subscriber()) {
            List<Publisher> publishers = new ArrayList<>();
            for (int i = 1; i <= 63; i++) {
                publishers.add(publisher());
                becomes(i, in::producers);
            }
            for (int i = 62; i >= 0; i--) {
                publishers.get(i).close();
                becomes(i, in::producers);
            }
        }
    }

    @Test
    void everyPublisherCountsItsOwnMessages() {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            MutableDirectBuffer message = Messages.of(1);
            assertThat(one.tryPublish(message, 0, 8)).isEqualTo(1);
            assertThat(two.tryPublish(message, 0, 8)).isEqualTo(1);
            assertThat(two.tryPublish(message, 0, 8)).isEqualTo(2);
            assertThat(one.tryPublish(message, 0, 8)).isEqualTo(2);
            take(in, Messages.IGNORE, 4);
        }
    }

    @Test
    void aFullQueueWakesAllItsWaitingProducers() throws Exception {
        int producers = 6;
        try (Subscriber in = subscriber()) {
            List<Publisher> publishers = new ArrayList<>();
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                publishers.add(publisher());
                taken.add(fill(publishers.get(i)));
            }
            List<Task<Long>> tasks = new ArrayList<>();
            for (Publisher out : publishers) {
                tasks.add(Task.start(() -> out.publish(Messages.of(-1), 0, 8)));
            }
            awaitParked(publishers, tasks);
            Received received = new Received();
            while (received.numbers().stream().filter(number -> number == -1).count() < producers) {
                Messages.receive(in, received);
            }
            for (int i = 0; i < producers; i++) {
                assertThat(tasks.get(i).join()).isEqualTo(taken.get(i) + 1);
                publishers.get(i).close();
            }
            assertThat(received.numbers())
                    .hasSize((int) taken.stream().mapToLong(Long::longValue).sum() + producers);
        }
    }
}
