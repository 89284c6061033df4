package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rondo.client.Action;
import io.rondo.client.Buffers;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.LeaseLostException;
import io.rondo.client.Publisher;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import io.rondo.client.WorkMessage;
import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions of subscribers of a work queue: credit, leases, settlements, and what ends a session. */
class WorkSessionsTest extends OwnerFixture {
    private static final String CHANNEL = "jobs";
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    private WorkQueue queue;
    private WorkSubscriber owner;
    private Publisher out;
    private final List<Integer> deliveries = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();

    @BeforeEach
    void listen() {
        queue = connect(config(SocketIo.AUTO).build()).workQueue(CHANNEL).capacity(1 << 16);
        owner = kept(queue.subscriber());
        out = kept(queue.publisher());
    }

    private RawPeer worker() throws IOException {
        RawPeer peer = raw(CHANNEL);
        peer.greet(RawPeer.worker(CHANNEL));
        return peer;
    }

    private void note(WorkMessage message) {
        deliveries.add(message.deliveries());
        ids.add(message.id());
    }

    /** Takes one message, and acknowledges it. */
    private void work(WorkSubscriber in) {
        int count = in.receive(message -> {
            note(message);
            message.ack();
        }, 1, LONG);
        assertThat(count).isEqualTo(1);
    }

    @Test
    void workIsSentWithinTheCreditAndSettledOnce() throws IOException {
        Messages.publish(out, 1, 2, 3);
        try (RawPeer peer = worker()) {
            peer.workCredit(1);
            Calls.Work first = peer.expect(Calls.Work.class);
            peer.workCredit(2);
            Calls.Work second = peer.expect(Calls.Work.class);
            assertThat(first.deliveries()).isEqualTo(1);
            assertThat(first.takenOver()).isFalse();
            peer.settle(second.lease(), Outcome.ACKNOWLEDGED, 0);
            assertThat(peer.expect(Calls.Settled.class)).isEqualTo(new Calls.Settled(1, 0));
            peer.settle(first.lease(), Outcome.RETURNED, 0);
            assertThat(peer.expect(Calls.Settled.class)).isEqualTo(new Calls.Settled(2, 0));
            work(owner);
            work(owner);
            assertThat(deliveries).containsExactlyInAnyOrder(1, 2);
            peer.enquire(7);
            assertThat(peer.next()).isInstanceOf(Calls.Participants.class);
        }
    }

    @Test
    void theLongestMessageIsDelivered() {
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue(CHANNEL).subscriber());
        int length = out.maxMessageLength();
        MutableDirectBuffer longest = Buffers.allocate(length);
        longest.putLong(length - Long.BYTES, 7);
        for (int lap = 0; lap < 3; lap++) {
            out.publish(longest, 0, length);
            int count = peer.receive((buffer, offset, received) -> {
                assertThat(received).isEqualTo(length);
                assertThat(buffer.getLong(offset + length - Long.BYTES)).isEqualTo(7);
            }, 1, LONG);
            assertThat(count).isEqualTo(1);
        }
    }

    /** The time between polls belongs to the case. */
    @Test
    void aSubscriberThatPollsRarelyGetsMessages() {
        Messages.publish(out, 1);
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue(CHANNEL).subscriber());
        Watchdog.await("a message", () -> {
            LockSupport.parkNanos(200_000_000);
            return peer.poll(message -> {
                note(message);
                message.ack();
            }, 10) == 1;
        });
        assertThat(deliveries).containsExactly(1);
    }

    @Test
    void anInterruptedSubscriberKeepsWhatItCouldNotReturn() {
        int count = 100;
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue(CHANNEL).subscriber());
        Messages.publish(out, LongStream.rangeClosed(1, count).toArray());
        while (ids.size() < count) {
            peer.receive(this::note, 16, LONG);
        }
        int interrupted = 0;
        for (long id : ids) {
            Thread.currentThread().interrupt();
            try {
                peer.nack(id, Duration.ZERO);
            } catch (InterruptedWaitException e) {
                interrupted++;
            }
            Thread.interrupted();
        }
        assertThat(interrupted).isPositive();
        // What was sent has ended, and the rest is still held.
        for (long id : ids) {
            try {
                peer.nack(id, Duration.ZERO);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("holds no message");
            }
        }
        deliveries.clear();
        while (deliveries.size() < count) {
            work(owner);
        }
        assertThat(deliveries).containsOnly(2);
    }

    @Test
    void aLostConnectionLeavesTheLeasesToTheOthers() throws IOException {
        Messages.publish(out, 1);
        try (RawPeer peer = worker()) {
            peer.workCredit(1);
            peer.expect(Calls.Work.class);
        }
        try (RawPeer next = worker()) {
            next.workCredit(1);
            Calls.Work again = next.expect(Calls.Work.class);
            assertThat(again.deliveries()).isEqualTo(2);
            assertThat(again.takenOver()).isTrue();
        }
        work(owner);
        assertThat(deliveries).containsExactly(3);
    }

    @Test
    void aByeBeforeTheEndOfTheConnectionReturnsTheLeases() throws IOException {
        Messages.publish(out, 1);
        try (RawPeer peer = worker()) {
            peer.workCredit(1);
            peer.expect(Calls.Work.class);
            peer.send(new Bye(0, ByeReason.DONE, ""));
            peer.expectEnd();
        }
        try (RawPeer next = worker()) {
            next.workCredit(1);
            Calls.Work again = next.expect(Calls.Work.class);
            assertThat(again.deliveries()).isEqualTo(2);
            assertThat(again.takenOver()).isFalse();
        }
    }

    @Test
    void anUnusedMessageWasNotDelivered() throws IOException {
        Messages.publish(out, 1);
        try (RawPeer peer = worker()) {
            peer.workCredit(1);
            peer.settle(peer.expect(Calls.Work.class).lease(), Outcome.UNUSED, 0);
            work(owner);
            peer.enquire(7);
            assertThat(peer.next()).isInstanceOf(Calls.Participants.class);
        }
        assertThat(deliveries).containsExactly(1);
    }

    @Test
    void theDeathOfTheListenerLosesTheLeasesOfItsPeers() {
        WorkSubscriber next = kept(queue.subscriber());
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue(CHANNEL).subscriber());
        Messages.publish(out, 1);
        assertThat(peer.receive(this::note, 1, LONG)).isEqualTo(1);
        owner.close();
        assertThatThrownBy(() -> peer.ack(ids.getFirst())).isInstanceOf(LeaseLostException.class)
                .hasMessageContaining(CHANNEL);
        assertThat(peer.held()).isZero();
        work(peer);
        assertThat(deliveries).containsExactly(1, 2);
        assertThat(next.held()).isZero();
    }

    @Test
    void aSubscriberByDescriptorKeepsItsLeasesAtTheEndOfTheListener() {
        WorkSubscriber next = kept(queue.subscriber());
        WorkSubscriber mapped = kept(connect(config(SocketIo.AUTO).transport(Transport.SHM_DESCRIPTOR).build())
                .workQueue(CHANNEL).subscriber());
        Messages.publish(out, 1);
        assertThat(mapped.receive(this::note, 1, LONG)).isEqualTo(1);
        owner.close();
        mapped.ack(ids.getFirst());
        Messages.publish(out, 2);
        work(mapped);
        assertThat(deliveries).containsExactly(1, 1);
        assertThat(next.held()).isZero();
    }

    @Test
    void aRemovedWorkQueueEndsTheSessionWithTheNumberOfUnreadMessages() throws IOException {
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue(CHANNEL).subscriber());
        try (RawPeer raw = worker(); RawPeer former = raw(CHANNEL)) {
            Hello worker = RawPeer.worker(CHANNEL);
            former.greet(
                    new Hello(2, 0, 0, 0, SessionEncoder.WORK_SUBSCRIBER_PROTOCOL_VERSION, worker.role(), null, false,
                            worker.terms(), CHANNEL));
            Messages.publish(out, 1, 2);
            Files.delete(directory().resolve(CHANNEL + ".ring"));
            assertThat(raw.expectBye()).satisfies(bye -> {
                assertThat(bye.reason()).isEqualTo(ByeReason.REMOVED);
                assertThat(bye.lastSequence()).isEqualTo(2);
                assertThat(bye.text()).contains(CHANNEL, "removed", "2 unread messages");
            });
            assertThat(former.expectBye().reason()).isEqualTo(ByeReason.INTERNAL);
            Throwable[] thrown = new Throwable[1];
            Watchdog.await("the removal", () -> {
                thrown[0] = catchThrowable(() -> peer.receive(this::note, 1, Duration.ofMillis(10)));
                return thrown[0] != null;
            });
            assertThat(thrown[0]).isInstanceOf(ChannelRemovedException.class).hasMessageContaining(CHANNEL);
        }
        catchThrowable(out::close);
    }

    @Test
    void aMessageThatIsReturnedAfterTheDeadlineDisturbsNoOtherOne() {
        WorkQueue hasty = connect(config(SocketIo.AUTO).build()).workQueue("hasty")
                .processingDeadline(Duration.ofMillis(20));
        WorkSubscriber listener = kept(hasty.subscriber());
        Publisher source = kept(hasty.publisher());
        WorkSubscriber peer = kept(peer(SocketIo.AUTO).workQueue("hasty").subscriber());
        Messages.publish(source, 1);
        int count = pollUntilOne(peer, buffer -> {
            work(listener);
            return Action.ABORT;
        });
        assertThat(count).isZero();
        assertThat(deliveries).containsExactly(2);
        Messages.publish(source, 2);
        assertThatThrownBy(() -> pollUntilOne(peer, buffer -> {
            work(listener);
            return Action.CONTINUE;
        })).isInstanceOf(LeaseLostException.class).hasMessageContaining("1 messages of this poll");
    }

    /** Polls until the handler was called; returns what that poll returns. */
    private static int pollUntilOne(WorkSubscriber in, Function<DirectBuffer, Action> handler) {
        boolean[] called = new boolean[1];
        int[] count = new int[1];
        Watchdog.await("a message", () -> {
            count[0] = in.controlledPoll((buffer, offset, length) -> {
                called[0] = true;
                return handler.apply(buffer);
            }, 1);
            return called[0];
        });
        return count[0];
    }

    @Test
    void whatBreaksTheProtocolEndsTheSessionWithTheReason() throws IOException {
        Messages.publish(out, 1);
        expectFault("more than 16 messages above the 0 that were sent", peer -> peer.workCredit(17));
        expectFault("WorkCredit decreases from 2 to 1", peer -> {
            peer.workCredit(2);
            peer.workCredit(1);
        });
        expectFault("Settle lease 77: the subscriber holds no such message",
                peer -> peer.settle(77, Outcome.ACKNOWLEDGED, 0));
        expectFault("holds no such message", peer -> {
            peer.workCredit(1);
            long lease = peer.expect(Calls.Work.class).lease();
            peer.settle(lease, Outcome.UNUSED, 0);
            peer.settle(lease, Outcome.ACKNOWLEDGED, 0);
        });
        expectFault("is more than a day", peer -> {
            peer.workCredit(1);
            peer.settle(peer.expect(Calls.Work.class).lease(), Outcome.RETURNED, Duration.ofDays(2).toNanos());
        });
        expectFault("Settle delay -1 is negative", peer -> peer.settle(1, Outcome.RETURNED, -1));
        expectFault("only a returned message has a delay", peer -> peer.settle(1, Outcome.ACKNOWLEDGED, 5));
        expectFault("Ack is expected from a subscriber only", peer -> peer.ack(0, 0));
        expectFault("Data is expected from a publisher only", peer -> peer.data(1, 1));
        work(owner);
    }

    @FunctionalInterface
    private interface Fault {
        void send(RawPeer peer) throws IOException;
    }

    private void expectFault(String text, Fault fault) throws IOException {
        try (RawPeer peer = worker()) {
            fault.send(peer);
            Object last = peer.next();
            while (last instanceof Calls.Work) {
                last = peer.next();
            }
            assertThat(last).isInstanceOfSatisfying(Bye.class, bye -> {
                assertThat(bye.reason()).isEqualTo(ByeReason.PROTOCOL_ERROR);
                assertThat(bye.text()).contains(text);
            });
            peer.expectEnd();
        }
    }

    @Test
    void aSubscriberOfAnotherVersionOrKindIsRejected() throws IOException {
        Terms work = new Terms(ChannelKind.WORK, null, null, null, null, null, null);
        expectReject(SessionEncoder.WORK_SUBSCRIBER_PROTOCOL_VERSION - 1, work, RejectCode.PROTOCOL_VERSION);
        expectReject(SessionEncoder.PROTOCOL_VERSION, Terms.NONE, RejectCode.KIND_MISMATCH);
        expectReject(SessionEncoder.PROTOCOL_VERSION,
                new Terms(ChannelKind.WORK, null, null, null, null, null, null, 3, null, null),
                RejectCode.OPTION_MISMATCH);
        expectReject(SessionEncoder.PROTOCOL_VERSION,
                new Terms(ChannelKind.WORK, null, null, null, null, null, null, null, 9, null),
                RejectCode.OPTION_MISMATCH);
    }

    private void expectReject(int version, Terms terms, RejectCode code) throws IOException {
        try (RawPeer peer = raw(CHANNEL)) {
            peer.send(new Hello(1, 0, 0, 0, version, Role.SUBSCRIBER, null, false, terms, CHANNEL));
            assertThat(peer.next()).isInstanceOfSatisfying(Reject.class,
                    reject -> assertThat(reject.code()).isEqualTo(code));
        }
    }

    @Test
    void aSubscriberHasASlotThatIsFreeAfterItsEnd() throws IOException {
        try (RawPeer peer = raw(CHANNEL)) {
            assertThat(peer.greet(RawPeer.worker(CHANNEL)).kind()).isEqualTo(ChannelKind.WORK);
            assertThat(owner.consumers()).isEqualTo(2);
            peer.send(new Bye(0, ByeReason.DONE, ""));
            peer.expectEnd();
        }
        assertThat(owner.consumers()).isEqualTo(1);
    }
}
