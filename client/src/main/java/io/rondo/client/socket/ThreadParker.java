package io.rondo.client.socket;

import io.rondo.core.ClosedException;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.wait.Parking;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** The sleeping of one thread that another thread of this process wakes. {@link #wake()} and {@link #close()} are thread-safe. */
final class ThreadParker implements Parking {
    private final String name;
    private volatile Thread sleeper;
    private volatile boolean closed;

    /**
     * Creates the sleeping.
     *
     * @param name of whoever sleeps, for messages
     */
    ThreadParker(String name) {
        this.name = name;
    }

    @Override
    public void prepare() {
        // [sleeper] volatile: stored before what is waited for is looked at again.
        sleeper = Thread.currentThread();
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

    /** Wakes the sleeper; called after what it waits for. Returns whether there was one. */
    boolean wake() {
        // Orders what was published before the look for a sleeper; pairs with the volatile store of [sleeper].
        VarHandle.fullFence();
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
        return thread != null;
    }

    /** Makes waits throw. */
    void close() {
        closed = true;
        wake();
    }
}
