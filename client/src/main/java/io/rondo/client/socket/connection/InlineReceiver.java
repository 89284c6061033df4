package io.rondo.client.socket.connection;

import io.netty.channel.EventLoop;
import io.rondo.core.os.DescriptorPoll;
import io.rondo.core.wait.Condition;

/**
 * Receives in the consumer's thread while it holds the event loop's lease. Confined to the consumer's thread, except {@link
 * #close()}.
 */
public final class InlineReceiver implements AutoCloseable {
    /** Beyond this number, one epoll_wait(2) is cheaper than a read(2) per socket. */
    public static final int MAX_CONNECTIONS = 4;
    /**
     * A consumer requests the lease after this many polls without a message and without a sleep. A consumer that
     * sleeps after few polls does not request it, because requesting and cancelling the lease around each sleep costs
     * more than it saves.
     */
    private static final int EMPTY_POLLS_BEFORE_REQUEST = 5_000;
    /** Two waits of a consumer that begin within this time are short. */
    private static final long SHORT_WAIT_NANOS = 1_000_000;
    /** A consumer requests the lease, too, after this many short waits. */
    private static final int WAITS_BEFORE_REQUEST = 4;
    /**
     * A wait that brings more bytes is part of a stream. There the loop and the consumer work at the same time, and the lease
     * would reduce the throughput.
     */
    private static final int STREAM_BYTES = 4096;
    /** The longest sleep in a lease. */
    private static final long SLEEP_NANOS = 1_000_000;
    /** A sleep that ends without a message: the loop reads the connection, or it is closed or stopped. */
    private static final int FRUITLESS_SLEEPS = 16;

    /** The looks between a message and the next sleep, which would read nothing. Without a sleep the next look reads. */
    private static final int LOOKS_BEFORE_SLEEP = 2;

    private final EventLoopLease lease;
    private int emptyPolls;
    private int shortWaits;
    private int fruitlessSleeps;
    private int skippedLooks;
    private long receivedBefore;
    private long lastWait = System.nanoTime() - SHORT_WAIT_NANOS;
    /** Created with the first sleep. Guarded by this. */
    private DescriptorPoll poll;
    private volatile boolean closed;

    public InlineReceiver(EventLoopLease lease) {
        this.lease = lease;
    }

    /** Reads and delivers what has arrived, if this thread can acquire the lease. Returns whether there was anything. */
    public boolean receive(Connection[] connections) {
        if (shortWaits >= WAITS_BEFORE_REQUEST && skippedLooks < LOOKS_BEFORE_SLEEP) {
            skippedLooks++;
            return false;
        }
        if (connections.length == 0 || !tryBegin()) {
            return false;
        }
        boolean any = false;
        try {
            for (Connection connection : connections) {
                any |= connection.receiveInline();
            }
        } finally {
            lease.release();
        }
        if (any) {
            fruitlessSleeps = 0;
            skippedLooks = 0;
        }
        return any;
    }

    private boolean tryBegin() {
        if (lease.tryAcquire()) {
            return true;
        }
        emptyPolls++;
        if (emptyPolls > EMPTY_POLLS_BEFORE_REQUEST) {
            lease.request();
        }
        return false;
    }

    /**
     * Sleeps in the lease until one of the connections is readable, if the last waits were short. The loop wakes the
     * thread if it has delivered messages itself. Everything else that ends the wait is noticed within a millisecond.
     *
     * @param arrival the condition without {@link #receive}
     * @param maxNanos longest wait in nanoseconds, from 1
     * @return whether to look again instead of parking
     */
    public boolean waitBriefly(Connection[] connections, Condition arrival, long maxNanos) {
        long now = System.nanoTime();
        long received = receivedBytes(connections);
        boolean isShort = now - lastWait < SHORT_WAIT_NANOS && received - receivedBefore <= STREAM_BYTES;
        shortWaits = isShort ? shortWaits + 1 : 0;
        lastWait = now;
        receivedBefore = received;
        // The event loop must have nothing to do that cannot wait for the end of the lease.
        if (shortWaits < WAITS_BEFORE_REQUEST || connections.length == 0 || closed
                || lease.promptConnections() != connections.length
                || Thread.currentThread().isVirtual()) {
            return false;
        }
        lease.request();
        boolean again = lease.isWanted() && fruitlessSleeps < FRUITLESS_SLEEPS
                && sleep(connections, arrival, Math.min(maxNanos, SLEEP_NANOS));
        fruitlessSleeps++;
        skippedLooks = LOOKS_BEFORE_SLEEP;
        if (!again) {
            fruitlessSleeps = 0;
            shortWaits = 0;
            lease.cancel();
        }
        return again;
    }

    private static long receivedBytes(Connection[] connections) {
        long bytes = 0;
        for (Connection connection : connections) {
            bytes += connection.receivedBytes();
        }
        return bytes;
    }

    private boolean sleep(Connection[] connections, Condition arrival, long nanos) {
        DescriptorPoll sockets = poll();
        if (sockets == null) {
            return false;
        }
        sockets.clear();
        for (Connection connection : connections) {
            sockets.add(connection.descriptor());
        }
        if (!lease.beginSleep(sockets)) {
            return false;
        }
        try {
            return arrival.holds() || sockets.await(nanos);
        } finally {
            lease.endSleep();
        }
    }

    /** Null if this process has no descriptor for it, or this was closed first. A closed one neither wakes nor consumes wakes. */
    private synchronized DescriptorPoll poll() {
        if (poll == null && !closed) {
            try {
                poll = new DescriptorPoll(MAX_CONNECTIONS);
            } catch (IllegalStateException e) {
                // The consumer parks, as without this.
                closed = true;
            }
        }
        return poll;
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
        if (lease.isWanted() || lease.isLoopSuspended()) {
            lease.cancel();
        }
        emptyPolls = 0;
    }

    /** Any thread: no sleep begins any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (poll != null) {
            poll.close();
        }
    }
}
