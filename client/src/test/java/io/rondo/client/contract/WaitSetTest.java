package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ClosedException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import io.rondo.client.WaitStrategy;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a wait set delivers, and how it waits, ends and is misused. */
class WaitSetTest extends ContractTest {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    private WaitSet waitSet(WaitStrategy strategy) {
        return connections().getFirst().waitSet(strategy);
    }

    private WaitSet waitSet() {
        return connections().getFirst().waitSet();
    }

    /** Several channels with a publisher and a subscriber each. */
    private final class Channels {
        private final List<Subscriber> subscribers = new ArrayList<>();
        private final List<Publisher> publishers = new ArrayList<>();
        private final List<Received> received = new ArrayList<>();

        Channels(int count) {
            for (int i = 0; i < count; i++) {
                subscribers.add(subscriber("channel-" + i));
                publishers.add(publisher("channel-" + i));
                received.add(new Received());
            }
        }

        void addTo(WaitSet set) {
            for (int i = 0; i < subscribers.size(); i++) {
                set.add(subscribers.get(i), received.get(i));
            }
        }

        /** Publishes to each channel from a thread of its own. */
        List<Task<Void>> publish(int count) {
            return publishers.stream().map(publisher -> Task.<Void>start(() -> {
                for (int i = 1; i <= count; i++) {
                    Messages.publish(publisher, i);
                }
                return null;
            })).toList();
        }

        void requireAll(int count) {
            received.forEach(one -> assertThat(one.numbers()).isEqualTo(Messages.range(1, count)));
        }
    }

    @Test
    void messagesOfAllMembersArriveInTheOrderOfTheirChannels() throws Exception {
        Channels channels = new Channels(3);
        for (WaitStrategy strategy : List.of(WaitStrategy.park(), WaitStrategy.spinThenPark())) {
            try (WaitSet set = waitSet(strategy)) {
                channels.addTo(set);
                List<Task<Void>> publishing = channels.publish(500);
                int count = 0;
                while (count < 3 * 500) {
                    assertThat(set.await(LONG)).isTrue();
                    count += set.poll(100);
                }
                for (Task<Void> task : publishing) {
                    task.join();
                }
                channels.requireAll(500);
                channels.received.forEach(one -> one.numbers().clear());
            }
        }
    }

    @Test
    void aMessageThatArrivedBeforeItsMemberWasAddedIsDelivered() {
        Subscriber in = subscriber();
        Messages.publish(publisher(), 1);
        Received received = new Received();
        try (WaitSet set = waitSet()) {
            set.add(in, received);
            while (set.poll(10) == 0) {
                assertThat(set.await(LONG)).isTrue();
            }
        }
        assertThat(received.numbers()).containsExactly(1L);
    }

    @Test
    void aSetWithoutMessagesTimesOut() {
        try (WaitSet set = waitSet()) {
            assertThat(set.await(Duration.ofMillis(1))).isFalse();
            set.add(subscriber(), Messages.IGNORE);
            assertThat(set.await(Duration.ofMillis(20))).isFalse();
            assertThat(set.await(Duration.ZERO)).isFalse();
            assertThat(set.poll(1)).isZero();
        }
    }

    @Test
    void aMemberThatIsClosedEndsTheWaitAndLeavesSilently() throws Exception {
        Subscriber closed = subscriber("closed");
        Subscriber open = subscriber("open");
        Publisher out = publisher("open");
        Received received = new Received();
        try (WaitSet set = waitSet(WaitStrategy.park())) {
            set.add(closed, Messages.IGNORE);
            set.add(open, received);
            Task<Integer> waiting = Task.start(() -> {
                while (set.size() == 2) {
                    set.await(LONG);
                    set.poll(1);
                }
                return set.size();
            });
            closed.close();
            assertThat(waiting.join()).isEqualTo(1);
            Messages.publish(out, 1);
            while (set.poll(10) == 0) {
                set.await(LONG);
            }
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void aHandlerThatThrowsKeepsItsMessageAndItsMember() {
        Subscriber in = subscriber();
        Messages.publish(publisher(), 1, 2);
        List<Long> seen = new ArrayList<>();
        try (WaitSet set = waitSet()) {
            set.add(in, (buffer, offset, length) -> {
                seen.add(Messages.number(buffer, offset, length));
                if (seen.size() == 1) {
                    throw new ClosedException("of the handler");
                }
            });
            assertThatThrownBy(() -> {
                while (set.poll(10) == 0) {
                    set.await(LONG);
                }
            }).hasMessage("of the handler");
            assertThat(set.size()).isEqualTo(1);
            while (seen.size() < 3) {
                set.poll(10);
            }
        }
        assertThat(seen).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aHandlerAddsAndRemovesMembersButDoesNotPoll() {
        Subscriber first = subscriber("first");
        Subscriber second = subscriber("second");
        Received received = new Received();
        try (Publisher toFirst = publisher("first");
                Publisher toSecond = publisher("second");
                WaitSet set = waitSet()) {
            Messages.publish(toFirst, 1, 2);
            Messages.publish(toSecond, 3);
            set.add(first, (buffer, offset, length) -> {
                assertThatThrownBy(() -> set.poll(1)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("handler");
                assertThatThrownBy(() -> set.await(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
                if (set.remove(first)) {
                    set.add(second, received);
                }
            });
            while (received.numbers().isEmpty()) {
                set.poll(1);
            }
            assertThat(received.numbers()).containsExactly(3L);
            assertThat(set.size()).isEqualTo(1);
            // Still open: the second message was not delivered.
            Received rest = new Received();
            Messages.receive(first, rest);
            assertThat(rest.numbers()).containsExactly(2L);
        }
    }

    @Test
    void aSubscriberIsInOneSetAtATime() {
        Subscriber in = subscriber();
        try (WaitSet set = waitSet(); WaitSet other = waitSet()) {
            set.add(in, Messages.IGNORE);
            assertThatThrownBy(() -> set.add(in, Messages.IGNORE)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(in.channel()).hasMessageContaining("in a wait set already");
            assertThatThrownBy(() -> other.add(in, Messages.IGNORE)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("remove it from that first");
            assertThatThrownBy(() -> in.receive(Messages.IGNORE, 1, LONG)).isInstanceOf(IllegalStateException.class);
            assertThat(other.remove(in)).isFalse();
            assertThat(set.remove(in)).isTrue();
            other.add(in, Messages.IGNORE);
        }
        try (WaitSet set = waitSet()) {
            set.add(in, Messages.IGNORE);
            in.close();
        }
        try (WaitSet set = waitSet()) {
            assertThatThrownBy(() -> set.add(in, Messages.IGNORE)).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void wrongArgumentsAndClosedSetsAreRefused() {
        WaitSet set = waitSet();
        assertThatThrownBy(() -> set.poll(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit 0");
        set.close();
        set.close();
        assertThatThrownBy(() -> set.poll(1)).isInstanceOf(ClosedException.class).hasMessage("the wait set is closed");
        assertThatThrownBy(() -> set.await(LONG)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> set.add(subscriber(), Messages.IGNORE)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingAndInterruptingEndAWait() throws Exception {
        WaitSet set = waitSet(WaitStrategy.park());
        set.add(subscriber(), Messages.IGNORE);
        for (boolean virtual : new boolean[]{false, true}) {
            Task<Boolean> interrupted = start(virtual, set);
            interrupted.thread().interrupt();
            assertThatThrownBy(interrupted::join).isInstanceOf(InterruptedWaitException.class);
        }
        Task<Boolean> closed = start(false, set);
        Watchdog.await("use by another thread", () -> isInUse(set));
        set.close();
        assertThatThrownBy(closed::join).isInstanceOf(ClosedException.class);
    }

    private static Task<Boolean> start(boolean virtual, WaitSet set) {
        return virtual ? Task.startVirtual(() -> await(set)) : Task.start(() -> await(set));
    }

    private static boolean await(WaitSet set) {
        while (true) {
            try {
                return set.await(LONG);
            } catch (IllegalStateException e) {
                assertThat(e).as("look of the other thread").hasMessageContaining("in use by another thread");
            }
        }
    }

    private static boolean isInUse(WaitSet set) {
        try {
            set.poll(1);
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("in use by another thread");
            return true;
        }
    }

    @Test
    void closingTheRondoEndsAWait() throws Exception {
        WaitSet set = waitSet(WaitStrategy.park());
        Task<Boolean> waiting = start(false, set);
        Watchdog.await("use by another thread", () -> isInUse(set));
        connections().getFirst().close();
        assertThatThrownBy(waiting::join).isInstanceOf(ClosedException.class);
    }

    @Test
    void theCallbackFollowsEachPollAsSoonAsAMemberIsReady() throws Exception {
        Channels channels = new Channels(3);
        Semaphore callbacks = new Semaphore(0);
        try (WaitSet set = waitSet()) {
            channels.addTo(set);
            set.onReady(callbacks::release);
            assertThatThrownBy(() -> set.onReady(callbacks::release)).isInstanceOf(IllegalStateException.class);
            List<Task<Void>> publishing = channels.publish(300);
            int count = 0;
            while (count < 3 * 300) {
                assertThat(callbacks.tryAcquire(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
                count += set.poll(7);
            }
            for (Task<Void> task : publishing) {
                task.join();
            }
            channels.requireAll(300);
            assertThatThrownBy(() -> set.await(LONG)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("onReady");
        }
    }

    @Test
    void closingTheRondosEndsAHandlerThatWaitsForSpace() throws Exception {
        try (WaitSet set = waitSet()) {
            Subscriber in = subscriber("source");
            Subscriber unread = subscriber("full");
            Publisher full = publisher("full", channel -> channel.linger(SHORT_LINGER));
            fill(full);
            set.add(in, (buffer, offset, length) -> full.publish(buffer, offset, length));
            Messages.publish(publisher("source"), 1);
            Task<Integer> polling = Task.start(() -> {
                while (true) {
                    set.await(LONG);
                    set.poll(1);
                }
            });
            awaitParked(full, polling);
            assertThat(unread.producers()).isEqualTo(1);
            connections().forEach(this::closeQuietly);
            assertThatThrownBy(polling::join).isInstanceOf(RondoException.class);
        }
    }

    /** The publishers close while not all messages are consumed. */
    private void closeQuietly(Rondo rondo) {
        try {
            rondo.close();
        } catch (DeliveryUnknownException e) {
            // Over a socket.
        }
    }

    @Test
    void twoHandlersMayCloseTheSetsOfEachOther() throws Exception {
        Channels channels = new Channels(2);
        WaitSet first = waitSet();
        WaitSet second = waitSet();
        CyclicBarrier both = new CyclicBarrier(2);
        first.add(channels.subscribers.get(0), (buffer, offset, length) -> closeAfter(both, second));
        second.add(channels.subscribers.get(1), (buffer, offset, length) -> closeAfter(both, first));
        channels.publishers.forEach(publisher -> Messages.publish(publisher, 1));
        List<Task<Void>> tasks = Stream.of(first, second).map(set -> Task.<Void>start(() -> {
            while (true) {
                set.await(LONG);
                set.poll(1);
            }
        })).toList();
        for (Task<Void> task : tasks) {
            assertThatThrownBy(task::join).isInstanceOf(ClosedException.class);
        }
    }

    private static void closeAfter(CyclicBarrier both, WaitSet other) {
        try {
            both.await(Watchdog.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
        other.close();
    }

    @Test
    void aCallbackThatThrowsIsRepeatedAndAMemberAddedLaterIsServed() throws Exception {
        Semaphore callbacks = new Semaphore(0);
        AtomicInteger failures = new AtomicInteger();
        try (WaitSet set = waitSet()) {
            set.onReady(() -> {
                Thread.currentThread().interrupt();
                if (failures.incrementAndGet() <= 2) {
                    throw new AssertionError("expected");
                }
                callbacks.release();
            });
            Received received = new Received();
            set.add(subscriber(), received);
            Messages.publish(publisher(), 1);
            while (received.numbers().isEmpty()) {
                assertThat(callbacks.tryAcquire(Watchdog.SECONDS, TimeUnit.SECONDS)).isTrue();
                set.poll(10);
            }
            assertThat(failures.get()).isGreaterThan(2);
        }
    }
}
