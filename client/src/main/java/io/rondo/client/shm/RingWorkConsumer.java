package io.rondo.client.shm;

import io.rondo.client.DeadLetter.Reason;
import io.rondo.client.LeaseLostException;
import io.rondo.client.endpoint.WorkTransport;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.core.SegmentException;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.wait.Condition;
import java.util.Objects;

/** A consumer of a work queue in a segment. */
public final class RingWorkConsumer extends RingEndpoint implements WorkTransport {
    /** Space is freed at least this often in a lap. */
    private static final int FREES_PER_LAP = 4;
    private static final int RECORD_OVERHEAD = 64;
    /** Delay until a dead letter is tried again that its channel did not take. */
    private static final long DEAD_LETTER_RETRY_NANOS = 100_000_000L;

    private final Participant participant;
    private final Counters counters;
    private final WorkReader reader;
    private final HeldMessages held;
    private final SegmentBuffer view;
    private final int maxUnfreed;
    private final DeadLetterChannel deadLetters;
    private long delivered;
    private int unfreed;
    private boolean polling;
    /** Id of the message that is being delivered. */
    private long current;
    private boolean kept;
    private volatile boolean stopped;

    /**
     * Attaches the reader.
     *
     * @param participant a consumer of the segment
     * @param deadLetters channel for dead letters, closed with this; null if deliveries are not limited
     */
    RingWorkConsumer(Participant participant, DeadLetterChannel deadLetters) {
        super(new RingAttachment("subscriber", participant, SegmentLayout.DATA_WAITERS, SegmentLayout.SPACE_WAITERS));
        this.participant = participant;
        this.deadLetters = deadLetters;
        counters = attachment().counters();
        reader = new WorkReader(participant.ring(), participant.identity().work(), participant.slot(),
                participant.table(), attachment()::wakeOtherSide, () -> counters.increment(Counter.RECOVERED));
        held = new HeldMessages(participant.identity().name());
        view = SegmentBuffer.ofMapping(participant.ring().data().asReadOnly());
        maxUnfreed = participant.identity().capacity() / FREES_PER_LAP;
        attachment().countUnreadWith(() -> RingScanner.unreadMessagesOrZero(participant.ring(), RingKind.WORK));
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        int count = 0;
        boolean more = true;
        polling = true;
        try {
            while (more && count < limit && !stopped) {
                if (!take()) {
                    break;
                }
                WorkLease lease = held.acquired(current);
                view.window(lease.payload(), lease.length());
                if (lease.isDead()) {
                    publishDeadLetter(lease);
                } else {
                    Action action = deliver(handler, lease.length());
                    more = action == Action.CONTINUE || action == Action.COMMIT;
                    count += action == Action.ABORT ? 0 : 1;
                }
            }
        } finally {
            polling = false;
            if (unfreed > 0) {
                free();
            }
            counters.messages(delivered);
        }
        return count;
    }

    private boolean take() {
        current = held.acquire();
        boolean taken = false;
        try {
            taken = reader.take(held.acquired(current));
        } finally {
            if (!taken) {
                held.release(current);
            }
        }
        if (taken && held.acquired(current).isTakenOver()) {
            counters.increment(Counter.TAKEN_OVER);
        }
        return taken;
    }

    private Action deliver(RecordHandler handler, int length) {
        kept = false;
        long id = current;
        Action action = null;
        try {
            delivered++;
            action = Objects.requireNonNull(handler.onRecord(view, 0, length), "action");
            return action;
        } finally {
            if (held.isHeld(id)) {
                settle(id, action);
            }
        }
    }

    private void settle(long id, Action action) {
        if (action == null || action == Action.ABORT) {
            // Lost or returned: either way another delivery follows, and an exception of the handler is on its way.
            returnLease(id, 0);
        } else if (!kept) {
            acknowledge(id);
        }
    }

    /** After the last delivery: publishes first, then acknowledges, so a crash in between publishes twice. */
    private void publishDeadLetter(WorkLease lease) {
        if (deadLetters != null && deadLetters.offer(identity().id(), lease.position(), reason(lease),
                lease.deliveries(), view, lease.length())) {
            counters.increment(Counter.DEAD_LETTERS);
            unfreed += lease.length() + RECORD_OVERHEAD;
            reader.acknowledge(lease);
        } else if (reader.giveBack(lease, DEAD_LETTER_RETRY_NANOS)) {
            attachment().wakeOwnSide();
        }
        held.release(current);
    }

    private static Reason reason(WorkLease lease) {
        if (!lease.isTakenOver()) {
            return Reason.RETURNED;
        }
        return lease.isHolderGone() ? Reason.CONSUMER_GONE : Reason.DEADLINE_MISSED;
    }

    @Override
    public void keep() {
        kept = true;
    }

    @Override
    public long id() {
        return current;
    }

    @Override
    public int deliveries() {
        return held.acquired(current).deliveries();
    }

    @Override
    public boolean isTakenOver() {
        return held.acquired(current).isTakenOver();
    }

    @Override
    public void acknowledge(long id) {
        WorkLease lease = held.get(id);
        boolean own = reader.acknowledge(lease);
        held.release(id);
        if (!own) {
            counters.increment(Counter.LEASES_LOST);
        }
        requireOwn(own, id, lease, "acknowledged");
        unfreed += lease.length() + RECORD_OVERHEAD;
        if (!polling || unfreed >= maxUnfreed) {
            free();
        }
    }

    private void free() {
        unfreed = 0;
        reader.free();
    }

    @Override
    public void giveBack(long id, long delayNanos) {
        WorkLease lease = held.get(id);
        requireOwn(returnLease(id, delayNanos), id, lease, "returned");
    }

    private boolean returnLease(long id, long delayNanos) {
        boolean own = reader.giveBack(held.get(id), delayNanos);
        held.release(id);
        if (own) {
            counters.increment(Counter.RETURNED);
            attachment().wakeOwnSide();
        } else {
            counters.increment(Counter.LEASES_LOST);
        }
        return own;
    }

    private void requireOwn(boolean own, long id, WorkLease lease, String done) {
        if (!own) {
            throw new LeaseLostException("channel " + identity().name() + ": message " + id + " at position "
                    + lease.position() + " was " + done + " after the processing deadline of "
                    + identity().work().processingDeadlineMillis()
                    + " ms, and another consumer has taken it over: process faster, or use a longer deadline");
        }
    }

    @Override
    public int held() {
        return held.size();
    }

    @Override
    public Condition arrival() {
        return reader;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long lost() {
        return 0;
    }

    void closeDeadLetters() {
        if (deadLetters != null) {
            deadLetters.close();
        }
    }

    /** Returns the held messages, then detaches. */
    @Override
    public void detach() {
        try {
            for (long id = held.any(); id != 0; id = held.any()) {
                returnLease(id, 0);
            }
            closeDeadLetters();
        } catch (SegmentException e) {
            // A damaged segment. Other consumers take the messages over when the slot is free.
        } finally {
            attachment().detach();
        }
    }
}
