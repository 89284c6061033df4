package io.rondo.client.socket.owner;

import io.rondo.client.ClosedException;
import io.rondo.client.EvictedException;
import io.rondo.client.MessageHandler;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.shm.SharedMemory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Reads a topic's segment for one connected subscriber, in a thread that waits for messages and for space in the
 * window.
 */
final class SegmentSource implements SubscriberSource {
    private static final int BATCH = 256;
    private static final Duration CHECK = Duration.ofSeconds(1);
    /** Also the delay after which an eviction is noticed while the window is full. */
    private static final long SPACE_CHECK_NANOS = 200_000_000L;

    private final Subscriber ring;
    private final BooleanSupplier evicted;
    private final long messagesBefore;
    private final LongSupplier published;
    private final Executor helpers;
    private final Runnable onSourceEnded;
    private TopicSender sender;
    private volatile long read;
    private volatile boolean closed;
    private volatile Thread thread;
    private final MessageHandler forward = this::forward;

    /**
     * Creates the source.
     *
     * @param reader a consumer of the topic, used only by this source
     * @param published returns the number of the topic's last message
     * @param onSourceEnded called by the reading thread when it ends by itself
     */
    SegmentSource(SharedMemory.RemoteSubscriber reader, LongSupplier published, Executor helpers,
            Runnable onSourceEnded) {
        ring = reader.subscriber();
        evicted = reader.evicted();
        messagesBefore = reader.messagesBefore();
        this.published = published;
        this.helpers = helpers;
        this.onSourceEnded = onSourceEnded;
    }

    @Override
    public long messagesBefore() {
        return messagesBefore;
    }

    @Override
    public void start(TopicSender receiver) {
        sender = receiver;
        helpers.execute(this::run);
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            while (!closed) {
                ring.receive(forward, BATCH, CHECK);
            }
        } catch (ClosedException e) {
            // The session ended.
        } catch (EvictedException e) {
            sender.evict(e.getMessage());
            onSourceEnded.run();
        } catch (RondoException e) {
            fail(e.getMessage());
        } catch (RuntimeException | Error e) {
            // HotSpot throws InternalError if the file is truncated, or cannot be read, while it is mapped.
            fail(e.toString());
        } finally {
            ring.close();
        }
    }

    private void fail(String reason) {
        sender.evict("the owner of the topic failed: " + reason);
        onSourceEnded.run();
    }

    private void forward(DirectBuffer buffer, int offset, int length) {
        long next = read + 1;
        while (!sender.offer(messagesBefore + ring.lost() + next, buffer, offset, length)) {
            if (closed) {
                return;
            }
            if (evicted.getAsBoolean()) {
                throw new EvictedException("channel " + ring.channel()
                        + ": the publisher evicted this subscriber, which took no messages: subscribe again");
            }
            LockSupport.parkNanos(this, SPACE_CHECK_NANOS);
        }
        read = next;
    }

    @Override
    public void onSpace() {
        Thread reader = thread;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }

    @Override
    public boolean isDrained() {
        return messagesBefore + ring.lost() + read >= published.getAsLong();
    }

    @Override
    public void close() {
        closed = true;
        onSpace();
        ring.close();
    }
}
