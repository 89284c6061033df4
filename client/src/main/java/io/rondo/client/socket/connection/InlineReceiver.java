package io.rondo.client.socket.connection;

import io.netty.channel.EventLoop;

/** Receives in the consumer's thread while it holds the event loop's lease. Confined to the consumer's thread. */
public final class InlineReceiver {
    /**
     * A consumer requests the lease after this many polls without a message and without a sleep. A consumer that
     * sleeps after few polls does not request it, because requesting and cancelling the lease around each sleep costs
     * more than it saves.
     */
    private static final int EMPTY_POLLS_BEFORE_REQUEST = 5_000;

    private final EventLoopLease lease;
    private int emptyPolls;

    public InlineReceiver(EventLoopLease lease) {
        this.lease = lease;
    }

    /** Whether this thread has acquired the lease, to be released by {@link #end}. */
    public boolean tryBegin() {
        if (lease.tryAcquire()) {
            return true;
        }
        emptyPolls++;
        if (emptyPolls > EMPTY_POLLS_BEFORE_REQUEST) {
            lease.request();
        }
        return false;
    }

    public void end() {
        lease.release();
    }

    /** Runs a task of the event loop: in this thread if it can acquire the lease, otherwise on the loop. */
    public void runInlineOrExecute(EventLoop eventLoop, Runnable work) {
        if (lease.tryAcquire()) {
            try {
                work.run();
            } finally {
                lease.release();
            }
        } else {
            eventLoop.execute(work);
        }
    }

    /** Cancels the lease, because the consumer is about to sleep. */
    public void beforeSleep() {
        if (emptyPolls > EMPTY_POLLS_BEFORE_REQUEST || lease.isLoopSuspended()) {
            lease.cancel();
        }
        emptyPolls = 0;
    }
}
