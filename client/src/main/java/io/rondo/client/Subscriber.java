package io.rondo.client;

import java.time.Duration;

/**
 * Reads messages from one channel: a queue's only consumer, or one of a topic's.
 *
 * <p>Used by one thread at a time, except {@link #close()}, {@link #consumers()}, {@link #producers()} and {@link
 * #lost()}, which any thread may call. A call during a call or a wait of another thread throws {@link
 * IllegalStateException} and does not disturb the other thread. Threads may take turns if they synchronise. Messages
 * are confirmed (their space may be reused, and a successor starts after them) when the batch of a poll ends.
 *
 * <p>A virtual thread that calls {@link #poll} in a loop keeps its carrier. It must park between calls that deliver
 * nothing (see {@link io.rondo.core.wait.WaitStrategy}), or call {@link #receive}, which does.
 */
public interface Subscriber extends AutoCloseable {
    /**
     * Delivers what is there, and never waits.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by this subscriber's own handler, or while another thread uses it
     * @throws io.rondo.core.ClosedException after {@link #close()}
     * @throws io.rondo.core.EvictedException once the publisher has evicted this subscriber ({@link SlowConsumer#EVICT})
     * @throws io.rondo.core.CorruptSegmentException if the channel holds something that no publisher writes
     */
    int poll(MessageHandler handler, int limit);

    /**
     * Delivers what is there, waiting for at least one message.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @param timeout the longest wait; zero does not wait
     * @return the number delivered; 0 on timeout
     * @throws io.rondo.core.InterruptedWaitException if the thread is interrupted while it waits; nothing was consumed
     * @throws io.rondo.core.ClosedException after {@link #close()}, also by another thread during the wait
     * @throws io.rondo.core.EvictedException as {@link #poll} does, also during the wait
     */
    int receive(MessageHandler handler, int limit, Duration timeout);

    /**
     * Asks the kernel which consumers live.
     *
     * @return the number of attached consumers that live, this one included; without those that were evicted
     * @throws io.rondo.core.ClosedException after {@link #close()}
     */
    int consumers();

    /**
     * Asks the kernel which producers live.
     *
     * @return the number of attached producers that live
     * @throws io.rondo.core.ClosedException after {@link #close()}
     */
    int producers();

    /**
     * Messages of a topic this consumer could not take because it was too slow.
     *
     * @return the exact number lost since this subscriber attached; always 0 for one that blocks its publisher
     *         or is evicted
     */
    long lost();

    /**
     * The channel's name.
     *
     * @return the name
     */
    String channel();

    /**
     * The transport in use.
     *
     * @return never {@link Transport#AUTO}
     */
    Transport transport();

    /**
     * Detaches. Callable from any thread, more than once; wakes a waiting call of this subscriber. During a poll, called by its
     * handler or by another thread, it ends the poll when the handler returns, confirms the handler's message, and then
     * detaches.
     */
    @Override
    void close();
}
