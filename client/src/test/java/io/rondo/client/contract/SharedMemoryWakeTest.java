package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Topic;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sleeps and wakes, as the counters in the segment record them. */
class SharedMemoryWakeTest extends ConnectionFixture {
    private static final int CAPACITY = 4096;

    @Test
    void anIdleReceiveSleepsAndAPublishWakesIt() throws Exception {
        try (Subscriber in = queue("idle").subscriber();
                Publisher out = queue("idle").publisher();
                SegmentObserver observer = observe("idle")) {
            Task<Integer> receive = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            await(observer, Role.CONSUMER, Counter.PARKS, 1);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).isZero();
            Messages.publish(out, 1);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).isEqualTo(1);
            assertThat(receive.join()).isEqualTo(1);
            assertThat(count(observer, Role.CONSUMER, Counter.MESSAGES)).isEqualTo(1);
            assertThat(count(observer, Role.PRODUCER, Counter.MESSAGES)).isEqualTo(1);
            Messages.publish(out, 2, 3, 4);
            assertThat(count(observer, Role.PRODUCER, Counter.WAKES)).as("wakes while no consumer sleeps").isEqualTo(1);
        }
    }

    @Test
    void everySleepIsBounded() throws Exception {
        try (Subscriber in = queue("idle").subscriber();
                SegmentObserver observer = observe("idle")) {
            Task<Integer> receive = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofMinutes(10)));
            // Without a wake it checks again, because a waker may have been killed before its wake.
            await(observer, Role.CONSUMER, Counter.PARKS, 3);
            try (Publisher out = queue("idle").publisher()) {
                Messages.publish(out, 1);
            }
            assertThat(receive.join()).isEqualTo(1);
        }
    }

    @Test
    void theSpaceOfAnAbortedClaimWakesAWaitingProducer() throws Exception {
        try (Subscriber in = queue("full").subscriber();
                Publisher aborting = queue("full").publisher();
                Publisher waiting = queue("full").publisher();
                SegmentObserver observer = observe("full")) {
            for (int i = 0; i < 2; i++) {
                try (Claim claim = aborting.tryClaim(aborting.maxMessageLength())) {
                    assertThat(claim.length()).isPositive();
                }
            }
            Task<Long> publish = Task.start(() -> waiting.publish(Messages.of(1), 0, 8));
            await(observer, Role.PRODUCER, Counter.PARKS, 1);
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(1);
            assertThat(publish.join()).isEqualTo(1);
        }
    }

    @Test
    void aConsumerThatJoinsWakesAProducerThatItMayHaveBlocked() throws Exception {
        Topic topic = rondo().topic("topic").capacity(CAPACITY);
        try (Subscriber slow = topic.subscriber();
                Publisher out = topic.publisher();
                SegmentObserver observer = observe("topic")) {
            long taken = Messages.fill(out);
            Task<Long> publish = Task.start(() -> out.publish(Messages.of(1), 0, 8));
            await(observer, Role.PRODUCER, Counter.PARKS, 1);
            try (Subscriber joining = topic.subscriber()) {
                assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(1);
                await(observer, Role.PRODUCER, Counter.PARKS, 2);
                try (Subscriber other = topic.slowConsumer(SlowConsumer.DROP_OLDEST).subscriber()) {
                    assertThat(count(observer, Role.CONSUMER, Counter.WAKES)).isEqualTo(2);
                    assertThat(slow.poll(Messages.IGNORE, 10)).isPositive();
                    assertThat(publish.join()).isEqualTo(taken + 1);
                    assertThat(joining.poll(Messages.IGNORE, 10)).isEqualTo(1);
                    assertThat(other.poll(Messages.IGNORE, 10)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aRefusedPublishIsCounted() {
        try (Publisher out = queue("full").publisher();
                SegmentObserver observer = observe("full")) {
            Messages.fill(out);
            assertThat(count(observer, Role.PRODUCER, Counter.BACK_PRESSURED)).isEqualTo(1);
            assertThat(out.tryClaim(8)).isNull();
            assertThat(count(observer, Role.PRODUCER, Counter.BACK_PRESSURED)).isEqualTo(2);
        }
    }

    private Queue queue(String name) {
        return rondo().queue(name).capacity(CAPACITY);
    }

    private SegmentObserver observe(String channel) {
        return store().observe(channel);
    }

    private static long count(SegmentObserver observer, Role role, Counter counter) {
        return observer.table().list().stream().filter(info -> info.role() == role)
                .mapToLong(info -> info.count(counter)).sum();
    }

    private static void await(SegmentObserver observer, Role role, Counter counter, long least) {
        Watchdog.await(role + " " + counter, () -> count(observer, role, counter) >= least);
    }
}
