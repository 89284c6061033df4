package io.rondo.client;

import java.time.Duration;

/**
 * Reads messages from one channel: a queue's only consumer, or one of a topic's.
 *
 * <p>Used by one thread at a time, except {@link #close()}, {@link #consumers()}, {@link #producers()} and {@link
 * #lost()}, which any thread may call. A call during a call or a wait of another thread throws {@link
 * IllegalStateException} and does not disturb the other thread. A poll that finds nothing may return 0 instead. Of two
 * calls that begin at the same time, both may throw. Threads may take turns if they synchronise. Messages are
 * confirmed (their space may be reused, and a successor starts after them) when the batch of a poll ends.
 *
 * <p>A virtual thread that calls {@link #poll} in a loop keeps its carrier. It must park between calls that deliver
 * nothing (see {@link WaitStrategy}), or call {@link #receive} or {@link #controlledReceive}, which do.
 */
public interface Subscriber extends AutoCloseable {
    /**
     * Delivers the messages that are there, and never waits.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by this subscriber's own handler, or while another thread uses it
     * @throws ClosedException after {@link #close()}
     * @throws EvictedException once the publisher has evicted this subscriber ({@link SlowConsumer#EVICT})
     * @throws CorruptSegmentException if the channel holds bytes that no publisher writes
     * @throws ChannelRemovedException if the channel's file was removed or replaced
     * @throws ChannelMismatchException over a socket, by every call, if the owner's channel does not fit this subscriber;
     *         subscribe again
     * @throws UnavailableException over a socket, by every call, if the channel's owner does not listen on a socket
     * @throws RondoException over a socket, by every call, if the owner has rejected this subscriber for good; the
     *         subclass and the message state the reason
     */
    int poll(MessageHandler handler, int limit);

    /**
     * Delivers what is there, and never waits; after each message the handler decides how the poll goes on. With {@link
     * Action#COMMIT} a handler can skip a message that it cannot process. Throws also what {@link #poll} throws.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, without one that the handler aborted
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws ClosedException after {@link #close()}
     */
    int controlledPoll(ControlledMessageHandler handler, int limit);

    /**
     * Delivers what is there, waiting for at least one message. Throws also what {@link #poll} throws, also during the
     * wait.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered; 0 on timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was consumed
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    int receive(MessageHandler handler, int limit, Duration timeout);

    /**
     * Delivers what is there as {@link #controlledPoll} does, waiting for at least one message. Throws also what {@link
     * #poll} throws, also during the wait.
     *
     * @param handler called for each message
     * @param limit the most messages to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered, without one that the handler aborted; 0 on timeout, or if the handler aborted the
     *         first message
     * @throws InterruptedWaitException if the thread is interrupted while it waits; nothing was consumed
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    int controlledReceive(ControlledMessageHandler handler, int limit, Duration timeout);

    /**
     * Counts the live consumers. In shared memory this asks the kernel. Over a socket it asks the owner and waits for the
     * answer for up to 1 s; then the owner's last answer counts. Any thread.
     *
     * @return the number of live attached consumers, this one included, without evicted ones
     * @throws ClosedException after {@link #close()}
     */
    int consumers();

    /**
     * Counts the live producers, as {@link #consumers()} counts consumers. Any thread.
     *
     * @return the number of live attached producers
     * @throws ClosedException after {@link #close()}
     */
    int producers();

    /**
     * The number of a topic's messages that this consumer missed because it was too slow. Any thread, also after {@link
     * #close()}.
     *
     * @return the exact number lost since this subscriber attached. With {@link SlowConsumer#BLOCK} and {@link
     *         SlowConsumer#EVICT} 0 in shared memory; over a socket the messages that were published while this subscriber
     *         was disconnected for longer than 1 s
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
     * Detaches. Any thread; idempotent. Ends a waiting call of this subscriber with {@link ClosedException}. During a
     * poll, called by its handler or by another thread, it ends the poll when the handler returns, confirms the handler's
     * message, and then detaches.
     */
    @Override
    void close();
}
