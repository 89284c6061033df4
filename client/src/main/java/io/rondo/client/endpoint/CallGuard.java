package io.rondo.client.endpoint;

import io.rondo.core.memory.ProcessFence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets one thread at a time into the calls of an endpoint; a second thread gets an {@link
 * IllegalStateException}. One thread may follow another if their calls do not overlap. Thread-safe.
 *
 * <p>The guard is biased to the first thread that enters (after Kawachiya et al., "Lock reservation: Java locks can
 * mostly do without atomic operations", OOPSLA 2002). That thread enters with plain loads and stores: it stores that it
 * is inside, then looks whether it is still the owner. The first other thread takes the bias away, runs a fence on all
 * threads, which replaces the fence that the owner leaves out, and then looks whether the owner is inside. From then on
 * every entry is a CAS (about 5 ns).
 */
public class CallGuard {
    /** {@link #busy()}: no thread is inside a call. */
    public static final long NO_THREAD = 0;

    /** {@link #owner}: no thread has entered yet. */
    private static final long UNUSED = 0;
    /** {@link #owner}: the bias was taken away, and the fence is not complete. */
    private static final long SHARING = -1;
    /** {@link #owner}: every thread enters with a CAS. */
    private static final long SHARED = -2;
    /** {@link #owner}: no thread enters any more. */
    private static final long SHUT = -3;

    private static final VarHandle OWNER = handle("owner");
    private static final VarHandle OWNER_INSIDE = handle("ownerInside");
    private static final VarHandle OTHER_INSIDE = handle("otherInside");
    private static final VarHandle HOLDER = handle("holder");

    private final String role;
    private final String name;
    /** The endpoint of which this is a part, for messages. Null if there is none, or for a thread that got this by a data race. */
    private CallGuard whole;
    private final Object sharing = new Object();
    /** The id of the thread that enters without a CAS, or one of the constants above. */
    private long owner = UNUSED;
    /** The owner's id while it is inside; written by that thread only. */
    private long ownerInside = NO_THREAD;
    /** The id of the thread that entered with a CAS, while it is inside. */
    private long otherInside = NO_THREAD;
    /** The id of the thread that waits, or opened the claim, between two calls. */
    private long holder = NO_THREAD;

    /**
     * Creates a guard that no thread has entered.
     *
     * @param role publisher, subscriber, requester or responder, for messages
     * @param name the role with the channel or service, for messages
     */
    public CallGuard(String role, String name) {
        this.role = role;
        this.name = name;
    }

    /** Takes over the description of the endpoint of which this is a part. Called before this is used. */
    public final void describeAs(CallGuard endpoint) {
        whole = endpoint;
    }

    private CallGuard described() {
        CallGuard endpoint = whole;
        return endpoint == null ? this : endpoint;
    }

    /** The endpoint, for messages. */
    public final String name() {
        return described().name;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(CallGuard.class, field, long.class).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Begins a call that ends in {@link #leave()}.
     *
     * @return false if this is shut, and the call has not begun
     * @throws IllegalStateException if another call has not ended
     */
    public final boolean enter() {
        return enter(false);
    }

    /**
     * As {@link #enter()}, for a call that ends a claim, also one that another thread opened.
     *
     * @return false if this is shut, and the call has not begun
     * @throws IllegalStateException if another call has not ended
     */
    public final boolean enterToEndClaim() {
        return enter(true);
    }

    private boolean enter(boolean held) {
        long self = Thread.currentThread().threadId();
        // A plain load: the second look at the owner decides.
        if (owner == self && ownerInside == NO_THREAD) {
            // [bias] In program order before the second look at the owner. A thread that changes the owner then fences
            // all threads, and looks here.
            OWNER_INSIDE.setOpaque(this, self);
            if ((long) OWNER.getOpaque(this) == self) {
                return true;
            }
            OWNER_INSIDE.setVolatile(this, NO_THREAD);
        }
        return enterShared(self, held);
    }

    private boolean enterShared(long self, boolean held) {
        if (ownerInside == self || (long) OTHER_INSIDE.getOpaque(this) == self) {
            throw new IllegalStateException(name() + " was called during its own call, by a"
                    + " handler, a buffer or a wait strategy: return from that first");
        }
        if (OWNER.compareAndSet(this, UNUSED, self)) {
            return enter();
        }
        shareUnlessShut();
        long before = (long) HOLDER.getAcquire(this);
        if (!held && before != NO_THREAD && before != self) {
            // The thread that is to end the claim does not meet this attempt.
            return refuse(self, before);
        }
        while (!OTHER_INSIDE.compareAndSet(this, NO_THREAD, self)) {
            // During a hold, another thread is inside only until it is refused, or ends the claim.
            long holds = (long) HOLDER.getAcquire(this);
            if (holds == NO_THREAD || !held && holds != self || isShut()) {
                return refuse(self, (long) OTHER_INSIDE.getOpaque(this));
            }
            Thread.yield();
        }
        // [bias] Acquire: what the owner did inside is seen here, if it has left.
        long inside = (long) OWNER_INSIDE.getAcquire(this);
        if (inside == NO_THREAD && !held) {
            long holds = (long) HOLDER.getAcquire(this);
            inside = holds == self ? NO_THREAD : holds;
        }
        if (inside != NO_THREAD || isShut()) {
            OTHER_INSIDE.setVolatile(this, NO_THREAD);
            return refuse(self, inside);
        }
        return true;
    }

    /**
     * False if this is shut: the thread that shut it may have seen this thread inside, and left the rest to it.
     * Otherwise throws.
     */
    private boolean refuse(long self, long inside) {
        if (isShut()) {
            return false;
        }
        throw new IllegalStateException(name() + " is in use by " + describe(inside)
                + ", in a call or with an open claim, and was called by " + describe(self) + " meanwhile: use one "
                + described().role + " per thread");
    }

    private boolean isShut() {
        return (long) OWNER.getVolatile(this) == SHUT;
    }

    /** Returns when this is shared or shut, and the owner, if it is inside, shows there. */
    private void shareUnlessShut() {
        if ((long) OWNER.getVolatile(this) < SHARING) {
            return;
        }
        synchronized (sharing) {
            long biased = (long) OWNER.getVolatile(this);
            if (biased > UNUSED && OWNER.compareAndSet(this, biased, SHARING)) {
                // [bias] The owner's store is visible from here, or its second look finds that it is the owner no more.
                ProcessFence.run();
                OWNER.compareAndSet(this, SHARING, SHARED);
            }
        }
    }

    /**
     * Looks whether a call could begin: no thread is in one or holds this, and this is not shut. Plain loads; exact for the
     * only thread that uses this, and after a shut only in a later look.
     */
    public final boolean isFree() {
        return (ownerInside | otherInside | holder) == NO_THREAD && owner != SHUT;
    }

    /** Ends a call. */
    public final void leave() {
        // [bias] Release: what was done inside comes first.
        if (ownerInside == Thread.currentThread().threadId()) {
            OWNER_INSIDE.setRelease(this, NO_THREAD);
        } else {
            OTHER_INSIDE.setRelease(this, NO_THREAD);
        }
    }

    /**
     * Begins a hold, which ends in {@link #endHold()}, if this thread is the only one that ever entered: other threads
     * may not enter, but it does not count as a call.
     *
     * @return false if a call must begin instead
     */
    public final boolean tryHold() {
        long self = Thread.currentThread().threadId();
        if (owner == self && (ownerInside | holder) == NO_THREAD) {
            // [bias] as in enter().
            HOLDER.setOpaque(this, self);
            if ((long) OWNER.getOpaque(this) == self) {
                return true;
            }
            HOLDER.setVolatile(this, NO_THREAD);
        }
        return false;
    }

    /** Inside a call: begins a hold that outlasts it, until {@link #endHold()}. Further calls of this thread may begin. */
    public final void hold() {
        HOLDER.setOpaque(this, Thread.currentThread().threadId());
    }

    /**
     * The thread that holds this.
     *
     * @return its id, or {@link #NO_THREAD}; exact for that thread, and for a thread inside
     */
    public final long holder() {
        return holder;
    }

    /** Ends a hold. */
    public final void endHold() {
        HOLDER.setRelease(this, NO_THREAD);
    }

    /**
     * The thread inside a call.
     *
     * @return its id, or {@link #NO_THREAD}
     */
    public final long busy() {
        long inside = (long) OWNER_INSIDE.getAcquire(this);
        return inside == NO_THREAD ? (long) OTHER_INSIDE.getAcquire(this) : inside;
    }

    /**
     * Lets no call begin any more. A caller that then runs {@link ProcessFence#run()} sees the call in progress in
     * {@link #busy()}; a thread that is not seen there does not enter.
     */
    public final void shut() {
        OWNER.setVolatile(this, SHUT);
    }

    /** Platform threads have names that can be found. */
    private static String describe(long id) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[2 * group.activeCount() + 1];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].threadId() == id) {
                return "thread #" + id + " \"" + threads[i].getName() + "\"";
            }
        }
        return "thread #" + id;
    }
}
