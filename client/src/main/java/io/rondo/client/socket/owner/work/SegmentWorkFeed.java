package io.rondo.client.socket.owner.work;

import io.netty.channel.EventLoop;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.ClosedException;
import io.rondo.client.LeaseLostException;
import io.rondo.client.RondoException;
import io.rondo.client.WorkHandler;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.WorkQueues;
import io.rondo.client.socket.session.work.FrameQueue;
import io.rondo.client.work.WorkSubscription;
import io.rondo.codecs.control.Outcome;
import io.rondo.core.SegmentException;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * A consumer of a work queue's segment that acts for one connected subscriber, in a slot of its own: its leases come back
 * like those of any consumer, also when this process dies. A helper thread waits for messages and takes them. The event loop
 * settles leases meanwhile. The monitor of this object serializes both; neither waits while it holds the monitor.
 */
public final class SegmentWorkFeed implements WorkFeed {
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final WorkSubscription ring;
    private final LongConsumer putBack;
    private final Runnable abandon;
    private final Runnable prepare;
    private final int maxMessageLength;
    private final FrameQueue frames;
    private final EventLoop eventLoop;
    private final Executor helpers;
    /** The default, whatever the owner uses: with busy spin, each connected subscriber would keep a core of the owner busy. */
    private final Waiter waiter = ChannelSettings.DEFAULTS.newWaiter();
    private final WorkHandler forward;
    private final Condition arrival = new Arrival();
    private Runnable flush;
    private Runnable onEnded;
    private volatile long limit;
    /** Written inside the monitor. */
    private volatile long sent;
    private volatile boolean closed;
    private volatile Thread helper;
    private volatile RondoException failure;

    /**
     * Creates the feed.
     *
     * @param consumer used by this only
     * @param window bytes of frames that wait for the socket, at least two of the longest
     * @param maxMessageLength of the work queue
     * @param eventLoop calls this
     * @param helpers run the helper thread
     */
    public SegmentWorkFeed(WorkQueues.RemoteSubscriber consumer, int window, int maxMessageLength, EventLoop eventLoop,
            Executor helpers) {
        ring = consumer.subscriber();
        putBack = consumer.putBack();
        abandon = consumer.abandon();
        prepare = consumer.prepare();
        this.maxMessageLength = maxMessageLength;
        frames = new FrameQueue(window, maxMessageLength);
        this.eventLoop = eventLoop;
        this.helpers = helpers;
        forward = message -> {
            // Before the frame can be sent: the subscriber may grant credit for the next one at once.
            sent++;
            frames.work(message.id(), message.deliveries(), message.isTakenOver(), ring.isDead(),
                    message.buffer(), message.offset(), message.length());
        };
    }

    /** Holds if there may be a message. The helper checks it while it waits. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            synchronized (SegmentWorkFeed.this) {
                return closed || ring.subscriberEndpoint().arrival().holds();
            }
        }

        @Override
        public void beforeSleep() {
            synchronized (SegmentWorkFeed.this) {
                if (!closed) {
                    ring.subscriberEndpoint().arrival().beforeSleep();
                }
            }
        }

        @Override
        public long maxSleepNanos() {
            synchronized (SegmentWorkFeed.this) {
                return closed ? 1 : ring.subscriberEndpoint().arrival().maxSleepNanos();
            }
        }
    }

    @Override
    public FrameQueue frames() {
        return frames;
    }

    @Override
    public void start(Runnable flushing, Runnable ended) {
        flush = flushing;
        onEnded = ended;
        helpers.execute(this::run);
    }

    private void run() {
        helper = Thread.currentThread();
        try {
            long prepareAt = System.nanoTime();
            while (!closed) {
                // Not inside the monitor, because it may wait.
                if (System.nanoTime() - prepareAt >= 0) {
                    prepareAt = System.nanoTime() + CHECK.toNanos();
                    prepare.run();
                }
                if (sent >= limit || !frames.hasRoom(maxMessageLength)) {
                    LockSupport.parkNanos(this, CHECK.toNanos());
                } else if (take()) {
                    flush.run();
                } else {
                    awaitArrival();
                }
            }
        } catch (ClosedException e) {
            // The session ended.
        } catch (RondoException e) {
            end(e);
        } catch (RuntimeException | Error e) {
            end(new RondoException(e.toString(), e));
        } finally {
            ring.close();
        }
    }

    private synchronized boolean take() {
        if (closed || ring.poll(forward, 1) == 0) {
            return false;
        }
        return true;
    }

    private void awaitArrival() {
        try {
            waiter.await(arrival, ring.subscriberEndpoint().parking(), Deadline.after(CHECK));
        } catch (SegmentException e) {
            ring.subscriberEndpoint().requireOpen();
            throw SegmentErrors.translate(e);
        } catch (IllegalStateException e) {
            // The watcher detaches while this waits, when the segment was removed.
            ring.subscriberEndpoint().requireOpen();
            throw e;
        }
    }

    private void end(RondoException reason) {
        failure = reason;
        try {
            eventLoop.execute(onEnded);
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the connection with it.
        }
    }

    @Override
    public void credit(long newLimit) {
        limit = newLimit;
        onSpace();
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public void onSpace() {
        LockSupport.unpark(helper);
    }

    @Override
    public synchronized boolean settle(long lease, Outcome outcome, long delayNanos) {
        try {
            switch (outcome) {
                case ACKNOWLEDGED -> ring.ack(lease);
                case RETURNED -> ring.nack(lease, Duration.ofNanos(delayNanos));
                case UNUSED -> putBack(lease);
                case NULL_VAL, SBE_UNKNOWN -> throw new IllegalArgumentException("outcome " + outcome);
            }
            return true;
        } catch (LeaseLostException e) {
            return false;
        }
    }

    private void putBack(long lease) {
        boolean begun = ring.subscriberEndpoint().beginNestedCall();
        try {
            putBack.accept(lease);
        } finally {
            ring.subscriberEndpoint().endNestedCall(begun);
        }
    }

    @Override
    public synchronized void lookAhead(RecordHandler handler) {
        boolean begun = ring.subscriberEndpoint().beginNestedCall();
        try {
            ring.subscriberEndpoint().lookAhead(handler);
        } finally {
            ring.subscriberEndpoint().endNestedCall(begun);
        }
    }

    @Override
    public RondoException failure() {
        return failure == null ? removal() : failure;
    }

    /** The listening consumer may notice a removal first, and close. */
    private ChannelRemovedException removal() {
        try {
            ring.subscriberEndpoint().requireOpen();
            return null;
        } catch (ChannelRemovedException e) {
            return e;
        } catch (RondoException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        synchronized (this) {
            // Ends the leases at once, because no call is in progress.
            ring.close();
        }
        onSpace();
    }

    @Override
    public void abandon() {
        abandon.run();
        close();
    }
}
