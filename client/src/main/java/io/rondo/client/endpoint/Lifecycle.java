package io.rondo.client.endpoint;

import io.rondo.client.ClosedException;
import io.rondo.client.RondoException;
import io.rondo.core.memory.ProcessFence;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of one publisher or subscriber. Does not refer to it, so that it can also be closed when it has become
 * unreachable. Thread-safe.
 *
 * <p>The close protocol. A closing thread (1) shuts the guard, (2) ends waits, (3) fences all threads of the process,
 * and (4) looks whether a call is in progress. A call announces itself in the guard, then looks whether the guard is
 * shut; it runs no fence of its own, because step 3 orders its two accesses for it ({@link CallGuard}). So after
 * step 3 a call either shows in step 4, or finds the guard shut and does not begin. If no call is in progress, the
 * closing thread detaches the transport. If a call is in progress, a publisher's closing thread waits for its end, which
 * is near because step 2 has ended its wait; a subscriber's leaves the detaching to the thread in the call, which a
 * handler may occupy for long. A thread that closes within its own call detaches when it leaves that call. Each step is
 * idempotent, so any number of threads may close at the same time; the lock of {@link #detach()} lets one of them detach
 * while the others wait for it.
 */
public final class Lifecycle extends CallGuard {
    private static final long PAUSE_NANOS = 50_000;

    private final EndpointTransport transport;
    private volatile boolean closed;
    /** Whether a call that ends after the endpoint was closed detaches. */
    private volatile boolean detachOnLeave;
    /** Guarded by this. */
    private boolean detached;
    /** Called once, after the transport was detached; guarded by this. */
    private Runnable onDetached = () -> {};

    private Lifecycle(String role, String channel, EndpointTransport transport, boolean detachOnLeave) {
        super(role, role + " of channel " + channel);
        this.detachOnLeave = detachOnLeave;
        this.transport = transport;
    }

    /**
     * Creates the life of an open publisher.
     *
     * @param channel the name, for messages
     * @param transport detached at the end
     */
    public static Lifecycle ofPublisher(String channel, ProducerTransport transport) {
        return new Lifecycle("publisher", channel, transport, false);
    }

    /**
     * Creates the life of an open subscriber.
     *
     * @param channel the name, for messages
     * @param transport detached at the end
     */
    public static Lifecycle ofSubscriber(String channel, ConsumerTransport transport) {
        return new Lifecycle("subscriber", channel, transport, true);
    }

    /** Sets the action that follows the detachment; runs it now if the transport was detached before. */
    public synchronized void onDetached(Runnable action) {
        onDetached = action;
        if (detached) {
            action.run();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The exception of a call after the end. */
    RondoException closedException() {
        RondoException failure = transport.failure();
        return failure == null ? new ClosedException(name() + " is closed") : failure;
    }

    void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    /** Begins a call, which ends in {@link #leaveCall()}. */
    void enterCall() {
        if (!enter()) {
            throw refusal();
        }
    }

    /** The exception of a call that found the guard shut. */
    RondoException refusal() {
        // The closing thread may have taken this thread's announcement for a call, and left the detaching to it.
        if (detachOnLeave) {
            detachIfIdle();
        }
        return closedException();
    }

    /** Ends a call, and detaches if the closing thread has left that to this one. */
    void leaveCall() {
        leave();
        if (closed && detachOnLeave) {
            detach();
        }
    }

    /** Steps 1 to 3 of the protocol. */
    void beginClose() {
        closed = true;
        shut();
        transport.endWaits();
        ProcessFence.run();
    }

    /** Step 4 of the protocol; returns whether no call is in progress. */
    boolean detachIfIdle() {
        boolean idle = busy() == NO_THREAD;
        if (idle) {
            detach();
        }
        return idle;
    }

    /**
     * The whole protocol for a publisher. No call waits any more, so a call of another thread ends soon, and its result is
     * still true. A claim that another thread holds is not touched: consumers skip it as they skip that of a dead producer.
     */
    void endAfterCall() {
        beginClose();
        while (!detachIfIdle()) {
            if (busy() == Thread.currentThread().threadId()) {
                // This thread closes within its own call: that call detaches when it ends.
                detachOnLeave = true;
                return;
            }
            pause();
        }
    }

    /** A virtual thread parks: two that only yield can keep the carriers from the thread in the call. */
    private static void pause() {
        if (!Thread.currentThread().isVirtual()) {
            Thread.yield();
            return;
        }
        // An interrupted thread does not park. It ends the lingering, so it is restored.
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(PAUSE_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Detaches the transport once; returns whether this call did. */
    synchronized boolean detach() {
        if (detached) {
            return false;
        }
        detached = true;
        try {
            transport.detach();
        } finally {
            onDetached.run();
        }
        return true;
    }

    /**
     * Closes the transport of an endpoint that has become unreachable. The call in which the endpoint was used last may
     * still be in progress (JLS 12.6.1); it then detaches the transport when it ends.
     *
     * @return whether it was open
     * @throws RondoException as close() of the endpoint does
     */
    public boolean closeDropped() {
        // Before the fence of beginClose, so that a call which shows in busy() below reads this when it ends.
        detachOnLeave = true;
        beginClose();
        return busy() != NO_THREAD || detach();
    }
}
