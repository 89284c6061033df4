package io.rondo.client.waitset;

import io.rondo.core.SegmentException;
import io.rondo.core.sync.SleepGroup;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps in place of the thread that polls a wait set, and calls back. The polling thread gives an order while this is
 * idle: it announces the sleep and checks all conditions itself, so that this thread never reads from a subscriber.
 */
final class ReadyCaller {
    /** The order to call back at once. */
    static final long NOW = 0;

    private static final long IDLE = -1;
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final SleepGroup group;
    private final Runnable callback;
    private final Thread thread;
    /** The nanoseconds to sleep before the callback, or {@link #IDLE}. Set by the polling thread, cleared by this one. */
    private volatile long order = NOW;
    private volatile boolean closed;

    ReadyCaller(SleepGroup group, Runnable callback) {
        this.group = group;
        this.callback = callback;
        thread = Thread.ofPlatform().daemon().name("rondo-ready").start(this::run);
    }

    /** Whether an order may be given. Otherwise a callback follows without one. */
    boolean isIdle() {
        return order == IDLE;
    }

    /**
     * Orders a sleep and a callback.
     *
     * @param nanos the longest sleep, which was announced; {@link #NOW} for none
     */
    void order(long nanos) {
        // [order] The announcement comes before.
        order = nanos;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            long nanos = order;
            if (nanos == IDLE) {
                LockSupport.park(this);
            } else {
                sleep(nanos);
                // [order] Before the callback: the poll that follows gives the next order.
                order = IDLE;
                call();
            }
        }
    }

    private void sleep(long nanos) {
        if (nanos != NOW) {
            try {
                group.sleep(nanos);
            } catch (SegmentException e) {
                // The set was closed. Nothing interrupts this thread.
            }
        }
    }

    private void call() {
        if (!closed) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR,
                        "the callback of a wait set failed; the next poll has it called again", e);
            }
        }
    }

    /** Ends the thread, and returns when it does not sleep in the group any more, or calls back. */
    void close() {
        closed = true;
        group.wake();
        LockSupport.unpark(thread);
    }
}
