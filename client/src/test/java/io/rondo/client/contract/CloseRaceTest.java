package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** A close during a call of another thread: the call ends as documented, and its result is true. */
// Closing early is what is tested.
@SuppressWarnings("try")
class CloseRaceTest extends ContractTest {
    /** The number of calls before the close grows up to this in the rounds of a test. */
    private static final int CALLS = 420;
    private static final int ROUNDS = 30 * Integer.getInteger("rondo.test.factor", 1);
    /** Most of a round over a socket is connecting. */
    private static final int ROUNDS_OVER_SOCKETS = 10 * Integer.getInteger("rondo.test.factor", 1);
    private static final int SPINS = 200;
    private static final long PAUSE_NANOS = 20_000;

    /** The endpoints of a mixed channel are those of the other cases, and each is closed by itself. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    private int rounds() {
        return channelCase().wiring().usesSockets() ? ROUNDS_OVER_SOCKETS : ROUNDS;
    }

    /** The calls that the given round makes before the close. */
    private long calls(int round) {
        return 1 + (long) round * CALLS / rounds();
    }

    /** Starts the call, and closes after the given progress. */
    private static <T> T race(Callable<T> call, AtomicLong progress, long until, Runnable close) throws Exception {
        Task<T> task = Task.start(call);
        awaitProgress(progress, until, task);
        close.run();
        return task.join();
    }

    /** Spins, so that the close meets the call. Yields the core to a thread that has not started to run. */
    private static void awaitProgress(AtomicLong progress, long until, Task<?> task) {
        for (int spins = 0; progress.get() < until && !task.isDone(); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Closes a publisher that may wait until what it published is consumed, and consumes it. */
    private static void closeAndDeliver(Publisher out, Subscriber in, AtomicLong delivered) {
        Task<Void> close = Task.start(() -> {
            out.close();
            return null;
        });
        while (!close.isDone()) {
            in.poll((b, offset, length) -> assertNext(b.getLong(offset), delivered), 1000);
            Thread.yield();
        }
        assertThatCode(close::join).doesNotThrowAnyException();
    }

    @Test
    void closingDuringTryPublishThrowsAndDeliversEveryAcceptedMessage() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                AtomicLong delivered = new AtomicLong();
                long taken = race(() -> publishUntilClosed(out, progress), progress, calls(round),
                        () -> closeAndDeliver(out, in, delivered));
                deliverRest(in, delivered);
                assertThat(delivered.get()).as("round %d", round).isEqualTo(taken);
            }
        }
    }

    private static long publishUntilClosed(Publisher out, AtomicLong progress) {
        long taken = 0;
        MutableDirectBuffer message = Messages.of(0);
        while (true) {
            message.putLong(0, taken + 1);
            long result;
            try {
                result = out.tryPublish(message, 0, 8);
            } catch (ClosedException e) {
                return taken;
            }
            if (result > 0) {
                taken++;
                assertThat(result).isEqualTo(taken);
            } else {
                assertThat(result).isEqualTo(Publisher.BACK_PRESSURED);
            }
            progress.incrementAndGet();
        }
    }

    /** Another producer's message comes last, after the messages of the closed one. */
    private void deliverRest(Subscriber in, AtomicLong delivered) {
        while (in.poll((b, offset, length) -> assertNext(b.getLong(offset), delivered), 1000) > 0) {
            assertThat(in.lost()).isZero();
        }
        boolean[] end = new boolean[1];
        try (Publisher next = publisher()) {
            Messages.publish(next, -1);
            while (!end[0]) {
                Messages.receive(in, (buffer, offset, length) -> {
                    end[0] = buffer.getLong(offset) == -1;
                    if (!end[0]) {
                        assertNext(buffer.getLong(offset), delivered);
                    }
                });
            }
        }
    }

    private static void assertNext(long number, AtomicLong delivered) {
        assertThat(number).isEqualTo(delivered.incrementAndGet());
    }

    @Test
    void closingDuringClaimsThrowsAndDeliversEveryCommittedMessage() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                AtomicLong delivered = new AtomicLong();
                long taken = race(() -> claimUntilClosed(out, progress), progress, calls(round),
                        () -> closeAndDeliver(out, in, delivered));
                deliverRest(in, delivered);
                assertThat(delivered.get()).as("round %d", round).isEqualTo(taken);
            }
        }
    }

    private static long claimUntilClosed(Publisher out, AtomicLong progress) {
        long taken = 0;
        while (true) {
            try (Claim claim = out.tryClaim(8)) {
                if (claim != null) {
                    claim.buffer().putLong(claim.offset(), taken + 1);
                    long result = claim.commit();
                    taken++;
                    assertThat(result).isEqualTo(taken);
                }
                progress.incrementAndGet();
            } catch (ClosedException e) {
                return taken;
            }
        }
    }

    @Test
    void closingDuringPollGivesClosedException() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
                // The ring may take more later: the task below publishes as well.
                Messages.fill(out);
                assertThat(race(() -> {
                    try {
                        while (true) {
                            int count = in.poll(Messages.IGNORE, 10);
                            assertThat(count).isNotNegative();
                            progress.incrementAndGet();
                            out.tryPublish(Messages.of(1), 0, 8);
                        }
                    } catch (ClosedException e) {
                        return "closed";
                    }
                }, progress, calls(round), in::close)).isEqualTo("closed");
                closeUnread(out);
            }
        }
    }

    @Test
    void closingDuringReceiveAndPublishGivesTheDocumentedResults() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                Task<String> consumer = Task.start(() -> {
                    try {
                        while (true) {
                            in.receive(Messages.IGNORE, 10, Duration.ofMinutes(10));
                        }
                    } catch (ClosedException e) {
                        return "closed";
                    }
                });
                assertThat(race(() -> {
                    try {
                        while (true) {
                            assertThat(out.publish(Messages.of(1), 0, 8)).isPositive();
                            progress.incrementAndGet();
                        }
                    } catch (ClosedException e) {
                        return "closed";
                    }
                }, progress, calls(round), out::close)).isEqualTo("closed");
                in.close();
                assertThat(consumer.join()).isEqualTo("closed");
            }
        }
    }

    @Test
    void closingWhileAClaimIsBeingWrittenDeliversNothingOfItAndLeavesOtherMessagesIntact() throws Exception {
        for (int round = 0; round < rounds() / 6; round++) {
            AtomicLong progress = new AtomicLong();
            AtomicBoolean closed = new AtomicBoolean();
            AtomicBoolean done = new AtomicBoolean();
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                Task<Long> writing = Task.start(() -> {
                    Claim claim = out.claim(out.maxMessageLength());
                    MutableDirectBuffer mine = claim.buffer();
                    while (!done.get()) {
                        for (int i = 0; i <= claim.length() - Long.BYTES; i += Long.BYTES) {
                            mine.putLong(claim.offset() + i, -2);
                        }
                        progress.incrementAndGet();
                        if (closed.get()) {
                            // Leaves the cores to the other producers.
                            LockSupport.parkNanos(PAUSE_NANOS);
                        }
                    }
                    return claim.commit();
                });
                awaitProgress(progress, round + 1, writing);
                out.close();
                closed.set(true);
                // The closed claim is still written to while other producers use the space.
                AtomicLong delivered = new AtomicLong();
                for (long number = 1; number <= 100; number += 10) {
                    long first = number;
                    Task<Void> others = Task.start(() -> publish(LongStream.range(first, first + 10).toArray()));
                    while (delivered.get() < number + 9) {
                        Messages.receive(in,
                                (b, offset, length) -> assertNext(Messages.number(b, offset, length), delivered));
                    }
                    awaitProgress(progress, progress.get() + 1, writing);
                    others.join();
                }
                done.set(true);
                assertThatThrownBy(writing::join).isInstanceOf(ClosedException.class);
            }
        }
    }

    private Void publish(long[] numbers) {
        try (Publisher next = publisher()) {
            Messages.publish(next, numbers);
        }
        return null;
    }

    @Test
    void aMessageStaysIntactInItsHandlerWhileAnotherThreadCloses() throws Exception {
        for (int round = 0; round < rounds() / 2; round++) {
            AtomicLong looks = new AtomicLong();
            AtomicBoolean closed = new AtomicBoolean();
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                Messages.publish(out, 7);
                Task<Integer> polling = Task.start(() -> next(in, (buffer, offset, length) -> {
                    for (long more = 0; more < 1000; more += closed.get() ? 1 : 0) {
                        assertThat(Messages.number(buffer, offset, length)).isEqualTo(7);
                        looks.incrementAndGet();
                    }
                }, 10));
                awaitProgress(looks, round + 1, polling);
                in.close();
                closed.set(true);
                assertThat(polling.join()).isEqualTo(1);
            }
        }
    }

    @Test
    void closingDuringQueriesOfASubscriberGivesClosedException() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Subscriber in = subscriber()) {
                assertThat(race(() -> {
                    try {
                        while (true) {
                            assertThat(in.consumers()).isBetween(0, 1);
                            assertThat(in.producers()).isZero();
                            assertThat(in.lost()).isZero();
                            progress.incrementAndGet();
                        }
                    } catch (ClosedException e) {
                        return "closed";
                    }
                }, progress, calls(round), in::close)).isEqualTo("closed");
            }
        }
    }

    @Test
    void closingDuringQueriesOfAPublisherGivesClosedException() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            AtomicLong progress = new AtomicLong();
            try (Publisher out = publisher()) {
                assertThat(race(() -> {
                    try {
                        while (true) {
                            assertThat(out.producers()).isBetween(0, 1);
                            assertThat(out.consumers()).isZero();
                            progress.incrementAndGet();
                        }
                    } catch (ClosedException e) {
                        return "closed";
                    }
                }, progress, calls(round), out::close)).isEqualTo("closed");
            }
        }
    }

    @Test
    void manyThreadsMayCloseTheSameEndpointsAtOnce() throws Exception {
        for (int round = 0; round < rounds() / 4; round++) {
            try (Subscriber in = subscriber(); Publisher out = publisher()) {
                Callable<Void> close = () -> {
                    in.close();
                    out.close();
                    return null;
                };
                Task<Void> one = Task.start(close);
                Task<Void> two = Task.start(close);
                close.call();
                one.join();
                two.join();
                assertThatThrownBy(() -> out.tryPublish(Messages.of(1), 0, 8)).isInstanceOf(ClosedException.class);
            }
        }
    }
}
