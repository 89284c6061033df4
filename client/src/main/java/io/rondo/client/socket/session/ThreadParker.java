package io.rondo.client.socket.session;

import io.rondo.client.ClosedException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.core.sync.GroupParker;
import io.rondo.core.sync.GroupParking;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks one thread, or a group that sleeps for many places, until another thread of this process wakes it. {@link
 * #wake()} and {@link #close()} are thread-safe.
 */
public final class ThreadParker implements GroupParking {
    private final String name;
    private volatile Thread sleeper;
    private volatile GroupParker group;
    private volatile boolean closed;

    /**
     * Creates a parker.
     *
     * @param name of the endpoint, for messages
     */
    public ThreadParker(String name) {
        this.name = name;
    }

    @Override
    public void prepare() {
        sleeper = Thread.currentThread();
        // [sleeper] Orders the store before the loads of the next check of the condition, whatever their mode.
        VarHandle.fullFence();
    }

    @Override
    public boolean sleepsInWord() {
        return false;
    }

    @Override
    public void joinSleep(GroupParker sleeping) {
        // [sleeper] The group's fence orders the store before the next check of the condition.
        group = sleeping;
        if (closed) {
            sleeping.wake();
        }
    }

    @Override
    public void sleep(long maxNanos) {
        check();
        LockSupport.parkNanos(this, maxNanos);
        sleeper = null;
        check();
    }

    @Override
    public void check() {
        if (closed) {
            throw new ClosedException(name + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedWaitException(name + ": the wait was interrupted");
        }
    }

    /** Wakes the sleeper, after its condition was made true. Returns whether there was a sleeper. */
    public boolean wake() {
        // [sleeper] Orders the publication before the load of the sleeper.
        VarHandle.fullFence();
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
        GroupParker sleeping = group;
        if (sleeping != null) {
            group = null;
            sleeping.wake();
        }
        return thread != null || sleeping != null;
    }

    /** Makes all waits throw. */
    public void close() {
        closed = true;
        wake();
    }
}
