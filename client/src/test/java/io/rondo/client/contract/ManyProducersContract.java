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
import io.rondo.core.segment.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** What a queue of many producers promises besides. */
interface ManyProducersContract extends Contract {
    int PREFIX = 2 * Long.BYTES;

    @Test
    default void messagesOfManyProducersNeverMixAndKeepEachProducersOrder() throws Exception {
        int producers = 5;
        long each = 20_000;
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

    /** By copy, by claim, and with claims given up in between. */
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

    @Test
    default void messagesBehindAnOpenClaimWaitForIt() {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            Received received = new Received();
            Claim first = one.tryClaim(8);
            Messages.publish(two, 2);
            assertThat(in.poll(received, 10)).isZero();
            first.buffer().putLong(first.offset(), 1);
            first.commit();
            assertThat(in.poll(received, 10)).isEqualTo(2);
            Claim second = one.tryClaim(8);
            Messages.publish(two, 3);
            assertThat(in.poll(received, 10)).isZero();
            second.abort();
            assertThat(in.poll(received, 10)).isEqualTo(1);
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    default void aReceiverSleepsThroughAnOpenClaimAndIsWokenByItsCommit() throws Exception {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            Claim claim = one.tryClaim(8);
            Messages.publish(two, 2);
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.receive(received, 10, Duration.ofMinutes(10)));
            awaitParked(CHANNEL, Role.CONSUMER, 1);
            assertThat(receive.isDone()).isFalse();
            claim.buffer().putLong(claim.offset(), 1);
            claim.commit();
            receive.join();
            in.poll(received, 10);
            assertThat(received.numbers()).containsExactly(1L, 2L);
        }
    }

    @Test
    default void manyProducersAreCounted() {
        try (Subscriber in = subscriber()) {
            List<Publisher> publishers = new ArrayList<>();
            for (int i = 1; i <= 64; i++) {
                publishers.add(publisher());
                assertThat(in.producers()).isEqualTo(i);
            }
            for (int i = 63; i >= 0; i--) {
                publishers.get(i).close();
                assertThat(in.producers()).isEqualTo(i);
            }
        }
    }

    @Test
    default void everyPublisherCountsItsOwnMessages() {
        try (Subscriber in = subscriber(); Publisher one = publisher(); Publisher two = publisher()) {
            MutableDirectBuffer message = Messages.of(1);
            assertThat(one.tryPublish(message, 0, 8)).isEqualTo(1);
            assertThat(two.tryPublish(message, 0, 8)).isEqualTo(1);
            assertThat(two.tryPublish(message, 0, 8)).isEqualTo(2);
            assertThat(one.tryPublish(message, 0, 8)).isEqualTo(2);
            assertThat(in.poll(Messages.IGNORE, 10)).isEqualTo(4);
        }
    }

    @Test
    default void aFullQueueWakesAllItsWaitingProducers() throws Exception {
        int producers = 6;
        try (Subscriber in = subscriber(); Publisher filler = publisher()) {
            long taken = Messages.fill(filler);
            List<Task<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < producers; i++) {
                tasks.add(Task.start(() -> {
                    try (Publisher out = publisher()) {
                        return out.publish(Messages.of(taken + 1), 0, 8);
                    }
                }));
            }
            awaitParked(CHANNEL, Role.PRODUCER, producers);
            Received received = new Received();
            while (received.numbers().size() < taken + producers) {
                Messages.receive(in, received);
            }
            for (Task<Long> task : tasks) {
                assertThat(task.join()).isEqualTo(1);
            }
        }
    }
}
