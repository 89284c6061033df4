package io.rondo.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;

/** Publishes numbers from 1 on in a topic, on a thread of its own, until it is closed, and never waits for space. */
public final class TopicFeed implements AutoCloseable {
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong published = new AtomicLong();
    private final Thread thread;
    private volatile Throwable failure;

    /**
     * Begins to publish.
     *
     * @param channels their directory
     * @param topic the name
     * @param length bytes of a message
     * @param pauseNanos between two messages
     */
    public TopicFeed(Path channels, String topic, int length, long pauseNanos) {
        thread = Thread.ofPlatform().start(() -> publish(channels, topic, length, pauseNanos));
    }

    private void publish(Path channels, String topic, int length, long pauseNanos) {
        try (Rondo client = Rondo.connect(RondoConfig.builder().directory(channels).build());
                Publisher publisher = client.topic(topic).publisher()) {
            MutableDirectBuffer message = Buffers.allocate(length);
            while (!ending.get()) {
                message.putLong(0, published.get() + 1);
                assertThat(publisher.tryPublish(message, 0, length)).isPositive();
                published.incrementAndGet();
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** Returns the last number. */
    public long published() {
        return published.get();
    }

    /** Waits until so many further messages were published. */
    public void awaitMore(long messages) {
        long until = published.get() + messages;
        Watchdog.await("message " + until, () -> published.get() >= until || failure != null);
    }

    /** Ends publishing, and returns the last number. */
    public long end() {
        ending.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(failure).isNull();
        return published();
    }

    @Override
    public void close() {
        end();
    }
}
