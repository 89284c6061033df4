package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Who may do what is confined to the loop. A consumer that polls fetches its bytes itself, instead of being woken by a loop that was
 * woken by them: for a moment at a time the loop lends its place, and sleeps meanwhile.
 */
final class LoopSeat {
    /** The loop is at work. */
    private static final int LOOP = 0;
    /** The loop sleeps; whoever comes first may take its place. */
    private static final int LENT = 1;
    /** Somebody has taken it. */
    private static final int TAKEN = 2;
    /** For so long the loop's other work can wait. */
    private static final long LOAN_NANOS = 500_000;

    private final EventLoop eventLoop;
    private final AtomicInteger state = new AtomicInteger(LOOP);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable lend = this::lend;
    private volatile boolean wanted;
    private volatile Thread sleeper;

    LoopSeat(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Takes the loop's place until {@link #putBack()}, if it is lent. */
    boolean take() {
        // [seat] what the loop did is seen here.
        return state.get() == LENT && state.compareAndSet(LENT, TAKEN);
    }

    /** Asks the loop to lend its place soon. */
    void ask() {
        if (state.get() == LOOP && !asked.get() && asked.compareAndSet(false, true)) {
            wanted = true;
            try {
                eventLoop.execute(lend);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and so will who asks.
            }
        }
    }

    void putBack() {
        // [seat] what was done here is seen by the loop, or by who comes next.
        state.setRelease(LENT);
    }

    /** Any thread: whether the loop is not at work now, and will not be for a while. */
    boolean isAway() {
        return state.get() != LOOP;
    }

    /** The consumer goes to sleep: the loop must watch its sockets again. */
    void giveBack() {
        wanted = false;
        Thread away = sleeper;
        if (away != null) {
            LockSupport.unpark(away);
        }
    }

    private void lend() {
        asked.set(false);
        if (!wanted) {
            return;
        }
        long end = System.nanoTime() + LOAN_NANOS;
        sleeper = Thread.currentThread();
        // [seat]
        state.set(LENT);
        long left = LOAN_NANOS;
        while (left > 0 && wanted) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
        while (!state.compareAndSet(LENT, LOOP)) {
            // Who has it only reads what is there.
            Thread.onSpinWait();
        }
        sleeper = null;
    }
}
