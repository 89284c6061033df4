package io.rondo.client.shm;

import io.rondo.client.DeadLetter.Reason;
import io.rondo.client.LeaseLostException;
import io.rondo.client.endpoint.WorkTransport;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.client.work.HeldMessages;
import io.rondo.client.work.WorkDelivery;
import io.rondo.core.SegmentException;
import io.rondo.core.buffer.SegmentBuffer;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.ring.scan.RingScanner;
import io.rondo.core.ring.work.LaterMessages;
import io.rondo.core.ring.work.WorkLease;
import io.rondo.core.ring.work.WorkReader;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.wait.Condition;
import java.util.function.Function;

/** A consumer of a work queue in a segment. */
public final class RingWorkConsumer extends RingEndpoint implements WorkTransport, WorkDelivery.Settlement {
    /** Space is freed at least this often in a lap. */
    private static final int FREES_PER_LAP = 4;
    private static final int RECORD_OVERHEAD = 64;
    /** Delay until a dead letter is tried again that its channel did not take. */
    private static final long DEAD_LETTER_RETRY_NANOS = 100_000_000L;
    /** The most dead letters of one poll. */
    private static final int MOST_DEAD = 64;

    private final Participant participant;
    private final Counters counters;
    private final WorkReader reader;
    private final HeldMessages<WorkLease> held;
    private final WorkDelivery delivery = new WorkDelivery(this);
    private final LaterMessages later;
    private final SegmentBuffer view;
    private final int maxUnfreed;
    private final DeadLetterChannel deadLetters;
    private long delivered;
    private int unfreed;
    private boolean polling;
    private volatile boolean stopped;
    /** Whether the end leaves what is held to the other consumers, as the death of the process would. */
    private volatile boolean abandoning;

    /**
     * Attaches the reader.
     *
     * @param participant a consumer of the segment
     * @param deadLetters channel for dead letters, closed with this; null if deliveries are not limited, and for the
     *            requests of a service: then dead messages are delivered, too
     */
    RingWorkConsumer(Participant participant, DeadLetterChannel deadLetters) {
        super(new RingAttachment("subscriber", participant, SegmentLayout.DATA_WAITERS, SegmentLayout.SPACE_WAITERS));
        this.participant = participant;
        this.deadLetters = deadLetters;
        counters = attachment().counters();
        reader = new WorkReader(participant.ring(), participant.identity().work(), participant.slot(),
                participant.table(), attachment()::wakeOtherSide, () -> counters.increment(Counter.RECOVERED));
        later = new LaterMessages(participant.ring());
        held = new HeldMessages<>(participant.identity().name(), WorkLease::new, WorkLease::isOpen);
        view = SegmentBuffer.ofMapping(participant.ring().data().asReadOnly());
        maxUnfreed = participant.identity().capacity() / FREES_PER_LAP;
        attachment().countUnreadWith(() -> RingScanner.unreadMessagesOrZero(participant.ring(), RingKind.WORK));
    }

    /**
     * Attaches as a consumer by descriptors that the owner passed, which it uses up.
     *
     * @param passed the descriptors
     * @param channel the name
     * @param settings properties that the segment must have
     * @param deadLetters creates the channel for dead letters
     * @return the consumer
     * @throws io.rondo.client.RondoException if the segment does not fit, or this process cannot take part
     */
    public static RingWorkConsumer attach(SegmentDescriptors passed, String channel, ChannelSettings settings,
            Function<Identity, DeadLetterChannel> deadLetters) {
        return RingEndpoint.attached(passed, channel, Role.CONSUMER, settings.segment(),
                participant -> new RingWorkConsumer(participant, deadLetters.apply(participant.identity())));
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        int count = 0;
        int dead = 0;
        boolean more = true;
        polling = true;
        try {
            while (more && count < limit && !stopped) {
                long id = take();
                if (id == 0) {
                    break;
                }
                WorkLease lease = held.acquired(id);
                view.window(lease.payload(), lease.length());
                if (lease.isDead() && deadLetters != null) {
                    publishDeadLetter(id, lease);
                    dead++;
                    more = dead < MOST_DEAD;
                } else {
                    delivered++;
                    Action action = delivery.deliver(id, handler, view, lease.length());
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

    /** Takes a message, and returns its id; 0 if there is none. */
    private long take() {
        long id = held.acquire();
        boolean taken = false;
        try {
            taken = reader.take(held.acquired(id));
        } finally {
            if (!taken) {
                held.release(id);
            }
        }
        if (taken && held.acquired(id).isTakenOver()) {
            counters.increment(Counter.TAKEN_OVER);
        }
        if (taken && held.acquired(id).deliveries() > 1) {
            later.restartAt(held.acquired(id).position());
        }
        return taken ? id : 0;
    }

    /** After the last delivery: publishes first, then acknowledges, so a crash in between publishes twice. */
    private void publishDeadLetter(long id, WorkLease lease) {
        if (deadLetters.offer(identity().id(), lease.position(), reason(lease),
                lease.deliveries(), view, lease.length())) {
            counters.increment(Counter.DEAD_LETTERS);
            unfreed += lease.length() + RECORD_OVERHEAD;
            reader.acknowledge(lease);
        } else if (reader.giveBack(lease, DEAD_LETTER_RETRY_NANOS)) {
            attachment().wakeOwnSide();
        }
        held.release(id);
    }

    private static Reason reason(WorkLease lease) {
        if (!lease.isTakenOver()) {
            return Reason.RETURNED;
        }
        return lease.isHolderGone() ? Reason.CONSUMER_GONE : Reason.DEADLINE_MISSED;
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
        return held.acquired(delivery.current()).deliveries();
    }

    @Override
    public boolean isTakenOver() {
        return held.acquired(delivery.current()).isTakenOver();
    }

    @Override
    public boolean isHeld(long id) {
        return held.isHeld(id);
    }

    @Override
    public void complete(long id) {
        acknowledge(id);
    }

    @Override
    public void abort(long id) {
        returnLease(id, 0);
    }

    @Override
    public boolean isDead() {
        return held.acquired(delivery.current()).isDead();
    }

    @Override
    public void lookAhead(RecordHandler handler) {
        if (held.size() > 0) {
            later.show(held.least(WorkLease::position), handler);
        }
    }

    @Override
    public void acknowledge(long id) {
        WorkLease lease = lease(id);
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
        WorkLease lease = lease(id);
        requireOwn(returnLease(id, delayNanos), id, lease, "returned");
    }

    /**
     * Returns a held message that no handler has seen: its delivery does not count. Without effect if another consumer has
     * taken the message over.
     *
     * @throws IllegalStateException if no message with this id is held
     */
    void putBack(long id) {
        released(id, reader.putBack(lease(id)));
    }

    private WorkLease lease(long id) {
        if (held.isFormer(id)) {
            throw new LeaseLostException("channel " + identity().name() + ": message " + id
                    + " was held in a segment that another one has replaced: it is lost, or delivered there again");
        }
        return held.get(id);
    }

    /** Continues the ids of the consumer that used the former segment. Called before the first poll. */
    public void continueIdsOf(RingWorkConsumer former) {
        held.continueIdsOf(former.held);
    }

    private boolean returnLease(long id, long delayNanos) {
        boolean own = reader.giveBack(held.get(id), delayNanos);
        if (own) {
            counters.increment(Counter.RETURNED);
        }
        released(id, own);
        return own;
    }

    /** Wakes the consumers that may take the message now. */
    private void released(long id, boolean own) {
        held.release(id);
        if (own) {
            attachment().wakeOwnSide();
        } else {
            counters.increment(Counter.LEASES_LOST);
        }
    }

    /** The process for which this consumer acts has ended: the end of this leaves what is held to the other consumers. */
    void abandonHeld() {
        abandoning = true;
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
    public void markProcessed(long id) {
        held.markProcessed(id);
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

    private void closeDeadLetters() {
        if (deadLetters != null) {
            deadLetters.close();
        }
    }

    /** Returns or abandons the held messages, acknowledges those that were processed, then detaches. */
    @Override
    public void detach() {
        try {
            held.forEach(id -> {
                if (held.isProcessed(id)) {
                    reader.acknowledge(held.get(id));
                    held.release(id);
                } else if (abandoning) {
                    released(id, reader.abandon(held.get(id)));
                } else {
                    returnLease(id, 0);
                }
            });
        } catch (SegmentException e) {
            // A damaged segment. Other consumers take the messages over when the slot is free.
        } finally {
            closeDeadLetters();
            attachment().detach();
        }
    }
}
