package io.rondo.client;

import java.time.Duration;

/**
 * Reads the messages of a sequenced topic, in the order of the topic, which is the same for all subscribers. The rules of
 * {@link Subscriber} hold. A message is confirmed at the end of the poll that delivered it.
 */
public interface SequencedSubscriber extends Subscriber {
    /**
     * Delivers the messages that are there with sequence and timestamp, and never waits.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0; also 0 while messages before the {@link StartPosition} are skipped
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by this subscriber's own handler, or while another thread uses it
     * @throws ClosedException after {@link #close()}
     * @throws EvictedException once the broker has evicted this subscriber ({@link SlowConsumer#EVICT})
     * @throws SequenceUnavailableException once, if retention removed messages before they were read; the next call goes on
     * with the oldest one that is kept, and {@link #lost()} counts those in between
     * @throws CorruptSegmentException if the topic holds bytes that no broker writes
     */
    int poll(SequencedMessageHandler handler, int limit);

    /**
     * Delivers what is there with sequence and timestamp, waiting for at least one message.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered; 0 on timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was consumed
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     * @throws EvictedException as {@link #poll} does, also during the wait
     * @throws SequenceUnavailableException as {@link #poll} does
     */
    int receive(SequencedMessageHandler handler, int limit, Duration timeout);

    /**
     * Returns the sequence of the message that is being delivered, or of the last one. For the thread that polls, also
     * inside a handler.
     *
     * @return the sequence; 0 before the first message
     */
    long sequence();

    /**
     * Returns the timestamp of that message. For the thread that polls, also inside a handler.
     *
     * @return nanoseconds since the epoch; 0 before the first message
     */
    long timestamp();
}
