package io.rondo.client.waitset;

import io.rondo.core.SegmentException;
import io.rondo.core.sync.SleepGroup;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps in place of the thread that polls a wait set, and calls back. The polling thread gives an order while this is
 * idle: it announces the sleep and checks all conditions itself, so that this thread never reads from a subscriber.
 */
final class ReadyCaller {
    /** The order to call back at once. */
    static final long NOW = 0;

    private static final long IDLE = -1;
    /** A callback that failed led to no poll, so it is repeated. */
    private static final long REPEAT_NANOS = 100_000_000L;
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final SleepGroup group;
    private final Runnable callback;
    private final Thread thread = Thread.ofPlatform().daemon().name("rondo-ready").unstarted(this::run);
    /** The nanoseconds to sleep before the callback, or {@link #IDLE}. */
    private final AtomicLong order = new AtomicLong(NOW);
    private volatile boolean closed;

    ReadyCaller(SleepGroup group, Runnable callback) {
        this.group = group;
        this.callback = callback;
    }

    /** Begins, with a callback. */
    void start() {
        thread.start();
    }

    /** Whether an order may be given. Otherwise a callback follows without one. */
    boolean isIdle() {
        return order.get() == IDLE;
    }

    /**
     * Orders a sleep and a callback. For the thread that uses the set.
     *
     * @param nanos the longest sleep, which was announced; {@link #NOW} for none
     */
    void order(long nanos) {
        // [order] The announcement comes before.
        if (order.compareAndSet(IDLE, nanos)) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the sleep, or orders a callback without one. For the thread that uses the set. */
    void callSoon() {
        order(NOW);
        group.wake();
    }

    private void run() {
        while (!closed) {
            long nanos = order.get();
            if (nanos == IDLE) {
                LockSupport.park(this);
            } else {
                sleep(nanos);
                // [order] Before the callback: the poll that follows gives the next order.
                order.set(IDLE);
                call();
            }
            // The callback is foreign code. An interrupted thread would not sleep any more.
            Thread.interrupted();
        }
    }

    private void sleep(long nanos) {
        if (nanos != NOW) {
            try {
                group.sleep(nanos);
            } catch (SegmentException e) {
                // The set was closed.
            }
        }
    }

    private void call() {
        try {
            if (!closed) {
                callback.run();
            }
        } catch (Throwable e) {
            if (!closed) {
                LOG.log(System.Logger.Level.ERROR, "the callback of a wait set failed and is repeated", e);
                LockSupport.parkNanos(this, REPEAT_NANOS);
                order.compareAndSet(IDLE, NOW);
            }
        }
    }

    /** Ends the thread. A callback may be in progress, or begin just now. */
    void close() {
        closed = true;
        group.wake();
        LockSupport.unpark(thread);
    }
}
