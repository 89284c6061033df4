package io.rondo.core.sync;

import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps on words that do not fit into the sleep of a {@link SleepGroup}, in a thread of its own. The group's thread arms
 * the words while the helper is idle, checks all conditions, and then orders the sleep. The helper stays asleep, however
 * often the group's thread wakes and sleeps again, until one of its words is woken: an armed word stays armed until then.
 */
final class SleepHelper implements AutoCloseable {
    /** The group's thread looks at all conditions once a second, so that a helper need not. */
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    private final GroupParker parker = new GroupParker();
    private final Runnable onWoken;
    private final Thread thread;
    /** Set by the group's thread, cleared by the helper. */
    private volatile boolean asleep;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param onWoken wakes the group; called by the helper after each sleep
     */
    SleepHelper(Runnable onWoken) {
        this.onWoken = onWoken;
        thread = Thread.ofPlatform().daemon().name("rondo-sleep-for-wait-set").start(this::run);
    }

    /** The words of the next sleep. For the group's thread, while the helper is not asleep. */
    GroupParker parker() {
        return parker;
    }

    boolean isAsleep() {
        // [asleep] After this, what the helper did before it woke is visible.
        return asleep;
    }

    /** Orders the sleep on the words of {@link #parker()}. */
    void sleep() {
        // [asleep] The words of the parker come before the order.
        asleep = true;
        LockSupport.unpark(thread);
    }

    /** Ends the sleep, and returns when the helper is idle. For the group's thread. */
    void wake() {
        while (asleep) {
            parker.wake();
            Thread.yield();
        }
    }

    private void run() {
        while (!closed) {
            if (asleep) {
                try {
                    parker.sleep(LONGEST_NANOS);
                } finally {
                    // [asleep] Before the wake: the group's thread arms the words again when it looks next.
                    asleep = false;
                }
                onWoken.run();
            } else {
                LockSupport.park(this);
            }
        }
        parker.close();
    }

    /** Ends the thread; any thread. */
    @Override
    public void close() {
        closed = true;
        parker.wake();
        LockSupport.unpark(thread);
    }
}
