package io.rondo.client.socket.connection;

import io.netty.channel.EventLoop;
import io.rondo.core.os.DescriptorPoll;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a consumer that polls, or sleeps on its sockets, run in place of the event loop. The consumer then reads its
 * sockets itself, which saves one or two thread wake-ups per message. The event loop sleeps during a lease of 1 ms, and
 * state that is confined to the loop may be used by the thread that has acquired the lease.
 */
public final class EventLoopLease {
    /** The event loop runs. */
    private static final int LOOP_RUNNING = 0;
    /** The event loop sleeps, and a thread may acquire the lease. */
    private static final int AVAILABLE = 1;
    /** A thread has acquired the lease. */
    private static final int ACQUIRED = 2;
    /** The longest time for which the event loop's other work may be delayed. */
    private static final long LEASE_NANOS = 1_000_000;

    private final EventLoop eventLoop;
    private final AtomicInteger state = new AtomicInteger(LOOP_RUNNING);
    /** Whether {@link #grant} is queued. */
    private final AtomicBoolean requested = new AtomicBoolean();
    private final Runnable grant = this::grant;
    private volatile boolean wanted;
    /** The lease has expired: its holder releases it, and no thread may acquire it. */
    private volatile boolean expiring;
    /** Whether a thread acquired the current lease. Written by the holder. */
    private boolean used;
    private volatile Thread loopThread;
    private volatile int localConnections;
    private volatile int promptConnections;
    private final AtomicReference<DescriptorPoll> sleeper = new AtomicReference<>();

    EventLoopLease(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Acquires the lease if it is available, until {@link #release()}. */
    boolean tryAcquire() {
        // [lease] acquire: sees the writes of the event loop or of the previous holder.
        if (!expiring && state.get() == AVAILABLE && state.compareAndSet(AVAILABLE, ACQUIRED)) {
            used = true;
            return true;
        }
        if (wanted) {
            // The event loop runs between two leases, and may need this processor.
            Thread.yield();
        }
        return false;
    }

    /**
     * Loop or lease holder: counts connections with both ends in this process. While there are any, no lease is
     * granted, because the sleeping loop would serve neither end.
     */
    void addLocalConnections(int change) {
        localConnections += change;
    }

    /** Loop or lease holder: counts connections with frames that must not wait for the end of a lease. */
    void addPromptConnections(int change) {
        promptConnections += change;
    }

    /** Any thread: the connections with frames that must not wait for the end of a lease. */
    int promptConnections() {
        return promptConnections;
    }

    /**
     * Announces that a consumer is about to sleep until its connections are readable; false if another one sleeps in that
     * way. From now on {@link #wakeSleeper()} wakes it.
     */
    boolean beginSleep(DescriptorPoll poll) {
        // [socket-sleeper] Orders the store before the loads of the next check of the condition.
        return sleeper.compareAndSet(null, poll);
    }

    void endSleep() {
        sleeper.set(null);
    }

    /** Loop: has delivered messages, which the sleeping consumer has not read itself. */
    void wakeSleeper() {
        // [socket-sleeper] Orders the messages before the load of the sleeper.
        VarHandle.fullFence();
        DescriptorPoll poll = sleeper.get();
        if (poll != null) {
            poll.wake();
        }
    }

    /** Any thread: whether a lease is granted or requested. */
    boolean isWanted() {
        return wanted;
    }

    /** Any thread: ends the present lease, because frames are awaited that the event loop reads. */
    public void resumeLoop() {
        if (isLoopSuspended()) {
            cancel();
        }
    }

    /** Requests a lease. The event loop grants it soon. */
    void request() {
        if (localConnections != 0 || state.get() != LOOP_RUNNING) {
            return;
        }
        wanted = true;
        if (!requested.get() && requested.compareAndSet(false, true)) {
            try {
                eventLoop.execute(grant);
            } catch (RejectedExecutionException e) {
                // The event loop has ended. The requesting endpoint is about to close.
            }
        }
    }

    void release() {
        // [lease] release: publishes the holder's writes to the event loop or the next holder. Volatile, because it
        // must precede the load of the expiry flag.
        state.set(AVAILABLE);
        if (expiring) {
            LockSupport.unpark(loopThread);
        }
    }

    /** Any thread: whether the event loop sleeps in favour of a lease holder. */
    boolean isLoopSuspended() {
        return state.get() != LOOP_RUNNING;
    }

    /** Ends leasing before the consumer sleeps: the event loop polls the sockets again. */
    void cancel() {
        wanted = false;
        Thread suspended = loopThread;
        if (suspended != null) {
            LockSupport.unpark(suspended);
        }
    }

    /** Loop: sleeps for the duration of a lease. Repeats while consumers use the leases. */
    private void grant() {
        requested.set(false);
        if (!wanted) {
            return;
        }
        used = false;
        long end = System.nanoTime() + LEASE_NANOS;
        loopThread = Thread.currentThread();
        // [lease] release: publishes the event loop's writes to the first holder.
        state.set(AVAILABLE);
        long remaining = LEASE_NANOS;
        while (remaining > 0 && wanted) {
            LockSupport.parkNanos(this, remaining);
            remaining = end - System.nanoTime();
        }
        expiring = true;
        while (!state.compareAndSet(AVAILABLE, LOOP_RUNNING)) {
            // The holder is reading, and may need this processor.
            LockSupport.parkNanos(this, LEASE_NANOS);
        }
        loopThread = null;
        expiring = false;
        if (used && wanted && localConnections == 0) {
            // Runs after one round of the loop's own work. Waiting for the next request would put the loop to sleep,
            // and its wake-up would be late while polling threads occupy all processors.
            if (requested.compareAndSet(false, true)) {
                eventLoop.schedule(grant, 1, TimeUnit.NANOSECONDS);
            }
        } else {
            wanted = false;
        }
    }
}
