package io.rondo.client.shm;

import io.rondo.client.guard.CallGuard;
import io.rondo.core.ChannelRemovedException;
import io.rondo.core.ClosedException;
import io.rondo.core.RondoException;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentWatch;
import io.rondo.core.sync.Parker;
import io.rondo.core.sync.WakeWord;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.WaitStrategy;
import io.rondo.core.wait.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What a publisher and a subscriber have in common: a participant, two waiter words, waiting and closing. */
final class Endpoint extends CallGuard {
    private final String name;
    private final Participant participant;
    private final Counters counters;
    private final WakeWord otherSide;
    private final WakeWord ownSide;
    private final Parker parker;
    private final Waiter waiter;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<Runnable> beforeDetach = new AtomicReference<>();
    private volatile boolean closed;
    /** Why this closed by itself, or null. */
    private volatile ChannelRemovedException removal;
    /** Whether a call has thrown that. */
    private volatile boolean removalTold;
    /** Guarded by this. */
    private SegmentWatch watch;
    private boolean detached;

    /**
     * Creates the endpoint.
     *
     * @param role for messages
     * @param participant the slot and the memory
     * @param sleepsIn offset of the waiter word this endpoint sleeps in
     * @param wakes offset of the waiter word of those it wakes
     */
    Endpoint(String role, Participant participant, int sleepsIn, int wakes, WaitStrategy strategy) {
        super(role, participant.identity().name());
        name = role + " of channel " + participant.identity().name();
        this.participant = participant;
        var header = participant.ring().header();
        var side = participant.identity().fenceSide();
        counters = new Counters(header, participant.slot());
        otherSide = new WakeWord(header, wakes, side);
        ownSide = new WakeWord(header, sleepsIn, side);
        parker = new Parker(name, ownSide, () -> counters.increment(Counter.PARKS));
        waiter = strategy.newWaiter();
    }

    Counters counters() {
        return counters;
    }

    boolean isClosed() {
        return closed;
    }

    /** Wakes those who wait for what was just published or confirmed. */
    void wakeOtherSide() {
        if (otherSide.wake()) {
            counters.increment(Counter.WAKES);
        }
    }

    /** Wakes those who wait for the same as this endpoint. */
    void wakeOwnSide() {
        ownSide.wake();
    }

    /** Waits; throws {@link #closedException()} when this is closed meanwhile. */
    boolean await(Condition condition, long deadline) {
        try {
            return waiter.await(condition, parker, deadline);
        } catch (ClosedException e) {
            throw closedException();
        }
    }

    int count(Role role) {
        try {
            return participant.table().count(role);
        } catch (IllegalStateException e) {
            // The table of a closed participant, or something else is closed.
            requireOpen();
            throw e;
        }
    }

    void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    /** What a call after the end throws. */
    RondoException closedException() {
        ChannelRemovedException cause = removal;
        if (cause == null) {
            return new ClosedException(name + " is closed");
        }
        removalTold = true;
        return new ChannelRemovedException(cause.getMessage(), cause.unreadMessages());
    }

    /**
     * Notes that the segment was removed, before this is closed for that reason.
     *
     * @param unreadMessages in the segment
     */
    void noteRemoval(long unreadMessages) {
        removal = new ChannelRemovedException("channel " + participant.identity().name()
                + ": its segment was removed or replaced while the " + name.substring(0, name.indexOf(' '))
                + " used it, with " + unreadMessages + " unread messages: open the channel again", unreadMessages);
    }

    /**
     * Whether another thread closed this because the segment was removed, and no call is in progress: it may be about
     * to detach.
     */
    boolean isIdleAfterRemoval() {
        return removal != null && closed && busy() == NOBODY;
    }

    /** Whether messages were lost with the segment, and no call has said so yet. */
    boolean hasUntoldLoss() {
        ChannelRemovedException cause = removal;
        return cause != null && !removalTold && cause.unreadMessages() > 0;
    }

    /** Has the segment's name watched until this detaches. */
    synchronized void watch(SegmentWatch its) {
        watch = its;
        if (detached) {
            its.close();
        }
    }

    /** Whether the segment lost its name, and this does not know it yet. */
    synchronized boolean isRemovedUnnoticed() {
        return removal == null && watch != null && !watch.isCurrent();
    }

    /** Makes calls fail and waits end; false if that was done before. What follows must end in {@link #detach()}. */
    boolean beginClose() {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        closed = true;
        shut();
        parker.close();
        return true;
    }

    /** Has something done once, when this lets go of the channel, while it still holds it. */
    void beforeDetach(Runnable action) {
        beforeDetach.set(action);
    }

    /**
     * Lets go of the channel. Idempotent: the closing thread and the one whose call it ended may both come here, and
     * the second waits.
     */
    synchronized void detach() {
        detached = true;
        if (watch != null) {
            watch.close();
        }
        Runnable action = beforeDetach.getAndSet(null);
        try {
            if (action != null) {
                action.run();
            }
        } finally {
            participant.close();
        }
    }
}
