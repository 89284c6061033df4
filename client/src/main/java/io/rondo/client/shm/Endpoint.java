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
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
    /** Whether the segment was removed, and this closes by itself for that reason. */
    private volatile boolean removed;
    /** What calls then throw; set once, when no call is in progress any more. */
    private volatile ChannelRemovedException removal;
    /** Whether a call has thrown that. */
    private volatile boolean removalTold;
    private LongSupplier unread = () -> 0;
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
        if (!removed) {
            return new ClosedException(name + " is closed");
        }
        ChannelRemovedException cause = settleRemoval();
        removalTold = true;
        return new ChannelRemovedException(cause.getMessage(), cause.unreadMessages());
    }

    /** Counts what was unread, once, while the memory is still there. */
    private synchronized ChannelRemovedException settleRemoval() {
        if (removal == null) {
            long messages = detached ? 0 : Math.max(0, unread.getAsLong());
            removal = new ChannelRemovedException("channel " + participant.identity().name()
                    + ": its segment was removed or replaced while the " + name.substring(0, name.indexOf(' '))
                    + " used it, with " + messages + " unread messages: open the channel again", messages);
        }
        return removal;
    }

    /** Says how to count the unread messages of a removed segment; must not refer to the user of this endpoint. */
    void countUnreadWith(LongSupplier count) {
        unread = count;
    }

    /** Notes that the segment was removed; what follows is {@link #beginClose()}. */
    void noteRemoval() {
        removed = true;
    }

    /**
     * For a thread that closes this after another one has begun to, and is not inside a call itself: returns when the
     * other thread has let no call begin any more, and says whether this thread may detach.
     *
     * @return false unless the segment was removed and no call is in progress
     */
    boolean isIdleAfterRemoval() {
        while (removed && !closed) {
            Thread.onSpinWait();
        }
        return removed && busy() == NOBODY;
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
        Runnable action = beforeDetach.getAndSet(null);
        try {
            if (action != null) {
                action.run();
            }
        } finally {
            endWatch();
            detached = true;
            participant.close();
        }
    }

    /** Makes something, or ends the watch if that fails. */
    <T> T orEndWatch(Supplier<T> making) {
        try {
            return making.get();
        } catch (RuntimeException | Error e) {
            endWatch();
            throw e;
        }
    }

    /**
     * Ends the watch. A removal that it has not reported yet is noted: what was published shortly before may be lost.
     */
    private synchronized void endWatch() {
        if (watch != null) {
            removed |= !watch.isCurrent();
            watch.close();
            watch = null;
        }
        if (removed) {
            settleRemoval();
        }
    }
}
