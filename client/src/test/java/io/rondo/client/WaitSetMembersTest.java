package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order in which a wait set polls its members, their failures and their number. */
@Timeout(180)
class WaitSetMembersTest {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private WaitSet set;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        set = rondo.waitSet(WaitStrategy.park());
    }

    @AfterEach
    void close() {
        rondo.close();
    }

    private Queue queue(String name) {
        return rondo.queue(name).capacity(4096);
    }

    private Publisher member(String name, int priority) {
        set.add(queue(name).subscriber(), (buffer, offset, length) -> note(name, buffer, offset, length), priority);
        return queue(name).publisher();
    }

    private void note(String name, DirectBuffer buffer, int offset, int length) {
        seen.add(name + Messages.number(buffer, offset, length));
    }

    @Test
    void aMemberOfHigherPriorityIsFoundEmptyBeforeEachMessageOfAnother() {
        Publisher cancels = queue("cancel").publisher();
        set.add(queue("order").subscriber(), (buffer, offset, length) -> {
            note("order", buffer, offset, length);
            if (seen.size() == 4) {
                Messages.publish(cancels, 3);
            }
        });
        set.add(queue("cancel").subscriber(), (buffer, offset, length) -> note("cancel", buffer, offset, length), 1);
        try (Publisher orders = queue("order").publisher(); Publisher slow = member("slow", -1)) {
            Messages.publish(slow, 1);
            Messages.publish(orders, 1, 2, 3, 4);
            Messages.publish(cancels, 1, 2);
            assertThat(set.poll(6)).isEqualTo(6);
            assertThat(set.poll(100)).isEqualTo(2);
        }
        assertThat(seen).containsExactly("cancel1", "cancel2", "order1", "order2", "cancel3", "order3", "order4",
                "slow1");
    }

    @Test
    void membersOfEqualPriorityTakeTurns() {
        try (Publisher first = member("a", 0); Publisher second = member("b", 0); Publisher third = member("c", 0)) {
            for (Publisher publisher : List.of(first, second, third)) {
                Messages.publish(publisher, 1, 2, 3);
            }
            for (int i = 0; i < 9; i++) {
                assertThat(set.poll(1)).isEqualTo(1);
            }
            assertThat(seen).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3");
            seen.clear();
            for (Publisher publisher : List.of(first, second, third)) {
                Messages.publish(publisher, 4, 5, 6);
            }
            assertThat(set.poll(6)).isEqualTo(6);
            assertThat(seen).containsExactly("a4", "a5", "b4", "b5", "c4", "c5");
        }
    }

    @Test
    void aMemberThatIsEvictedFailsOneCallAndLeaves() {
        Topic topic = rondo.topic("prices").capacity(4096);
        Subscriber evicted = topic.slowConsumer(SlowConsumer.EVICT).subscriber();
        set.add(evicted, Messages.IGNORE);
        try (Publisher other = member("other", 0); Publisher prices = topic.publisher()) {
            Messages.publish(other, 1);
            for (int i = 0; i < 1000; i++) {
                Messages.publish(prices, i);
            }
            assertThat(set.await(LONG)).isTrue();
            assertThatThrownBy(() -> {
                while (set.poll(10) > 0) {
                    // The failure comes when no message is delivered.
                }
            }).isInstanceOf(EvictedException.class).hasMessageContaining("prices");
            assertThat(set.size()).isEqualTo(1);
            while (set.poll(10) > 0) {
                // The messages of the other member, unless they came before the failure.
            }
            assertThat(seen).containsExactly("other1");
        }
        evicted.close();
    }

    @Test
    void eachMemberOfARemovedSegmentEndsTheWaitAndFailsOneCall() throws IOException {
        set.add(queue("orders").subscriber(), Messages.IGNORE);
        set.add(queue("cancels").subscriber(), Messages.IGNORE);
        Files.delete(directory.resolve("orders.ring"));
        Files.delete(directory.resolve("cancels.ring"));
        List<String> failed = new ArrayList<>();
        while (set.size() > 0) {
            assertThat(set.await(LONG)).isTrue();
            try {
                set.poll(10);
            } catch (ChannelRemovedException e) {
                failed.add(e.getMessage().contains("orders") ? "orders" : "cancels");
            }
        }
        assertThat(failed).containsExactlyInAnyOrder("orders", "cancels");
    }

    @Test
    void theOrderHoldsWhenAMemberOfTheHighestPriorityWasClosed() {
        Subscriber closed = queue("closed").subscriber();
        set.add(closed, Messages.IGNORE, 2);
        try (Publisher middle = member("middle", 1); Publisher low = member("low", 0)) {
            Messages.publish(low, 1);
            Messages.publish(middle, 1);
            closed.close();
            assertThat(set.poll(1)).isEqualTo(1);
            assertThat(set.poll(1)).isEqualTo(1);
        }
        assertThat(seen).containsExactly("middle1", "low1");
    }

    @Test
    void busyMembersTakeTurnsAmongIdleOnes() {
        try (Publisher idle = member("idle", 0);
                Publisher first = member("a", 0);
                Publisher second = member("b", 0);
                Publisher further = member("further", 0)) {
            assertThat(idle.confirmed()).isEqualTo(further.confirmed());
            Messages.publish(first, 1, 2, 3);
            Messages.publish(second, 1, 2, 3);
            for (int i = 0; i < 6; i++) {
                assertThat(set.poll(1)).isEqualTo(1);
            }
        }
        assertThat(seen).containsExactly("a1", "b1", "a2", "b2", "a3", "b3");
    }

    @Test
    void oneThreadServesManyChannels() throws InterruptedException {
        int count = 300;
        List<Publisher> publishers = new ArrayList<>();
        Received received = new Received();
        for (int i = 0; i < count; i++) {
            set.add(queue("channel-" + i).subscriber(), received);
            publishers.add(queue("channel-" + i).publisher());
        }
        assertThat(set.size()).isEqualTo(count);
        Thread publishing = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < count; i++) {
                Messages.publish(publishers.get(i), i + 1);
            }
        });
        while (received.numbers().size() < count) {
            if (set.poll(100) == 0) {
                assertThat(set.await(LONG)).isTrue();
            }
        }
        assertThat(received.numbers()).containsExactlyInAnyOrderElementsOf(Messages.range(1, count));
        publishing.join();
        publishers.forEach(Publisher::close);
    }
}
