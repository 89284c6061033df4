package io.rondo.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rondo.client.Buffers;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ring.reader.RecordHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** A call with an attempt and a wait counts as one call: a call of another thread does not get between them. */
class OneCallTest {
    /** Enough to meet the race on a loaded machine. */
    private static final int CALLS = 300_000;
    private static final int LENGTH = 8;

    private final MutableDirectBuffer message = Buffers.allocate(LENGTH);

    /** Whether the present call of the tested thread has made its attempt. */
    private static final ThreadLocal<Boolean> ATTEMPTED = ThreadLocal.withInitial(() -> false);

    private static PublisherEndpoint publisher() {
        StubProducer transport = new StubProducer() {
            @Override
            public long tryClaim(int length) {
                ATTEMPTED.set(true);
                return super.tryClaim(length);
            }
        };
        return new PublisherEndpoint("x", transport, Lifecycle.ofPublisher("x", transport),
                (condition, parking, deadline) -> condition.holds(), false);
    }

    private static SubscriberEndpoint subscriber() {
        StubConsumer transport = new StubConsumer() {
            @Override
            public int poll(RecordHandler handler, int limit) {
                ATTEMPTED.set(true);
                return super.poll(handler, limit);
            }
        };
        return new SubscriberEndpoint("x", transport, Lifecycle.ofSubscriber("x", transport),
                (condition, parking, deadline) -> condition.holds());
    }

    /** Repeats a call beside those of another thread. It may be refused at its beginning only. */
    private static void isRefusedBeforeItsAttemptOnly(Runnable call, Runnable other) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Task<Void> others = Task.start(() -> {
            while (!ended.get()) {
                try {
                    other.run();
                } catch (IllegalStateException e) {
                    // Refused.
                }
            }
            return null;
        });
        try {
            for (int i = 0; i < CALLS; i++) {
                ATTEMPTED.set(false);
                try {
                    call.run();
                } catch (IllegalStateException e) {
                    assertThat(ATTEMPTED.get()).as("was refused after its attempt: %s", e.getMessage()).isFalse();
                }
            }
        } finally {
            ended.set(true);
            others.join();
        }
    }

    @Test
    void aPublicationIsNotRefusedAfterItsAttempt() throws Exception {
        PublisherEndpoint out = publisher();
        isRefusedBeforeItsAttemptOnly(() -> out.publish(message, 0, LENGTH, Duration.ZERO),
                () -> out.tryPublish(message, 0, LENGTH));
    }

    @Test
    void aClaimIsNotRefusedAfterItsAttempt() throws Exception {
        PublisherEndpoint out = publisher();
        isRefusedBeforeItsAttemptOnly(() -> out.claim(LENGTH, Duration.ZERO), () -> out.tryPublish(message, 0, LENGTH));
    }

    @Test
    void aReceptionIsNotRefusedAfterItsFirstPoll() throws Exception {
        SubscriberEndpoint in = subscriber();
        isRefusedBeforeItsAttemptOnly(() -> in.receive(Messages.IGNORE, 1, Duration.ZERO),
                () -> in.poll(Messages.IGNORE, 1));
    }

    @Test
    void aThreadMayReceiveAgainAfterATimeout() throws Exception {
        SubscriberEndpoint in = subscriber();
        assertThat(in.receive(Messages.IGNORE, 1, Duration.ZERO)).isZero();
        assertThat(Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ZERO)).join()).isZero();
        assertThat(in.poll(Messages.IGNORE, 1)).isZero();
    }

    @Test
    void aRefusedPollDoesNotReplaceTheHandlerOfThePollInProgress() throws Exception {
        CountDownLatch polling = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        StubConsumer transport = new StubConsumer() {
            @Override
            public int poll(RecordHandler handler, int limit) {
                polling.countDown();
                await(refused);
                handler.onRecord(Messages.of(1), 0, Messages.LENGTH);
                return 1;
            }
        };
        SubscriberEndpoint in = new SubscriberEndpoint("x", transport, Lifecycle.ofSubscriber("x", transport),
                (condition, parking, deadline) -> condition.holds());
        List<String> handlers = new ArrayList<>();
        Task<Integer> poll = Task.start(() -> in.poll((buffer, offset, length) -> handlers.add("first"), 1));
        await(polling);
        assertThatIllegalStateException()
                .isThrownBy(() -> in.poll((buffer, offset, length) -> handlers.add("second"), 1));
        refused.countDown();
        assertThat(poll.join()).isEqualTo(1);
        assertThat(handlers).containsExactly("first");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
