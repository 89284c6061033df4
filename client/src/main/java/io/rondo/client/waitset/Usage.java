package io.rondo.client.waitset;

import io.rondo.client.ClosedException;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time use a wait set, and closes it when no thread does. Thread-safe. */
final class Usage {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;
    /** Guarded by the lock: what the thread that closed the set in a call of its own leaves to the end of that call. */
    private Runnable onIdle;

    Usage(String name) {
        this.name = name;
    }

    boolean isClosed() {
        return closed;
    }

    /** Begins a call, which ends in {@link #leave()}. */
    void enter() {
        enterFromHandler();
        if (lock.getHoldCount() > 1) {
            leave();
            throw new IllegalStateException(
                    "the " + name + " was called by a handler of its own: return from that first");
        }
    }

    /** Begins a call that a handler may make, too. */
    void enterFromHandler() {
        if (!lock.tryLock()) {
            requireOpen();
            throw new IllegalStateException(
                    "the " + name + " is in use by another thread: use one " + name + " per thread");
        }
        if (closed) {
            leave();
            requireOpen();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the " + name + " is closed");
        }
    }

    void leave() {
        Runnable left = lock.getHoldCount() == 1 ? onIdle : null;
        if (left != null) {
            onIdle = null;
            left.run();
        }
        lock.unlock();
    }

    /** Lets no call begin any more; returns whether this call did. */
    synchronized boolean beginClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Runs the action when no call is in progress: now, or when this thread's own call ends. */
    void awaitIdle(Runnable action) {
        lock.lock();
        onIdle = action;
        leave();
    }
}
