package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * One thread at a time uses a publisher or a subscriber. A second thread gets an exception, which has no effect on the
 * call of the first one.
 */
class ConfinementTest extends ContractTest {
    /** Messages of each of two concurrent threads. */
    private static final int EACH = 20_000 * Integer.getInteger("rondo.test.factor", 1);

    /** The checks are in the endpoint, which does not depend on the owner's storage. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.SOCKETS);
    }

    private static void refusesBecauseInUse(ThrowingCallable call, String role, Task<?> user) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContainingAll(
                role + " of channel " + CHANNEL, "thread #" + user.thread().threadId(),
                "thread #" + Thread.currentThread().threadId(), "use one " + role + " per thread");
    }

    @Test
    void whileAThreadWaitsForSpaceThePublisherRefusesOtherThreads() throws Exception {
        try (Subscriber in = subscriber();
                Publisher out = publisher(CHANNEL, WaitStrategy.park())) {
            long taken = fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(taken + 1), 0, Messages.LENGTH));
            awaitParked(out, publish);
            MutableDirectBuffer message = Messages.of(-1);
            refusesBecauseInUse(() -> out.tryPublish(message, 0, Messages.LENGTH), "publisher", publish);
            refusesBecauseInUse(() -> out.publish(message, 0, Messages.LENGTH), "publisher", publish);
            refusesBecauseInUse(() -> out.publish(message, 0, Messages.LENGTH, Duration.ZERO), "publisher", publish);
            refusesBecauseInUse(() -> out.tryClaim(8), "publisher", publish);
            refusesBecauseInUse(() -> out.claim(8), "publisher", publish);
            Received received = new Received();
            while (received.numbers().size() <= taken) {
                Messages.receive(in, received);
            }
            assertThat(publish.join()).isEqualTo(taken + 1);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }

    @Test
    void whileAThreadHasAClaimOpenThePublisherRefusesOtherThreads() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher(); Claim claim = claimSoon(out, 8)) {
            claim.buffer().putLong(claim.offset(), 1);
            Task.start(() -> {
                assertThatThrownBy(() -> out.tryPublish(Messages.of(-1), 0, 8))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll(CHANNEL, "open claim", "use one publisher per thread");
                return null;
            }).join();
            assertThat(claim.commit()).isEqualTo(1);
            Received received = new Received();
            take(in, received, 1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void whileAHandlerRunsTheSubscriberRefusesOtherThreads() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            Task<Integer> receive = Task.start(() -> next(in, (buffer, offset, length) -> {
                inside.countDown();
                await(done);
            }, 1));
            await(inside);
            refusesBecauseInUse(() -> in.poll(Messages.IGNORE, 1), "subscriber", receive);
            refusesBecauseInUse(() -> in.receive(Messages.IGNORE, 1, Duration.ofSeconds(1)), "subscriber", receive);
            done.countDown();
            assertThat(receive.join()).isEqualTo(1);
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whileAThreadWaitsForMessagesTheSubscriberRefusesOtherThreads() throws Exception {
        try (Subscriber in = subscriber(CHANNEL, WaitStrategy.park());
                Publisher out = publisher()) {
            Task<Integer> receive = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            awaitParked(in, receive);
            refusesBecauseInUse(() -> in.poll(Messages.IGNORE, 1), "subscriber", receive);
            refusesBecauseInUse(() -> in.receive(Messages.IGNORE, 1, Duration.ZERO), "subscriber", receive);
            Messages.publish(out, 1);
            assertThat(receive.join()).isEqualTo(1);
        }
    }

    @Test
    void threadsThatTakeTurnsLoseNothing() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            for (long i = 1; i <= 20; i++) {
                long number = 3 * i;
                Task.start(() -> {
                    Messages.publish(out, number - 2);
                    return null;
                }).join();
                Claim opened = Task.start(() -> out.claim(8)).join();
                opened.buffer().putLong(opened.offset(), number - 1);
                assertThat(Task.start(opened::commit).join()).isEqualTo(number - 1);
                Messages.publish(out, number);
                while (received.numbers().size() < number) {
                    Task.start(() -> next(in, received, 2)).join();
                }
            }
            assertThat(received.numbers()).isEqualTo(Messages.range(1, 60));
        }
    }

    @Test
    void aMessageOfTwoConcurrentThreadsIsDeliveredOrRefusedByAnException() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            AtomicLong refused = new AtomicLong();
            AtomicLong accepted = new AtomicLong();
            AtomicLongArray delivered = new AtomicLongArray(2 * EACH);
            List<Task<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int first = thread * EACH;
                tasks.add(Task.start(() -> publish(out, first, EACH, accepted, refused)));
            }
            AtomicLong count = new AtomicLong();
            while (!tasks.stream().allMatch(Task::isDone) || count.get() < accepted.get()) {
                count.addAndGet(in.receive((buffer, offset, length) -> {
                    int seed = buffer.getInt(offset);
                    assertThat(length).isEqualTo(4 + Payload.length(seed, 200));
                    Payload.verify(buffer, offset + 4, length - 4, seed);
                    assertThat(delivered.incrementAndGet(seed)).isEqualTo(1);
                }, 1000, Duration.ofMillis(100)));
            }
            for (Task<Void> task : tasks) {
                task.join();
            }
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            assertThat(count.get()).isEqualTo(accepted.get()).isEqualTo(2L * EACH - refused.get());
        }
    }

    private static Void publish(Publisher out, int first, int count, AtomicLong accepted, AtomicLong refused) {
        MutableDirectBuffer message = Buffers.allocate(300);
        for (int seed = first; seed < first + count; seed++) {
            int length = 4 + Payload.length(seed, 200);
            message.putInt(0, seed);
            Payload.fill(message, 4, length - 4, seed);
            try {
                long result = seed % 3 == 0 ? claimed(out, message, length) : out.publish(message, 0, length);
                assertThat(result).isPositive();
                accepted.incrementAndGet();
            } catch (IllegalStateException e) {
                refused.incrementAndGet();
            }
        }
        return null;
    }

    private static long claimed(Publisher out, MutableDirectBuffer message, int length) {
        Claim claim = out.claim(length);
        claim.buffer().putBytes(claim.offset(), message, 0, length);
        return claim.commit();
    }
}
