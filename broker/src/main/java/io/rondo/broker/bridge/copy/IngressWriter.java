package io.rondo.broker.bridge.copy;

import io.rondo.broker.sequencer.Topics;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.os.LockFile;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.Identity;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A producer of a topic's ingress that publishes messages of many producer ids. For one thread. */
final class IngressWriter implements AutoCloseable {
    private static final int PREFIX = SequencedLayout.INGRESS_PREFIX;
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final String topic;
    private final Topics topics;
    private final SharedMemory.RemotePublisher ring;
    private final UnsafeBuffer record;
    private final Map<Long, CompletableFuture<Long>> registered = new HashMap<>();
    private final ProducerHosts hosts;
    private final Consumer<String> conflicts;
    /** For queries of the locks of producer ids. */
    private final LockFile locks;

    /**
     * Attaches to the ingress.
     *
     * @param topic an open topic
     * @param topics register producer ids
     * @param memory the segments
     * @param conflicts is told of producer ids that two hosts use at once
     */
    IngressWriter(String topic, Topics topics, SharedMemory memory, Consumer<String> conflicts) {
        this.topic = topic;
        this.topics = topics;
        Identity ingress = memory.store().find(ChannelName.ingress(topic));
        if (ingress == null) {
            throw new ChannelRemovedException("topic " + topic + " was removed", 0);
        }
        SharedMemory.RemotePublisher attached = memory.remotePublisher(ingress, 0, 0);
        while (attached == null) {
            // Another process has locked the file, usually for microseconds.
            LockSupport.parkNanos(RETRY_NANOS);
            memory.requireNotLocked(ingress.name());
            attached = memory.remotePublisher(ingress, 0, 0);
        }
        ring = attached;
        this.conflicts = conflicts;
        locks = LockFile.openForQueries(memory.store().directory().path().resolve(ingress.name() + ".ring"));
        hosts = new ProducerHosts(
                id -> locks != null && locks.isLockedByOther(SequencedLayout.producerLock(id), 1));
        record = new UnsafeBuffer(ByteBuffer.allocateDirect(ring.publisher().maxMessageLength()));
    }

    /** Returns the length of the longest message. */
    int maxMessageLength() {
        return record.capacity() - PREFIX;
    }

    /**
     * Begins to register a producer id, perhaps again. While it is being registered, no message of it is published here, and
     * this returns the same future.
     *
     * @return gets its last recorded sequence, when everything that was published before is durable
     */
    CompletableFuture<Long> register(long producerId) {
        CompletableFuture<Long> pending = registered.get(producerId);
        if (pending != null && !pending.isDone()) {
            return pending;
        }
        CompletableFuture<Long> result = topics.register(topic, producerId);
        registered.put(producerId, result);
        return result;
    }

    /**
     * Begins to wait.
     *
     * @param producerId is registered by that; a home that is itself a copy asks its own home
     * @return ends when everything that was published before is durable; to be cancelled otherwise
     */
    CompletableFuture<Long> drain(long producerId) {
        return topics.register(topic, producerId);
    }

    /**
     * Returns whether a producer id is registered, so that messages that are recorded are ignored. Begins to register it at the
     * first call.
     *
     * @throws RefusedForwardException if it cannot be registered: the topic has too many
     */
    boolean isRegistered(long producerId) {
        CompletableFuture<Long> known = registered.get(producerId);
        return isDone(producerId, known == null ? register(producerId) : known);
    }

    /**
     * Returns whether a registration has succeeded.
     *
     * @param registration of {@link #register}
     * @throws RefusedForwardException if it has failed; the id is to be registered again then
     */
    boolean isDone(long producerId, CompletableFuture<Long> registration) {
        if (registration.isCompletedExceptionally()) {
            registered.remove(producerId, registration);
            throw new RefusedForwardException(
                    "topic " + topic + ": producer id " + producerId + " cannot be registered: "
                            + registration.exceptionNow().getMessage());
        }
        return registration.isDone();
    }

    /** A copy has forwarded a message with a producer id: reports another host that uses the id. */
    void onForwarded(long producerId, long copy) {
        String other = hosts.otherHost(producerId, copy, System.nanoTime());
        if (other != null) {
            conflicts.accept("producer id " + producerId + " is used on two hosts at once, copy " + copy + " and "
                    + other + ": topic " + topic
                    + " takes each of its sequences once, and ignores the later message: give"
                    + " each publisher an id of its own");
        }
    }

    /**
     * Publishes a message.
     *
     * @return false if the ingress is full now
     * @throws RefusedForwardException if the message is too long
     * @throws ChannelRemovedException if the topic was removed
     */
    boolean tryPublish(long producerId, long producerSequence, DirectBuffer buffer, int offset, int length) {
        if (length > maxMessageLength()) {
            // A copy has the limit of its home, and forwards nothing until it has compared both.
            throw new RefusedForwardException("topic " + topic + ": a message of " + length
                    + " bytes was forwarded, and the home and its copies take " + maxMessageLength()
                    + ": another program sends on the streams of the bridge: end it");
        }
        record.putLong(SequencedLayout.PRODUCER_ID, producerId);
        record.putLong(SequencedLayout.PRODUCER_SEQUENCE, producerSequence);
        record.putBytes(PREFIX, buffer, offset, length);
        return ring.publisher().tryPublish(record, 0, PREFIX + length) > 0;
    }

    /** Returns the position behind the last message. */
    long end() {
        return ring.committedEnd().getAsLong();
    }

    /** Returns the position up to which messages are confirmed. */
    long confirmed() {
        return ring.freedEnd().getAsLong();
    }

    @Override
    public void close() {
        // Otherwise the topic keeps these requests until its ingress is drained.
        registered.values().forEach(registration -> registration.cancel(false));
        CloseHelper.close(locks);
        ring.publisher().close();
    }
}
