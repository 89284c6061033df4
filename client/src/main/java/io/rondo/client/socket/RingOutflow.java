package io.rondo.client.socket;

import io.rondo.client.MessageHandler;
import io.rondo.client.Subscriber;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.ClosedException;
import io.rondo.core.EvictedException;
import io.rondo.core.RondoException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/** A connected subscriber's reader of a topic's segment: a thread that waits for messages, and for room in the window. */
final class RingOutflow implements Outflow {
    private static final int BATCH = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Also how soon an eviction is noticed while the subscriber takes nothing. */
    private static final long ROOM_NANOS = 200_000_000L;

    private final Subscriber ring;
    private final Runnable unmap;
    private final BooleanSupplier evicted;
    /** The loop, and the thread; whoever goes last unmaps. */
    private final AtomicInteger users = new AtomicInteger(2);
    private final long before;
    private final LongSupplier published;
    private final Executor helpers;
    private final Runnable onNews;
    private TopicFeed feed;
    private volatile long read;
    private volatile boolean closed;
    private volatile Thread thread;
    private final MessageHandler forward = this::forward;

    /**
     * Creates the reader.
     *
     * @param reader a consumer of the topic, used by this only
     * @param published number of the topic's last message
     * @param onNews called by the reader's thread when it ends by itself
     */
    RingOutflow(SharedMemory.RemoteSubscriber reader, LongSupplier published, Executor helpers, Runnable onNews) {
        ring = reader.subscriber();
        unmap = reader.unmap();
        evicted = reader.evicted();
        before = reader.messagesBefore();
        this.published = published;
        this.helpers = helpers;
        this.onNews = onNews;
    }

    @Override
    public long before() {
        return before;
    }

    @Override
    public void start(TopicFeed its) {
        feed = its;
        helpers.execute(this::run);
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            while (!closed) {
                ring.receive(forward, BATCH, LOOK);
            }
        } catch (ClosedException e) {
            // The session ended.
        } catch (EvictedException e) {
            feed.evict(e.getMessage());
            onNews.run();
        } catch (RondoException e) {
            feed.evict("the owner of the topic failed: " + e.getMessage());
            onNews.run();
        } finally {
            ring.close();
            leave();
        }
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            unmap.run();
        }
    }

    private void forward(DirectBuffer buffer, int offset, int length) {
        long next = read + 1;
        while (!feed.offer(before + ring.lost() + next, buffer, offset, length)) {
            if (closed) {
                return;
            }
            if (evicted.getAsBoolean()) {
                throw new EvictedException("channel " + ring.channel()
                        + ": the publisher evicted this subscriber, which took no messages: subscribe again");
            }
            LockSupport.parkNanos(this, ROOM_NANOS);
        }
        read = next;
    }

    @Override
    public void onRoom() {
        Thread reader = thread;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }

    @Override
    public boolean isDrained() {
        return before + ring.lost() + read >= published.getAsLong();
    }

    @Override
    public void close() {
        closed = true;
        onRoom();
        ring.close();
        leave();
    }
}
