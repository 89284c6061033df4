package io.rondo.client.waitset;

import io.rondo.client.ClosedException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one thread at a time use a wait set, and releases the set when it is closed and no thread uses it: in close(), or at
 * the end of the call in progress, which a handler may occupy for long. Thread-safe.
 */
final class Usage {
    /** The user after the release. */
    private static final Thread RELEASED = new Thread();

    private final Runnable release;
    private final AtomicReference<Thread> user = new AtomicReference<>();
    /** Calls of the user within each other. Confined to the user. */
    private int depth;
    private volatile boolean closed;

    /**
     * Creates the usage of an open set.
     *
     * @param release called once, by the thread that closes the set or by the last one that used it
     */
    Usage(Runnable release) {
        this.release = release;
    }

    boolean isClosed() {
        return closed;
    }

    /** Begins a call, which ends in {@link #leave()}. */
    void enter() {
        enterFromHandler();
        if (depth > 1) {
            leave();
            throw new IllegalStateException("the wait set was called by a handler of its own: return from that first");
        }
    }

    /** Begins a call that a handler may make, too. */
    void enterFromHandler() {
        Thread self = Thread.currentThread();
        if (user.get() != self && !user.compareAndSet(null, self)) {
            requireOpen();
            throw new IllegalStateException("the wait set is in use by another thread: use one wait set per thread");
        }
        depth++;
        if (closed) {
            leave();
            requireOpen();
        }
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("the wait set is closed");
        }
    }

    void leave() {
        depth--;
        if (depth == 0) {
            // [closed] Volatile store of the user, then volatile load of the end; close() does the reverse: at least one
            // of the two threads sees what the other stored.
            user.set(null);
            if (closed) {
                releaseIfIdle();
            }
        }
    }

    /**
     * Lets no call begin any more.
     *
     * @param endWaits ends the wait of the call in progress
     */
    void close(Runnable endWaits) {
        closed = true;
        if (user.get() != RELEASED) {
            endWaits.run();
            releaseIfIdle();
        }
    }

    private void releaseIfIdle() {
        if (user.compareAndSet(null, RELEASED)) {
            release.run();
        }
    }
}
