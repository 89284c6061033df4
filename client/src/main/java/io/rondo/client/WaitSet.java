package io.rondo.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Lets one thread serve many subscribers, and sleep until any of them has a message. A set takes any number of
 * subscribers, over shared memory and sockets.
 *
 * <pre>{@code
 * try (WaitSet set = rondo.waitSet();
 *      Subscriber cancels = rondo.queue("cancels").subscriber();
 *      Subscriber orders = rondo.queue("orders").subscriber()) {
 *     set.add(cancels, (buffer, offset, length) -> use(buffer, offset, length), 1);
 *     set.add(orders, (buffer, offset, length) -> use(buffer, offset, length));
 *     if (set.poll(256) == 0) {
 *         set.await(Duration.ofMillis(200));
 *     }
 * }
 * }</pre>
 *
 * <p>Before a subscriber delivers a message, each one of a higher priority was polled and delivered nothing. Subscribers
 * of equal priority take turns. All handlers run in the thread that polls.
 *
 * <p>A subscriber that ends leaves the set. One that was closed leaves silently. The exception of one that failed is
 * thrown by the first {@link #poll} that delivers no message. {@link #await} returns when a subscriber ends, so a poll
 * must follow it.
 *
 * <p>Used by one thread at a time, except {@link #close()}. A handler may add and remove subscribers, but not poll or wait.
 * A subscriber in a set is polled by the set only: its own calls that deliver throw {@link IllegalStateException}. A set
 * keeps its subscribers reachable, and its {@code Rondo} keeps the set, until one of them is closed.
 *
 * <p>One sleep covers up to 127 subscribers in shared memory and any number over sockets (futex_waitv(2)); each further
 * 127 take one helper thread, which sleeps as well. Where the kernel lacks futex_waitv or a sandbox refuses it, each
 * subscriber in shared memory takes a helper thread.
 */
public interface WaitSet extends AutoCloseable {
    /** The priority of a subscriber that is added without one. */
    int DEFAULT_PRIORITY = 0;

    /**
     * Adds a subscriber with {@link #DEFAULT_PRIORITY}. Messages that arrived before are delivered, too.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     * @throws IllegalArgumentException if the subscriber is not one of Rondo's own
     * @throws IllegalStateException if the subscriber is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the subscriber or this set is closed
     * @throws RondoException if the subscriber has ended by itself; the subclass is that of {@link Subscriber#poll}
     */
    default void add(Subscriber subscriber, MessageHandler handler) {
        add(subscriber, handler, DEFAULT_PRIORITY);
    }

    /**
     * Adds a subscriber. Messages that arrived before are delivered, too.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the subscriber is not one of Rondo's own
     * @throws IllegalStateException if the subscriber is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the subscriber or this set is closed
     * @throws RondoException if the subscriber has ended by itself; the subclass is that of {@link Subscriber#poll}
     */
    void add(Subscriber subscriber, MessageHandler handler, int priority);

    /**
     * Adds a subscriber of a sequenced topic, as {@link #add(Subscriber, MessageHandler, int)} does.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message with its sequence and timestamp
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the subscriber is not one of Rondo's own
     * @throws IllegalStateException if the subscriber is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the subscriber or this set is closed
     * @throws RondoException if the subscriber has ended by itself; the subclass is that of {@link Subscriber#poll}
     */
    default void add(SequencedSubscriber subscriber, SequencedMessageHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        add(subscriber, (MessageHandler) (buffer, offset, length) -> handler.onMessage(subscriber.sequence(),
                subscriber.timestamp(), buffer, offset, length), priority);
    }

    /**
     * Adds a subscriber of a sequenced topic with {@link #DEFAULT_PRIORITY}, as {@link #add(SequencedSubscriber,
     * SequencedMessageHandler, int)} does.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message with its sequence and timestamp
     */
    default void add(SequencedSubscriber subscriber, SequencedMessageHandler handler) {
        add(subscriber, handler, DEFAULT_PRIORITY);
    }

    /**
     * Adds a requester, as {@link #add(Subscriber, MessageHandler, int)} does. From now on the set delivers its responses, and
     * the outcomes of its requests.
     *
     * @param requester open, and in no other wait set
     * @param handler called for each response and outcome
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the requester is not one of Rondo's own
     * @throws IllegalStateException if the requester is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the requester or this set is closed
     * @throws RondoException if the requester has ended by itself; the subclass is that of {@link Requester#poll}
     */
    void add(Requester requester, ResponseHandler handler, int priority);

    /**
     * Adds a requester with {@link #DEFAULT_PRIORITY}, as {@link #add(Requester, ResponseHandler, int)} does.
     *
     * @param requester open, and in no other wait set
     * @param handler called for each response and outcome
     */
    default void add(Requester requester, ResponseHandler handler) {
        add(requester, handler, DEFAULT_PRIORITY);
    }

    /**
     * Adds a responder, as {@link #add(Subscriber, MessageHandler, int)} does.
     *
     * @param responder open, and in no other wait set
     * @param handler called for each request
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the responder is not one of Rondo's own
     * @throws IllegalStateException if the responder is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the responder or this set is closed
     * @throws RondoException if the responder has ended by itself; the subclass is that of {@link Responder#poll}
     */
    void add(Responder responder, RequestHandler handler, int priority);

    /**
     * Adds a responder with {@link #DEFAULT_PRIORITY}, as {@link #add(Responder, RequestHandler, int)} does.
     *
     * @param responder open, and in no other wait set
     * @param handler called for each request
     */
    default void add(Responder responder, RequestHandler handler) {
        add(responder, handler, DEFAULT_PRIORITY);
    }

    /**
     * Adds a subscriber of a work queue, as {@link #add(Subscriber, MessageHandler, int)} does. A message stays held until
     * it is acknowledged or returned, which is up to the thread of this set.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     * @param priority any number; a higher one comes first
     * @throws IllegalArgumentException if the subscriber is not one of Rondo's own
     * @throws IllegalStateException if the subscriber is in a wait set already, or another thread uses it or this set
     * @throws ClosedException if the subscriber or this set is closed
     * @throws RondoException if the subscriber has ended by itself; the subclass is that of {@link Subscriber#poll}
     */
    void add(WorkSubscriber subscriber, WorkHandler handler, int priority);

    /**
     * Adds a subscriber of a work queue with {@link #DEFAULT_PRIORITY}, as {@link #add(WorkSubscriber, WorkHandler, int)}
     * does.
     *
     * @param subscriber open, and in no other wait set
     * @param handler called for each message
     */
    default void add(WorkSubscriber subscriber, WorkHandler handler) {
        add(subscriber, handler, DEFAULT_PRIORITY);
    }

    /**
     * Removes a subscriber, which stays open. The handler is not called any more.
     *
     * @param subscriber of this set
     * @return whether it was in this set
     * @throws ClosedException after {@link #close()}
     */
    boolean remove(Subscriber subscriber);

    /**
     * Removes a requester, which stays open. The handler is not called any more.
     *
     * @param requester of this set
     * @return whether it was in this set
     * @throws ClosedException after {@link #close()}
     */
    boolean remove(Requester requester);

    /**
     * Removes a responder, which stays open. The handler is not called any more.
     *
     * @param responder of this set
     * @return whether it was in this set
     * @throws ClosedException after {@link #close()}
     */
    boolean remove(Responder responder);

    /**
     * Returns the number of subscribers, without those that have ended and were noticed.
     *
     * @return from 0
     * @throws ClosedException after {@link #close()}
     */
    int size();

    /**
     * Delivers the messages that are there, and never waits. An exception of a handler ends the poll; the messages before
     * it count as delivered.
     *
     * @param limit the most messages to deliver, from 1
     * @return the number delivered, from 0
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by a handler of this set, or while another thread uses it
     * @throws ClosedException after {@link #close()}
     * @throws RondoException if a subscriber failed, which then left this set; the subclass is that of {@link
     *         Subscriber#poll}. A subscriber that lost messages by retention ({@link SequenceUnavailableException}) stays
     */
    int poll(int limit);

    /**
     * Waits until a subscriber may have a message, or has ended.
     *
     * @param timeout the longest wait; zero or less does not wait
     * @return false on timeout. True does not promise a message
     * @throws IllegalStateException if called by a handler of this set, while another thread uses it, or if the set calls
     *         back ({@link #onReady})
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    boolean await(Duration timeout);

    /**
     * Has a callback run when a subscriber may have a message, instead of {@link #await}: for threads that sleep elsewhere,
     * such as a Netty event loop or a thread in {@code Selector.select}. The callback runs in a thread of this set and
     * hands over to the thread that polls, for example by {@code eventLoop.execute(task)} or {@code selector.wakeup()}. It
     * is called once soon after this call, and then at most once for each {@link #poll}, so each callback must lead to a
     * poll. An idle set calls back about once a second. From this call on, the thread that polls also adds and removes.
     *
     * @param callback must not block; may be called without a message, and while the set is being closed. One that throws is
     *         called again after 100 ms
     * @throws IllegalStateException if a callback was set before
     * @throws ClosedException after {@link #close()}
     */
    void onReady(Runnable callback);

    /**
     * Ends the set; its subscribers stay open. Any thread; idempotent. Ends a wait with {@link ClosedException}. During a
     * poll, called by a handler or by another thread, the set ends when that poll does.
     */
    @Override
    void close();
}
