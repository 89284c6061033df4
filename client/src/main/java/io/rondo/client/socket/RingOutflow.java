package io.rondo.client.socket;

import io.rondo.client.Subscriber;
import io.rondo.core.ClosedException;
import io.rondo.core.EvictedException;
import io.rondo.core.RondoException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/** A connected subscriber's reader of a topic's segment: a thread that waits for messages, and for room in the window. */
final class RingOutflow implements Outflow {
    private static final int BATCH = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long ROOM_NANOS = 1_000_000_000L;

    private final Subscriber ring;
    private final long before;
    private final LongSupplier published;
    private final Executor helpers;
    private final Runnable onNews;
    private TopicFeed feed;
    private volatile long read;
    private volatile boolean closed;
    private volatile Thread thread;

    /**
     * Creates the reader.
     *
     * @param ring a consumer of the topic, used by this only
     * @param before number of the last message before the first it reads
     * @param published number of the topic's last message
     * @param onNews called by the reader's thread when it ends by itself
     */
    RingOutflow(Subscriber ring, long before, LongSupplier published, Executor helpers, Runnable onNews) {
        this.ring = ring;
        this.before = before;
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
                ring.receive(this::forward, BATCH, LOOK);
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
        }
    }

    private void forward(DirectBuffer buffer, int offset, int length) {
        long next = read + 1;
        while (!feed.offer(before + ring.lost() + next, buffer, offset, length)) {
            if (closed) {
                return;
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
    }
}
