package io.rondo.client.socket;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
    private static final long LOAN_NANOS = 1_000_000;

    private final EventLoop eventLoop;
    private final AtomicInteger state = new AtomicInteger(LOOP);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable lend = this::lend;
    private volatile boolean wanted;
    /** The loan is over: whoever has the place gives it back, and nobody takes it. */
    private volatile boolean recalled;
    /** Whoever has the place: it was taken during this loan. */
    private boolean used;
    private volatile Thread sleeper;
    private volatile int bothEnds;

    LoopSeat(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Takes the loop's place until {@link #putBack()}, if it is lent. */
    boolean take() {
        // [seat] what the loop did is seen here.
        if (!recalled && state.get() == LENT && state.compareAndSet(LENT, TAKEN)) {
            used = true;
            return true;
        }
        if (wanted) {
            // The loop makes its round, and perhaps waits for this very processor.
            Thread.yield();
        }
        return false;
    }

    /** Loop, or in its place: a connection has both its ends in this process, so a loop that is away would keep one of them waiting. */
    void busyWithBothEnds(int change) {
        bothEnds += change;
    }

    /** Asks the loop to lend its place soon. */
    void ask() {
        if (bothEnds == 0 && state.get() == LOOP && !asked.get() && asked.compareAndSet(false, true)) {
            wanted = true;
            try {
                eventLoop.execute(lend);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and so will who asks.
            }
        }
    }

    void putBack() {
        // [seat] what was done here is seen by the loop, or by who comes next. Volatile: before the look whether the loop waits.
        state.set(LENT);
        if (recalled) {
            LockSupport.unpark(sleeper);
        }
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

    /** Loop: sleeps for a while, in which others may take its place; again and again as long as they do. */
    private void lend() {
        asked.set(false);
        if (!wanted) {
            return;
        }
        used = false;
        long end = System.nanoTime() + LOAN_NANOS;
        sleeper = Thread.currentThread();
        // [seat]
        state.set(LENT);
        long left = LOAN_NANOS;
        while (left > 0 && wanted) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
        recalled = true;
        while (!state.compareAndSet(LENT, LOOP)) {
            // Who has it reads what is there, and may need this very processor for that.
            LockSupport.parkNanos(this, LOAN_NANOS);
        }
        sleeper = null;
        recalled = false;
        if (used && wanted && bothEnds == 0) {
            // After one round of the loop's own work. To wait until it is asked again would be to sleep, and to be woken late where those
            // who poll keep all processors busy.
            eventLoop.schedule(lend, 1, TimeUnit.NANOSECONDS);
        } else {
            wanted = false;
        }
    }
}
