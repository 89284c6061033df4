package io.rondo.client.shm;

import io.rondo.core.ClosedException;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.sync.Parker;
import io.rondo.core.sync.WakeWord;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.WaitStrategy;
import io.rondo.core.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What a publisher and a subscriber have in common: a participant, two waiter words, waiting and closing. */
final class Endpoint {
    /** {@link #busy()}: nobody is inside a call. */
    static final long NOBODY = 0;

    private static final VarHandle BUSY = handle("busy", long.class);
    private static final VarHandle CLOSED = handle("closed", boolean.class);

    private final String name;
    private final Participant participant;
    private final Counters counters;
    private final WakeWord otherSide;
    private final WakeWord ownSide;
    private final Parker parker;
    private final Waiter waiter;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<Runnable> beforeDetach = new AtomicReference<>();
    private long busy;
    private volatile boolean closed;

    /**
     * Creates the endpoint.
     *
     * @param role for messages
     * @param participant the slot and the memory
     * @param sleepsIn offset of the waiter word this endpoint sleeps in
     * @param wakes offset of the waiter word of those it wakes
     */
    Endpoint(String role, Participant participant, int sleepsIn, int wakes, WaitStrategy strategy) {
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

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Endpoint.class, field, type).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Begins a call that closing waits for, or leaves the detaching to. Ends in {@link #leave()}.
     *
     * @param who id of the calling thread, or another number than {@link #NOBODY}
     * @return false if this is closed already, and the call has not begun
     */
    boolean enter(long who) {
        // In program order before the look at closed; closing fences this thread between its own store and look.
        BUSY.setOpaque(this, who);
        if ((boolean) CLOSED.getOpaque(this)) {
            leave();
            return false;
        }
        return true;
    }

    /** Ends a call. */
    void leave() {
        BUSY.setRelease(this, NOBODY);
    }

    /** Who is inside a call. */
    long busy() {
        return (long) BUSY.getAcquire(this);
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

    boolean await(Condition condition, long deadline) {
        return waiter.await(condition, parker, deadline);
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

    ClosedException closedException() {
        return new ClosedException(name + " is closed");
    }

    /** Makes calls fail and waits end; false if that was done before. What follows must end in {@link #detach()}. */
    boolean beginClose() {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        closed = true;
        parker.close();
        return true;
    }

    /** Has something done once, when this lets go of the channel, while it still holds it. */
    void beforeDetach(Runnable action) {
        beforeDetach.set(action);
    }

    /** Lets go of the channel. Idempotent: the closing thread and the one whose call it ended may both come here, and the second waits. */
    synchronized void detach() {
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
