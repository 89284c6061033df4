package io.rondo.client.socket.session.work;

import io.rondo.client.LeaseLostException;
import io.rondo.client.endpoint.WorkTransport;
import io.rondo.client.socket.session.SocketEndpoint;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.work.HeldMessages;
import io.rondo.client.work.WorkDelivery;
import io.rondo.codecs.control.Outcome;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer of a work queue over a socket. {@link #acknowledge} and {@link #giveBack} return when the owner has answered. A
 * poll settles the messages of plain handlers without waiting for each, and waits for all of them at its end. A responder
 * waits for none of them: its responses tell the requesters, and it does not need to know of a lost lease.
 */
public final class SocketWorkConsumer extends SocketEndpoint implements WorkTransport, WorkDelivery.Settlement {
    /** How long a look ahead waits for the owner, which may be stopped. */
    private static final long LOOK_AHEAD_NANOS = 1_000_000_000;
    /** How long closing waits until its last settlements can be sent. */
    private static final long LEAVE_NANOS = 500_000_000;
    private static final long LEAVE_PAUSE_NANOS = 100_000;

    private final String channel;
    private final WorkSource source;
    private final boolean awaitsAnswers;
    /** Of a responder. */
    private final DeferredSettlements deferred = new DeferredSettlements();
    private final HeldMessages<Lease> held;
    private final WorkDelivery delivery = new WorkDelivery(this);
    private final SegmentBuffer view = new SegmentBuffer();
    private final Condition arrival = new Arrival();
    private final OwnerAnswers answers;
    /** Messages that a poll would take. */
    private int wanted = 1;
    /** The connection on which settlements of the present poll have no answer yet; null if there are none. */
    private WorkLink unanswered;
    private long lossesBefore;
    private volatile boolean stopped;

    /** A message that this consumer holds. */
    private static final class Lease {
        /** Null while this holds nothing. */
        private WorkLink link;
        private long number;
        private int deliveries;
        private boolean takenOver;
        private boolean dead;

        boolean isOpen() {
            return link != null;
        }
    }

    /**
     * Creates the consumer.
     *
     * @param channel the name, for messages
     * @param source connects to owners
     * @param parker of the consumer's thread
     * @param waiter waits for answers of the owner
     * @param awaitsAnswers whether a message counts as settled only when the owner has answered
     */
    public SocketWorkConsumer(String channel, WorkSource source, ThreadParker parker, Waiter waiter,
            boolean awaitsAnswers) {
        super(parker, source::participantCounts);
        this.channel = channel;
        this.source = source;
        answers = new OwnerAnswers(source, waiter, parker);
        this.awaitsAnswers = awaitsAnswers;
        held = new HeldMessages<>(channel, Lease::new, Lease::isOpen);
    }

    /** Holds if there is a message, or no more messages will arrive. Asks a new owner for messages. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            return hasMessage() || source.failure() != null || source.receiveInline() && hasMessage();
        }

        private boolean hasMessage() {
            deferred.send();
            WorkLink link = source.link();
            if (link == null) {
                return false;
            }
            if (link.hasMessage()) {
                return true;
            }
            link.request(wanted);
            return false;
        }

        @Override
        public void beforeSleep() {
            source.beforeSleep();
        }
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        wanted = limit;
        deferred.send();
        int count = 0;
        WorkLink link = source.link();
        if (link != null && !link.isClosed()) {
            link.beginPoll();
            link.request(limit);
            count = deliver(link, handler, limit);
            if (count == 0 && source.receiveInline()) {
                count = deliver(link, handler, limit);
            }
        }
        RuntimeException failure = source.failure();
        if (count == 0 && failure != null) {
            failure.setStackTrace(Thread.currentThread().getStackTrace());
            throw failure;
        }
        return count;
    }

    private int deliver(WorkLink link, RecordHandler handler, int limit) {
        int count = 0;
        boolean more = true;
        try {
            while (more && count < limit && !stopped) {
                WorkSlot slot = link.take();
                if (slot == null) {
                    break;
                }
                Action action = deliver(link, slot, handler);
                more = action == Action.CONTINUE || action == Action.COMMIT;
                count += action == Action.ABORT ? 0 : 1;
            }
        } catch (RuntimeException | Error e) {
            try {
                awaitAnswers();
            } catch (RuntimeException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
        awaitAnswers();
        return count;
    }

    private Action deliver(WorkLink link, WorkSlot slot, RecordHandler handler) {
        try {
            long id = held.acquire();
            Lease lease = held.acquired(id);
            lease.link = link;
            lease.number = slot.lease();
            lease.deliveries = slot.deliveries();
            lease.takenOver = slot.isTakenOver();
            lease.dead = slot.isDead();
            return delivery.deliver(id, handler, view, slot.wrap(view));
        } finally {
            slot.empty();
        }
    }

    @Override
    public boolean isHeld(long id) {
        return held.isHeld(id);
    }

    @Override
    public void complete(long id) {
        settleLater(id, Outcome.ACKNOWLEDGED);
    }

    @Override
    public void abort(long id) {
        settleLater(id, Outcome.RETURNED);
    }

    /** Ends a lease. The end of the poll waits for the answer. */
    private void settleLater(long id, Outcome outcome) {
        WorkLink link = held.get(id).link;
        if (!awaitsAnswers) {
            deferred.add(link, end(id), outcome, 0);
            return;
        }
        answers.awaitRoom(link, Deadline.never());
        long lease = end(id);
        if (unanswered == null) {
            unanswered = link;
            lossesBefore = link.losses();
        }
        // A returned message is delivered again in any case.
        send(link, lease, outcome, 0, outcome == Outcome.ACKNOWLEDGED);
    }

    /** Waits for the answers to the settlements of the present poll. */
    private void awaitAnswers() {
        WorkLink link = unanswered;
        if (link == null) {
            return;
        }
        unanswered = null;
        answers.await(link, link.settlements());
        if (!link.isAnswered(link.settlements())) {
            throw connectionLost("messages of this poll");
        }
        if (link.losses() != lossesBefore) {
            throw deadlineMissed(link.losses() - lossesBefore + " messages of this poll");
        }
    }

    /** Closes a lease, and returns its number at the owner. */
    private long end(long id) {
        Lease lease = held.get(id);
        lease.link = null;
        held.release(id);
        return lease.number;
    }

    /** Sends a settlement that can be sent, and returns its number; 0 if the connection is closed. */
    private static long send(WorkLink link, long lease, Outcome outcome, long delayNanos, boolean countsLoss) {
        return link.isClosed() ? 0 : link.settle(lease, outcome, delayNanos, countsLoss);
    }

    private void settle(long id, Outcome outcome, long delayNanos) {
        WorkLink link = held.get(id).link;
        if (!awaitsAnswers) {
            deferred.add(link, end(id), outcome, delayNanos);
            return;
        }
        answers.awaitRoom(link, Deadline.never());
        long lease = end(id);
        long settlement = send(link, lease, outcome, delayNanos, false);
        if (settlement != 0) {
            answers.await(link, settlement);
        }
        if (settlement == 0 || !link.isAnswered(settlement)) {
            throw connectionLost("message " + id);
        }
        if (link.lastLost() == lease) {
            throw deadlineMissed("message " + id);
        }
    }

    private LeaseLostException connectionLost(String what) {
        return new LeaseLostException(
                "channel " + channel + ": the connection to the owner was lost before it answered, so "
                        + what + " may be delivered again: expect that, or use shared memory");
    }

    private LeaseLostException deadlineMissed(String what) {
        return new LeaseLostException(
                "channel " + channel + ": " + what + " were settled after the processing deadline,"
                        + " and another consumer has taken them over: process faster, or use a longer deadline");
    }

    @Override
    public void keep() {
        delivery.keep();
    }

    @Override
    public long id() {
        return delivery.current();
    }

    @Override
    public int deliveries() {
        return held.acquired(delivery.current()).deliveries;
    }

    @Override
    public boolean isTakenOver() {
        return held.acquired(delivery.current()).takenOver;
    }

    @Override
    public boolean isDead() {
        return held.acquired(delivery.current()).dead;
    }

    /**
     * Asks the owner, and waits for its answer, up to a second: a handler asks before work that takes long. The leases of a
     * former connection are lost, and an owner of a new one shows nothing for them.
     */
    @Override
    public void lookAhead(RecordHandler handler) {
        WorkLink link = source.link();
        long deadline = System.nanoTime() + LOOK_AHEAD_NANOS;
        boolean more = held.size() > 0 && link != null;
        while (more && System.nanoTime() - deadline < 0) {
            // Asked by a call that did not wait for the answer to its end: what came later is to be asked for again.
            boolean former = link.lookAheads().isUnderWay();
            if (!former) {
                answers.awaitRoom(link, deadline);
                if (link.isClosed() || !link.canSettle()) {
                    return;
                }
                link.lookAhead();
            }
            answers.awaitLookAhead(link, deadline);
            if (!link.lookAheads().hasAnswer()) {
                return;
            }
            boolean goesOn = link.lookAheads().show(handler);
            more = (goesOn || former) && !link.isClosed();
        }
    }

    @Override
    public void acknowledge(long id) {
        settle(id, Outcome.ACKNOWLEDGED, 0);
    }

    @Override
    public void giveBack(long id, long delayNanos) {
        settle(id, Outcome.RETURNED, delayNanos);
    }

    @Override
    public int held() {
        return held.size();
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public void markProcessed(long id) {
        held.markProcessed(id);
    }

    /** Gives the owner a short time to answer enough. A closed endpoint cannot wait by its parker, which throws. */
    private void sendDeferred() {
        long deadline = System.nanoTime() + LEAVE_NANOS;
        deferred.send();
        while (!deferred.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LEAVE_PAUSE_NANOS);
            deferred.send();
        }
    }

    /** The owner returns what is held, but not what was processed. */
    @Override
    public void detach() {
        held.forEach(id -> {
            if (held.isProcessed(id)) {
                deferred.add(held.get(id).link, end(id), Outcome.ACKNOWLEDGED, 0);
            }
        });
        sendDeferred();
        source.leave();
    }
}
